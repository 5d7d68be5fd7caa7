"""A sitting at one decision: what is typed into its fields, what can be undone."""
