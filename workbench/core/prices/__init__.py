"""Prices, usage and tokens from outside: what the costs are filled with."""
