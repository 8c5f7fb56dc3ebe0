"""A small transformer that reads a document once; every stage may ask it for a second opinion."""
