"""Joins the passages of a document into quotations, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.attribution import Attribution, attribute
from sanctionwire.annotate.quotations.cues import Cue, find_cues
from sanctionwire.annotate.quotations.indirect import find_clause, find_indirect
from sanctionwire.annotate.quotations.kinds import classify
from sanctionwire.annotate.quotations.labels import find_author, find_byline
from sanctionwire.annotate.quotations.marks import MARKS
from sanctionwire.annotate.quotations.phrases import DASHES, Scope, Tokens
from sanctionwire.annotate.quotations.screening import is_quotation
from sanctionwire.annotate.quotations.sentences import Passage, Sentence, find_passages, split_sentences
from sanctionwire.annotate.quotations.sources import find_subject, is_document, is_plausible
from sanctionwire.annotate.quotations.verbs import Strength
from sanctionwire.schema.labels import QuoteKind
from sanctionwire.schema.layers import MENTIONS, TITLE_END

_MAX_ATTRIBUTION = 24
"""Longest attribution, in tokens, that interrupts one quotation."""
_MAX_BYLINE = 12
_MIN_UNSAID = 5
"""Shortest quotation, in tokens, that the sentence before is taken to lead up to."""
_SINGLE = frozenset("‘’'‚‛")
_ENDINGS = frozenset(".!?…:;,”\"’'")


@dataclass(slots=True)
class Quotation:
    """One quotation, as token ranges.

    Attributes:
        kind: Direct, mixed or indirect.
        content: What is said.
        cue: The reporting words, where the text has them.
        source: The words that name who speaks, where the text has them.
        clause: The whole reported clause around a mixed quotation, where the cue reports one.
    """

    kind: QuoteKind
    content: list[Tokens]
    cue: Tokens | None = None
    source: Tokens | None = None
    clause: Tokens | None = None


def find_quotations(doc: Doc) -> list[Quotation]:
    """Return the direct, mixed and indirect quotations of a document in text order."""
    assembler = _Assembler(doc)
    for sentence in split_sentences(doc, find_passages(doc)):
        assembler.read(sentence)
    return sorted(assembler.found, key=lambda quotation: quotation.content[0])


class _Assembler:
    """Reads the sentences in order and remembers what the next one may go on with."""

    def __init__(self, doc: Doc) -> None:
        self.found: list[Quotation] = []
        self._doc = doc
        self._names = {i: m.label_ for m in doc.spans.get(MENTIONS, ()) for i in range(m.start, m.end)}
        self._title_end = int(doc.user_data.get(TITLE_END, 0))
        self._previous: Sentence | None = None
        self._last: Quotation | None = None
        self._last_cue: Cue | None = None
        self._last_sentence: Sentence | None = None
        self._interruptible = False
        self._lent = False

    def read(self, sentence: Sentence) -> None:
        """Add the quotations of the next sentence."""
        caption = self._is_caption(sentence)
        if not sentence.passages and self._last is not None and self._is_byline(sentence):
            self._sign(self._last, sentence)
            return
        scope = self._scope(sentence)
        cues = find_cues(scope, sentence.outside())
        heading = caption or self._doc[sentence.start].idx < self._title_end
        quoted = [p for p in sentence.passages if self._take(sentence, scope, p, cues, heading)]
        if not caption:
            for parts, cue in find_indirect(scope, cues, [(p.start, p.end) for p in quoted]):
                self.found.append(Quotation("indirect", parts, (cue.start, cue.end), cue.source))
        if sentence.passages or not caption:
            self._previous = sentence

    def _take(
        self, sentence: Sentence, scope: Scope, passage: Passage, cues: list[Cue], heading: bool
    ) -> bool:
        """Add one passage, to the last quotation or as a new one; return False when it is none."""
        found = attribute(scope, passage, cues, heading=heading)
        lent = False
        if found.is_empty and found.initial:
            found = self._find_introduction() or found
            if found.is_empty and not heading and (source := self._find_topic(passage)) is not None:
                found, lent = Attribution(None, source, initial=True, said=False), True
        if not is_quotation(scope, passage, found, heading=heading):
            return False
        content = (passage.start, passage.end)
        if self._last is not None and not heading and self._joins(sentence, passage, found):
            self._last.content.append(content)
        else:
            cue = found.cue
            kind = classify(self._doc, passage)
            self._last = Quotation(kind, [content], (cue.start, cue.end) if cue else None, found.source)
            if cue is not None and kind == "mixed":
                self._last.clause = find_clause(scope, cue)
            self._last_cue, self._lent = cue, lent
            self._interruptible = found.initial or kind == "direct"
            self.found.append(self._last)
        self._last_sentence = sentence
        return True

    def _joins(self, sentence: Sentence, passage: Passage, found: Attribution) -> bool:
        """Whether a passage goes on with the last quotation.

        It does after words that only interrupt it ('"...," he said, "..."'), and right after the quotation's
        last sentence where nothing says who speaks, also across a paragraph's end.
        """
        if found.is_empty:
            goes_on = found.initial and self._last_sentence in (self._previous, sentence)
            # A line in other marks is a heading: “... for now.” and below it ‘We stay’.
            return goes_on and not (sentence.opens and self._is_in_other_marks(passage))
        cue, last = found.cue, self._last
        if cue is None or last is None or cue is not self._last_cue or not self._interruptible:
            return False
        past = last.content[-1][1]
        between = range(cue.end, passage.start)
        return (
            past <= cue.start < passage.start <= past + _MAX_ATTRIBUTION
            and self._last_sentence is sentence
            and not any(self._doc[i].pos_ == "VERB" for i in between)
        )

    def _is_in_other_marks(self, passage: Passage) -> bool:
        """Whether just one of a passage and the last quotation opens with single marks."""
        if self._last is None:
            return False
        opening = [
            self._doc[start - 1].text if start else "" for start in (passage.start, self._last.content[0][0])
        ]
        return (opening[0] in _SINGLE) != (opening[1] in _SINGLE) and all(mark in MARKS for mark in opening)

    def _find_introduction(self) -> Attribution | None:
        """Return what the sentence before says when it leads up to a quotation, with a colon or a comma."""
        sentence = self._previous
        if sentence is None or self._last_text(sentence) not in (":", ","):
            return None
        scope = self._scope(sentence)
        cues = find_cues(scope, sentence.outside())
        if cues:
            return Attribution(cues[-1], cues[-1].source, initial=True, said=True)
        author = find_author(scope)
        return Attribution(None, author, initial=True, said=True) if author is not None else None

    def _find_topic(self, passage: Passage) -> Tokens | None:
        """Return who speaks or acts in the sentence before a quotation that nobody is said to say.

        In "Lind said the vote was lost. "We will try again."" the second sentence is hers as well.
        """
        sentence = self._previous
        if sentence is None or sentence.passages or classify(self._doc, passage) != "direct":
            return None
        if passage.end - passage.start < _MIN_UNSAID or self._last_text(sentence)[-1] not in _ENDINGS:
            return None
        scope = self._scope(sentence)
        for cue in find_cues(scope, sentence.outside()):
            if cue.strength is Strength.SPEECH and cue.source is not None:
                document = is_document(self._doc[slice(*cue.source)].root)
                return cue.source if is_plausible(scope, cue.source) and not document else None
        return find_subject(scope, sentence.end)

    def _is_caption(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line without an end: a heading, a caption, "Read more"."""
        return sentence.opens and self._last_text(sentence)[-1] not in _ENDINGS

    def _is_byline(self, sentence: Sentence) -> bool:
        """Whether a line right after a quotation does no more than name its author: "Sina Toossi, Vox"."""
        if self._last_sentence is None or self._previous is not self._last_sentence:
            return False
        tokens = self._doc[sentence.start : sentence.end]
        if tokens[0].text in DASHES:
            return sentence.opens
        return (
            len(tokens) <= _MAX_BYLINE
            and tokens[0].i in self._names
            and not any(t.pos_ in ("VERB", "AUX") or t.text in (".", ":", "?", "!") for t in tokens)
        )

    def _sign(self, quotation: Quotation, sentence: Sentence) -> None:
        """Take the first name of a byline as the source, and let nothing join the quotation any more."""
        if quotation.source is None or self._lent:
            quotation.source = find_byline(self._scope(sentence), sentence.start)
        self._previous, self._last_sentence = sentence, None

    def _scope(self, sentence: Sentence) -> Scope:
        return Scope(self._doc, sentence.start, sentence.end, frozenset(sentence.outside()), self._names)

    def _last_text(self, sentence: Sentence) -> str:
        at = sentence.end - 1
        while at > sentence.start and self._doc[at].is_space:
            at -= 1
        return self._doc[at].text
