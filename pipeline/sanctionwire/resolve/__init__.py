"""Records -> records: what is decided about facts once all of a document are there."""
