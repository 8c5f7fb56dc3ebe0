"""The review page: a queue of documents, corrected in the browser, with their whole history in SQLite."""
