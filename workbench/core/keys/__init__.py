"""Keys of the screens: what each does, by which key, and what a person's settings make of that."""
