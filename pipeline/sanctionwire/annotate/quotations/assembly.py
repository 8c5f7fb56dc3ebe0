"""Gives each passage its cue and source, and joins passages into quotations."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.cues import Cue, Strength, find_cues
from sanctionwire.annotate.quotations.screening import is_quotation
from sanctionwire.annotate.quotations.sentences import (
    MARKS,
    Passage,
    Sentence,
    find_passages,
    split_sentences,
)
from sanctionwire.annotate.quotations.sources import Scope, Tokens, find_label
from sanctionwire.schema.labels import QuoteKind
from sanctionwire.schema.layers import MENTIONS, TITLE_END


@dataclass(slots=True)
class Quotation:
    """One quotation, in tokens: content spans, and cue and source where the text has them."""

    kind: QuoteKind
    content: list[Tokens]
    cue: Tokens | None = None
    source: Tokens | None = None


def find_quotations(doc: Doc) -> list[Quotation]:
    """Return the quotations of a document in text order."""
    passages = find_passages(doc)
    if not passages:
        return []
    return _Assembler(doc).assemble(passages)


_MAX_ATTRIBUTION = 14
_SILENT = frozenset(("DATE", "MONEY", "LAW", "PROGRAM", "VESSEL", "AIRCRAFT"))


class _Assembler:
    """Reads a document's sentences in order and remembers what the next one may go on with."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._names = {i: m.label_ for m in doc.spans.get(MENTIONS, ()) if m.label_ not in _SILENT for i in range(m.start, m.end)}
        self._title_end = int(doc.user_data.get(TITLE_END, 0))
        self._found: list[Quotation] = []
        self._previous: Sentence | None = None
        self._last: Quotation | None = None
        self._last_sentence: Sentence | None = None

    def assemble(self, passages: list[Passage]) -> list[Quotation]:
        """Return the quotations among the passages."""
        for sentence in split_sentences(self._doc, passages):
            if sentence.passages:
                self._read(sentence)
            elif self._is_caption(sentence):
                continue
            self._previous = sentence
        return self._found

    def _read(self, sentence: Sentence) -> None:
        doc = self._doc
        heading = doc[sentence.start].idx < self._title_end or self._is_caption(sentence)
        scope = self._scope(sentence)
        cues = find_cues(scope, sentence.outside())
        cue_of_last: Cue | None = None
        for number, passage in enumerate(sentence.passages):
            initial = _is_initial(doc, passage, sentence)
            cue = _choose(doc, passage, cues, initial)
            source = cue.source if cue else None
            if cue is None:
                source = find_label(scope, passage.start, passage.end, heading=heading)
            if cue is None and initial and source is None:
                cue = self._introduction()
                source = cue.source if cue else None
            if not is_quotation(
                doc,
                passage,
                sentence,
                has_cue=cue is not None or source is not None,
                heading=heading,
                whole=initial,
                names=self._names,
            ):
                continue
            content = (passage.start, passage.end)
            kind = classify(doc, passage)
            last = self._last
            joins = False
            if last is not None:
                if number and not heading and cue is not None and cue is cue_of_last and cue.start < passage.start:
                    past = last.content[-1][1]
                    joins = past <= cue.start and _is_bare(doc, cue, past, passage.start)
                elif cue is None and source is None and initial and not heading:
                    joins = self._last_sentence is self._previous or self._last_sentence is sentence
            if joins and last is not None:
                last.content.append(content)
            else:
                last = Quotation(kind, [content], (cue.start, cue.end) if cue else None, source)
                self._found.append(last)
                self._last = last
                cue_of_last = cue
            self._last_sentence = sentence

    def _scope(self, sentence: Sentence) -> Scope:
        return Scope(self._doc, sentence.start, sentence.end, frozenset(sentence.outside()), self._names)

    def _introduction(self) -> Cue | None:
        """Return the cue of a previous sentence that ends in a colon or a comma."""
        sentence = self._previous
        if sentence is None or _last_text(self._doc, sentence) not in (":", ","):
            return None
        cues = find_cues(self._scope(sentence), sentence.outside())
        return cues[-1] if cues else None

    def _is_caption(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line without an end: a heading, a caption, "Read more"."""
        return sentence.opens and _last_text(self._doc, sentence)[-1] not in ".!?…:;,”\"’'"


def classify(doc: Doc, passage: Passage) -> QuoteKind:
    """Return `direct` for a full finite clause and `mixed` for a fragment."""
    tokens = doc[passage.start : passage.end]
    first = next((t for t in tokens if t.text[0].isalnum()), None)
    for token in tokens:
        if token.dep_ in ("nsubj", "nsubjpass", "expl") and token.head.i in range(passage.start, passage.end):
            return "direct"
    if first is not None and first.text[0].isupper() and tokens[-1].text[-1] in ".!?," and len(tokens) > 3:
        return "direct"
    return "mixed"


def _is_initial(doc: Doc, passage: Passage, sentence: Sentence) -> bool:
    return all(
        doc[i].text in MARKS or not doc[i].text[0].isalnum() or doc[i].lower_ in ("and", "but")
        for i in range(sentence.start, passage.start)
    )


def _choose(doc: Doc, passage: Passage, cues: list[Cue], initial: bool) -> Cue | None:
    before = [cue for cue in cues if cue.end <= passage.start]
    after = [cue for cue in cues if cue.start >= passage.end]
    strong_after = next((cue for cue in after if cue.strength is not Strength.WEAK), None)
    if initial:
        return strong_after or (after[0] if after else None)
    strong = next((cue for cue in reversed(before) if cue.strength is not Strength.WEAK), None)
    return strong or strong_after or (before[-1] if before else None) or (after[0] if after else None)


def _last_text(doc: Doc, sentence: Sentence) -> str:
    at = sentence.end - 1
    while at > sentence.start and doc[at].is_space:
        at -= 1
    return doc[at].text


def _is_bare(doc: Doc, cue: Cue, start: int, end: int) -> bool:
    """Whether nothing but the attribution stands between two passages: no verb besides the cue."""
    return end - start <= _MAX_ATTRIBUTION and not any(doc[i].pos_ == "VERB" for i in range(cue.end, end))
