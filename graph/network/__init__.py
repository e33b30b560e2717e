"""The blame network, accuser to accused, and what is computed on it."""
