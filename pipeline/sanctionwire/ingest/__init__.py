"""Reads articles: text files, web pages, JSON records and feeds, from files, folders and standard input."""

from sanctionwire.ingest.articles import read_articles, read_drafts
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import REASONS, UNREADABLE

__all__ = ["REASONS", "UNREADABLE", "IngestOptions", "read_articles", "read_drafts"]
