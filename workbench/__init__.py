"""Tuning workbench: decide between prompting, RAG and fine-tuning, and keep the decision."""

__version__ = "0.1.0"
