"""Makes the weights of the shipped models from gold documents; nothing here runs when articles are read."""
