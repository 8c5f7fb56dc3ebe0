"""Turns an annotated `Doc` into records: pure functions, one a layer."""
