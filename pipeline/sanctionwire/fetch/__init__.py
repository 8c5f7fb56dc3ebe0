"""Addresses to bytes: feeds, sitemaps and pages over HTTP, kept in a spool that ingestion reads.

Nothing else of the package touches the network.
"""

from sanctionwire.fetch.harvest import Harvest
from sanctionwire.fetch.options import FetchOptions, WebSource
from sanctionwire.fetch.reasons import REASONS, UNFETCHED

__all__ = ["REASONS", "UNFETCHED", "FetchOptions", "Harvest", "WebSource"]
