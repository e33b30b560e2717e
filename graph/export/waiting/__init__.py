"""What waits on disk until it is written."""
