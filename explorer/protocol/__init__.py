"""The SPARQL 1.1 Protocol and the Graph Store Protocol (to read), for any client."""
