"""Commands that make something to take along: pictures, files, citations."""
