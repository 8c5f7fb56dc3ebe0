"""What each annotator says of each token: the units of kappa and alpha.

Tokens are runs of letters, digits and underscores, and every other character that is no space by itself. The
text alone decides; no annotator's spans and no model's tokenizer have a say. A token belongs to a span when
they share a character, and its value is every label of the spans that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sanctionwire.evaluate.agreement.alignment import list_mentions
from sanctionwire.schema.records import Document, Span

OUTSIDE = ""
"""The value of a token in no span."""
_TOKEN = re.compile(r"\w+|[^\w\s]")

LabeledSpan = tuple[Span, str]


def list_tokens(text: str) -> list[Span]:
    """Return the spans of the tokens of a text.

    >>> text = "U.S.-led, 5.5%"
    >>> [text[slice(*span)] for span in list_tokens(text)]
    ['U', '.', 'S', '.', '-', 'led', ',', '5', '.', '5', '%']
    """
    return [found.span() for found in _TOKEN.finditer(text)]


def _list_names(document: Document) -> Iterator[LabeledSpan]:
    for mention in list_mentions(document):
        if mention.level == "name":
            yield (mention.start, mention.end), mention.label


def _list_triggers(document: Document) -> Iterator[LabeledSpan]:
    for sanction in document.sanctions:
        for span in sanction.evidence:
            yield span, sanction.action


def _list_quotes(document: Document) -> Iterator[LabeledSpan]:
    for quote in document.quotes:
        for span in quote.content:
            yield span, quote.kind


def _list_money(document: Document) -> Iterator[LabeledSpan]:
    kinds: dict[str, str] = {item.mention: item.kind for item in document.valuations}
    for mention in list_mentions(document):
        if mention.label == "MONEY":
            yield (mention.start, mention.end), kinds.get(mention.id, "no valuation")


SPANS: dict[str, Callable[[Document], Iterator[LabeledSpan]]] = {
    "mentions": _list_names,
    "triggers": _list_triggers,
    "quotes": _list_quotes,
    "money": _list_money,
}
"""The layers that lie in the text: names by label, trigger words by action, content and amounts by kind."""


def label_tokens(document: Document, layer: str) -> list[str]:
    """Return the value of each token in a layer: labels joined by "+" in alphabetical order, "" outside."""
    tokens = list_tokens(document.text)
    labels: list[set[str]] = [set() for _ in tokens]
    starts_at = _index(tokens, len(document.text))
    for (start, end), label in SPANS[layer](document):
        for place in range(starts_at[start], len(tokens)):
            if tokens[place][0] >= end:
                break
            labels[place].add(label)
    return ["+".join(sorted(found)) for found in labels]


def _index(tokens: list[Span], length: int) -> list[int]:
    """Return, for each offset, the first token that ends behind it."""
    index, last = [len(tokens)] * (length + 1), 0
    for place, (_, end) in enumerate(tokens):
        index[last:end] = [place] * (end - last)
        last = end
    return index
