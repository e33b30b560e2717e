"""Writing fact files: entries are put into the text that people wrote, and all around them stays as it is."""
