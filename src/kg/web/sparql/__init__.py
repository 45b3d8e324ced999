"""SPARQL over HTTP: the protocol, the graph store, and the isolation that makes both safe."""
