"""The one definition of what is extracted, annotated and scored: labels, records and annotation layers."""
