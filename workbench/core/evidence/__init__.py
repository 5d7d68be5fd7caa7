"""Measured evidence: accuracy history; data, evaluation and size join it."""
