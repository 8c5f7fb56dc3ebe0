"""Documents in the formats of other annotation tools, out and in, and what each format cannot hold."""
