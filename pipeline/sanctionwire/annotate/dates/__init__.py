"""Finds calendar expressions and resolves them to ISO values: the component `dates`.

`grammar` and `expressions` know the words, `lookalikes` what is none, `tense` which way the sentence looks,
`resolution` (with `absolute` and `relative`) what it means.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.dates.expressions import Expression, find_expressions
from sanctionwire.annotate.dates.lookalikes import is_lookalike
from sanctionwire.annotate.dates.resolution import resolve
from sanctionwire.annotate.dates.tense import View, find_view
from sanctionwire.annotate.dates.values import Anchor
from sanctionwire.schema.layers import MENTIONS, PUBLISHED

__all__ = ["Anchor", "dates", "find_dates", "find_expressions", "resolve"]

_TENSED = frozenset({"full", "month", "weekday", "holiday", "quarter"})
_REACH = 400
"""Code points within which "the following month" may look back for its date. Source: training articles."""


def _read_published(doc: Doc) -> date | None:
    try:
        return date.fromisoformat(doc.user_data.get(PUBLISHED) or "")
    except (TypeError, ValueError):
        return None


def _without_conjunction(expression: Expression, doc: Doc) -> Expression:
    """Return the expression without the "that" of "said that Monday's vote"; unchanged elsewhere."""
    if expression.parts.get("which") != "that" or expression.kind not in ("weekday", "month"):
        return expression
    that = doc.char_span(expression.start, expression.start + 4)
    if that is None or not that[0].is_lower:
        return expression
    before = doc[that.start - 1] if that.start else None
    if that[0].tag_ == "DT" and (before is None or before.pos_ not in ("VERB", "NOUN")):
        return expression
    parts = {name: part for name, part in expression.parts.items() if name != "which"}
    rest = next(token for token in doc[that.end :] if not token.is_space)
    return replace(expression, start=rest.idx, parts=parts)


def find_dates(doc: Doc) -> list[Span]:
    """Return the DATE mentions in text order, `kb_id_` the ISO value or "" where there is none.

    Relative expressions are read against `doc.user_data[PUBLISHED]`; when that is "" only absolute ones
    have a value.
    """
    published = _read_published(doc)
    found: list[Span] = []
    before, before_end = "", -_REACH
    for expression in find_expressions(doc.text):
        expression = _without_conjunction(expression, doc)
        span = doc.char_span(expression.start, expression.end, label="DATE")
        if span is None or is_lookalike(expression, span):
            continue
        near = expression.start - before_end <= _REACH
        anchor = Anchor(
            published=published,
            view=find_view(span) if expression.kind in _TENSED else View(),
            before=before if near else "",
        )
        value = resolve(expression, anchor)
        found.append(Span(doc, span.start, span.end, label="DATE", kb_id=value))
        if value:
            before, before_end = value, expression.end
    return found


@Language.component("dates", assigns=["doc.spans"])
def dates(doc: Doc) -> Doc:
    """Pipeline component around `find_dates`: begins the span group of mentions."""
    doc.spans[MENTIONS] = find_dates(doc)
    return doc
