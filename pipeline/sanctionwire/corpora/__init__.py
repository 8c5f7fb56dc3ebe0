"""Annotated documents to learn from and to measure with: stand-off form, joining with texts, splits, loader.

`load` is the way in from Python; `sanctionwire corpora` is the one from the shell.
"""

from sanctionwire.corpora.loader import load

__all__ = ["load"]
