"""What changes the graph: loading and unloading data sets, and the graph as it was before."""
