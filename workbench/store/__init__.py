"""The disk and the outside: files, drafts, settings, themes."""
