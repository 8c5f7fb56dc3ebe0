"""Documents out: JSON lines, a readable terminal view, a self-contained page."""
