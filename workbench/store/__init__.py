"""The disk and the outside: decisions and their journals, drafts, settings, git, files of other programs."""
