"""Read responsibility documents into a knowledge graph of who must do what, by when, on what ground."""
