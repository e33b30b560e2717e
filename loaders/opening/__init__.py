"""From what a user names to documents: files, folders, patterns, packed files, archives, addresses."""
