"""The site as encrypted files, and the site made of them again. See docs/decisions/0069-backups.md."""
