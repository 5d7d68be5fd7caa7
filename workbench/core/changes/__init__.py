"""Two or three versions of a decision held against each other, and brought together."""
