"""What the program knows: pure functions and immutable values, no I/O, no clock, no terminal."""
