"""What happens after a decision was saved: journal, readings, where its triggers stand, the list."""
