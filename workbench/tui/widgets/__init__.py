"""Pieces the panes are made of."""
