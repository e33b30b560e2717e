"""Where the quads are: Oxigraph in memory or on disk, what is asked of it, and the facts that are read from it."""
