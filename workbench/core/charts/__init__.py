"""What to draw, as data: one function for each chart."""
