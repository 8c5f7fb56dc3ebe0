"""Revisions of the tables, one a file, applied in order when a database is opened for writing."""
