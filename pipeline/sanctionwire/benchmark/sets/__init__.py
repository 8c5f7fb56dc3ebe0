"""Data sets as records on exact offsets: one reader a format, one table of labels, frozen by checksum."""
