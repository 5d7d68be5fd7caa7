"""The record of a decision: its fields, its life, what is frozen of it."""
