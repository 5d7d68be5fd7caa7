"""One verdict from everything: what speaks for it, against it, and what would change it."""
