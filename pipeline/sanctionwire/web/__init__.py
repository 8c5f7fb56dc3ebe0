"""What fetching and reading share: feeds, sitemaps, and the records in which fetched bytes are kept."""
