"""Triage: what an article needs, told from its words alone, before any of the costly work.

The gate says whether a sanction fact is likely; the index of duplicates names the earlier article that this
one repeats. Nothing is dropped: an article that is not extracted still becomes a document that says why.
"""

from __future__ import annotations

from typing import Any

from sanctionwire.schema.records import Article
from sanctionwire.triage.duplicates import DuplicateIndex
from sanctionwire.triage.gate import Gate
from sanctionwire.triage.signatures import sign
from sanctionwire.triage.verdicts import Triage, Verdict
from sanctionwire.triage.words import read_words

__all__ = [
    "ArticleTriage",
    "DuplicateIndex",
    "Gate",
    "Triage",
    "Verdict",
    "make_triage",
    "read_words",
    "sign",
]


class ArticleTriage:
    """Judges articles by the gate and by what came before them, either of which may be left out.

    Attributes:
        gate: Says whether a fact is likely, or None: every article is extracted.
        duplicates: The articles so far, or None: nothing is compared.
    """

    def __init__(self, gate: Gate | None, duplicates: DuplicateIndex | None) -> None:
        self.gate = gate
        self.duplicates = duplicates

    def judge(self, article: Article) -> Verdict:
        """Return the verdict on the next article.

        Its notes hold `triage` (`gate`, a probability; `cues`, the words behind it; `extracted`) and, for a
        duplicate, `duplicate_of` and `similarity`. An exact copy of an earlier article is not extracted
        again; a near duplicate is, since its other words may hold another fact.
        """
        words = read_words(article.text)
        triage: dict[str, Any] = {}
        notes: dict[str, Any] = {"triage": triage}
        extract = True
        if self.gate is not None:
            passage = self.gate.judge(words)
            extract = passage.is_open
            triage["gate"] = round(passage.score, 4)
            triage["cues"] = list(passage.cues)
        if self.duplicates is not None:
            original = self.duplicates.add(article.id, sign(article.text, words))
            if original is not None:
                notes |= {"duplicate_of": original.id, "similarity": original.similarity}
                extract = extract and not original.is_exact
        triage["extracted"] = extract
        return Verdict(extract=extract, notes=notes)


def make_triage(*, gate: bool = True, duplicates: bool = True) -> ArticleTriage:
    """Return a triage with the shipped gate and an empty index of duplicates, or without either."""
    return ArticleTriage(Gate() if gate else None, DuplicateIndex() if duplicates else None)
