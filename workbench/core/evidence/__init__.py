"""Measured evidence: the accuracy history, two systems on the same cases, training data in `dataset`."""
