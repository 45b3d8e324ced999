"""What agents can ask of the graph, over the Model Context Protocol: answers, entities, proof.

The SDK is an optional extra; `kg.mcp.server` is the only module that needs it.
"""
