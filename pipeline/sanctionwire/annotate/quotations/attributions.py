"""Turns quotations into attributions in the manner of PARC and PolNeAR, for comparison with those corpora.

There the content of a mixed quotation is the whole reported clause, marks stay in, and so does "that".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.assembly import Quotation
from sanctionwire.annotate.quotations.phrases import Tokens

Offsets = list[tuple[int, int]]


def find_attributions(doc: Doc, quotations: Sequence[Quotation]) -> Iterator[dict[str, Offsets]]:
    """Yield the source, cue and content of each quotation that has a source or a cue, as code points.

    Fragments of one reported clause are one attribution.
    """
    seen: set[tuple[Tokens, Tokens]] = set()
    for quotation in quotations:
        if quotation.source is None and quotation.cue is None:
            continue
        content = quotation.content
        clause = quotation.clause
        if clause is not None and quotation.cue is not None and _holds(clause, content):
            if (clause, quotation.cue) in seen:
                continue
            seen.add((clause, quotation.cue))
            content = [(clause[0], max(clause[1], content[-1][1]))]
        yield {
            "source": [_offsets(doc, quotation.source)] if quotation.source is not None else [],
            "cue": [_offsets(doc, quotation.cue)] if quotation.cue is not None else [],
            "content": [_offsets(doc, _with_that(doc, part)) for part in content],
        }


def _holds(clause: Tokens, content: Sequence[Tokens]) -> bool:
    """Whether all of a quotation begins in a clause; a mark behind the clause's last word may end later."""
    return all(clause[0] <= start < clause[1] for start, _ in content)


def _with_that(doc: Doc, part: Tokens) -> Tokens:
    start, end = part
    return (start - 1 if start and doc[start - 1].lower_ == "that" else start), end


def _offsets(doc: Doc, part: Tokens) -> tuple[int, int]:
    span = doc[slice(*part)]
    return span.start_char, span.end_char
