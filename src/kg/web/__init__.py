"""The service: SPARQL, look-up API and pages over HTTP."""
