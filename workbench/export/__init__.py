"""One module a format: a function from a decision to a string."""
