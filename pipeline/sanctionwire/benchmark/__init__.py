"""Extractors compared: data sets, systems, cost, report."""
