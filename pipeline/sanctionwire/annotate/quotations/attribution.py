"""Gives a passage its cue and its source, from the reporting words and the labels of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanctionwire.annotate.quotations.cues import Cue, find_any_cue
from sanctionwire.annotate.quotations.labels import find_label
from sanctionwire.annotate.quotations.marks import MARKS
from sanctionwire.annotate.quotations.phrases import Scope, Tokens
from sanctionwire.annotate.quotations.sentences import Passage
from sanctionwire.annotate.quotations.verbs import Strength

_CLAUSES = frozenset(("and", "but", "while"))
_CONNECTORS = frozenset(("and", "but"))
_GOES_ON = ",?!"
"""Last characters of a quotation whose sentence goes on after it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a sentence says about a passage.

    Attributes:
        cue: The reporting words, or None.
        source: The tokens that name the speaker, or None.
        initial: Whether the passage begins its sentence.
        said: Whether a verb of saying leads straight into or out of the passage.
    """

    cue: Cue | None
    source: Tokens | None
    initial: bool
    said: bool

    @property
    def is_empty(self) -> bool:
        """Whether the sentence names neither cue nor source."""
        return self.cue is None and self.source is None


def attribute(scope: Scope, passage: Passage, cues: Sequence[Cue], *, heading: bool) -> Attribution:
    """Return who is said to speak in a passage, as far as its own sentence tells.

    Args:
        scope: The sentence.
        passage: The passage.
        cues: The reporting words of the sentence in text order.
        heading: Whether the sentence is a headline, a heading or a caption.
    """
    initial = _is_initial(scope, passage)
    cue = _choose(scope, passage, cues, initial)
    if heading and (cue is None or cue.strength is Strength.WEAK):
        label = find_label(scope, passage.start, passage.end, heading=True)
        if label is not None:
            return Attribution(None, label, initial, False)
    if cue is None and initial and scope.doc[passage.end - 1].text[-1] in _GOES_ON:
        cue = find_any_cue(scope, passage.end)
    if cue is not None:
        return Attribution(cue, cue.source, initial, _is_adjacent(scope, cue, passage, initial))
    return Attribution(None, find_label(scope, passage.start, passage.end, heading=heading), initial, False)


def _is_initial(scope: Scope, passage: Passage) -> bool:
    before = (scope.doc[i] for i in range(scope.start, passage.start))
    return all(not token.text[0].isalnum() or token.lower_ in _CONNECTORS for token in before)


def _choose(scope: Scope, passage: Passage, cues: Sequence[Cue], initial: bool) -> Cue | None:
    """Return the cue of a passage: behind one that begins the sentence, else in front; strong verbs first.

    In "Lind said the agency plans to announce that "..."" the nearest verb is not the one that reports.
    """
    before = [cue for cue in cues if cue.end <= passage.start and _reaches(scope, cue, passage)]
    after = [cue for cue in cues if cue.start >= passage.end]
    strong_after = next((cue for cue in after if cue.strength is not Strength.WEAK), None)
    if initial:
        return strong_after or (after[0] if after else None)
    strong_before = next((cue for cue in reversed(before) if cue.strength is not Strength.WEAK), None)
    weak = before[-1] if before else after[0] if after else None
    if before and strong_before is None and _is_coordinated(scope, passage):
        return weak
    return strong_before or strong_after or weak


def _is_coordinated(scope: Scope, passage: Passage) -> bool:
    """Whether another clause follows a passage: '... to "act at once," and the envoy said'."""
    at = passage.end
    while scope.is_free(at) and not scope.doc[at].text[0].isalnum():
        at += 1
    return scope.is_free(at) and scope.doc[at].lower_ in _CLAUSES


def _reaches(scope: Scope, cue: Cue, passage: Passage) -> bool:
    """Whether the words of a noun go on to a passage: to the first one behind its "that", or in its reach."""
    if cue.reach is None or passage.start < cue.reach:
        return True
    clause = cue.end < scope.end and scope.doc[cue.end].lower_ == "that"
    return clause and all(scope.is_free(i) for i in range(cue.end, passage.start))


def _is_adjacent(scope: Scope, cue: Cue, passage: Passage, initial: bool) -> bool:
    """Whether a verb of saying stands right at a passage: 'said, "..."', '"...," he said'."""
    doc = scope.doc
    if cue.strength is not Strength.SPEECH:
        return False
    if cue.start >= passage.end:
        return initial and doc[passage.end - 1].text[-1] in _GOES_ON
    at = passage.start - 1
    while at >= cue.end and doc[at].text in MARKS:
        at -= 1
    return at < cue.end or doc[at].text == ":" or (doc[at].text == "," and at == cue.end)
