"""The server of the review page: loopback by default, JSON in and out, and nothing else to be had from it."""
