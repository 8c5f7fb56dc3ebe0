"""Reads articles from files and streams: text, web pages, JSON records, tables, feeds and web archives."""

from sanctionwire.ingest.articles import read_articles, read_drafts
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import REASONS, UNREADABLE

__all__ = ["REASONS", "UNREADABLE", "IngestOptions", "read_articles", "read_drafts"]
