"""Adds spans to a spaCy `Doc`: one component a file, `Doc -> Doc`, native fields only.

Importing this package registers every component and the tokenizer with spaCy.
"""

from sanctionwire.annotate import (
    coreference,
    dates,
    encoder,
    groups,
    mentions,
    money,
    paragraphs,
    quotations,
    tokenizer,
    triggers,
)

__all__ = [
    "coreference",
    "dates",
    "encoder",
    "groups",
    "mentions",
    "money",
    "paragraphs",
    "quotations",
    "tokenizer",
    "triggers",
]
