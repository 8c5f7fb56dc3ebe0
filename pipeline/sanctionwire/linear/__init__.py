"""Logistic regression over named features: small, readable, and fast enough for every sentence.

`model` reads the weights that ship in `models/`; `fitting` makes them and is used by training only.
"""

from sanctionwire.linear.model import Features, LinearModel, Scorer, load_model

__all__ = ["Features", "LinearModel", "Scorer", "load_model"]
