"""What the finders of relations see of a document: its names by position, and its entities by name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span

from sanctionwire.extract.sentences import find_sentence
from sanctionwire.lexicons.names import (
    find_group,
    find_state,
    find_state_of_capital,
    find_state_of_people,
    fold,
)
from sanctionwire.schema.layers import MENTIONS

_VALUES = frozenset({"DATE", "MONEY"})
# Source: own list; words that change nothing about a relation.
_DROPPED = frozenset(
    {
        "a", "allegedly", "also", "an", "both", "current", "currently", "deceased", "directly", "ex",
        "former", "incoming", "indirectly", "late", "longtime", "new", "newly", "ousted", "outgoing",
        "reportedly", "retired", "the", "then",
    }
)  # fmt: skip
_ALIAS_BRACKETS = re.compile(
    r" \( (?:a\.?k\.?a\.?|f\.?k\.?a\.?|also known as|formerly known as|alias) [^()]{1,200} \)"
)
_ANAPHOR = re.compile(
    r"((?:\w+ , )?)(?:(he|she)|(?:this |that )?(?:company|firm|bank|airline|conglomerate|group)) (?!<)"
)
_LETTERS = {
    "PERSON": "P", "COMPANY": "C", "PUBLIC_BODY": "B", "ORGANIZATION": "O", "GPE": "G", "LOC": "L",
    "NORP": "N", "VESSEL": "V", "AIRCRAFT": "A", "TITLE": "T", "PROGRAM": "R", "LAW": "R",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A relation as one sentence states it.

    Attributes:
        type: Type of the relation.
        head: Entity id.
        tail: Entity id.
        sentence: The sentence.
        rule: What found it: the pattern as the lexicon writes it, or the name of a finder.
        title: The role as written, of `role_of`.
        between: The words from the first end to the second in pattern form, names by their letter alone.
        score: Probability by the finder's own model, 1 where it has none.
    """

    type: str
    head: str
    tail: str
    sentence: Span
    rule: str
    title: str | None = None
    between: str = ""
    score: float = 1.0


class View:
    """The names of a document and what they refer to.

    Attributes:
        doc: The annotated document.
        names: Name mentions with an entity, in text order, none inside another.
        labels: Label of each entity: that of most of its mentions, the earliest where tied.
    """

    def __init__(self, doc: Doc) -> None:
        """Index the mentions of a document."""
        self.doc = doc
        self.names: list[Span] = []
        end = 0
        for span in sorted(doc.spans.get(MENTIONS, ()), key=lambda span: (span.start, -span.end)):
            if span.label_ not in _VALUES and span.kb_id_ and span.start >= end:
                self.names.append(span)
                end = span.end
        votes: dict[str, Counter[str]] = {}
        self._first: dict[str, Span] = {}
        self._known: dict[str, str] = {}
        self._states: dict[str, str] = {}
        for span in self.names:
            self._first.setdefault(span.kb_id_, span)
            votes.setdefault(span.kb_id_, Counter())[span.label_] += 1
            if span.label_ == "GPE" and (state := find_state(span.text)):
                self._states.setdefault(state, span.kb_id_)
            elif span.label_ in ("PUBLIC_BODY", "ORGANIZATION"):
                self._known.setdefault(self._body(span.text), span.kb_id_)
        for span in self.names:
            if span.label_ == "GPE" and (state := find_state_of_capital(span.text)):
                self._states.setdefault(state, span.kb_id_)
        self._counts = {entity: counter.total() for entity, counter in votes.items()}
        self._starts = [span.start for span in self.names]
        self.labels = {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}

    @staticmethod
    def _body(name: str) -> str:
        """Return the lexicon's name of a body, without the state that it may begin with."""
        folded = fold(name)
        for prefix in ("us ", "united states "):
            folded = folded.removeprefix(prefix)
        return find_group("bodies", folded) or folded

    def find_body(self, name: str) -> str | None:
        """Return the entity of a public body by its lexicon name, None when the document does not name it."""
        return self._known.get(name) or self._known.get(fold(name))

    def name_of(self, entity: str) -> str:
        """Return the first name of an entity."""
        return self._first[entity].text

    def sentence_of(self, entity: str) -> Span:
        """Return the sentence in which an entity is named first."""
        return find_sentence(self._first[entity])

    def find_state_entity(self, state: str | None) -> str | None:
        """Return the GPE entity of a state by its lexicon name, None when the document does not name it."""
        return self._states.get(state) if state else None

    def find_department(self) -> str | None:
        """Return the government department that the document names most often, None when it names none."""
        found = [entity for name, entity in self._known.items() if name.startswith("Department of")]
        return max(found, key=lambda entity: self._counts[entity], default=None)

    def names_before(self, token: int) -> list[Span]:
        """Return up to ten names that end before a token, in text order."""
        position = bisect_right(self._starts, token - 1)
        return [name for name in self.names[max(0, position - 10) : position] if name.end <= token]

    def last_organization(self, token: int) -> str | None:
        """Return the entity of the company or organization named last before a token, or None."""
        for name in reversed(self.names_before(token)):
            if name.label_ in ("COMPANY", "ORGANIZATION"):
                return name.kb_id_
        return None

    def owner_of(self, number: int) -> str | None:
        """Return the entity that an owner's mention stands for: a people's state, else its own entity.

        None for a people whose state the document does not name.
        """
        span = self.names[number]
        if span.label_ == "NORP":
            return self.find_state_entity(find_state_of_people(span.text))
        return span.kb_id_

    @cached_property
    def sentences(self) -> list[tuple[Span, str]]:
        """Each sentence that names something, with its text in pattern form.

        In pattern form names are `<P3>`: the letter of the label and the number in `names`; words are in
        lower case, divided by single spaces, without articles; names in brackets that repeat the name before
        are left out. "He" and "this company" at the start of a sentence are the first person or company of
        the sentence before.
        """
        doc = self.doc
        sentences: Sequence[Span] = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
        found: list[tuple[Span, str]] = []
        position, before = 0, ""
        for sentence in sentences:
            first = position
            while position < len(self.names) and self.names[position].start < sentence.end:
                position += 1
            if position > first:
                text = _resolve(self._encode(sentence, first, position), before)
                text = _resolve_possessives(text, before)
                found.append((sentence, text))
                before = text
            elif len(sentence) > 3:  # a stray line end or bracket does not part two sentences
                before = ""
        return found

    def _encode(self, sentence: Span, first: int, last: int) -> str:
        parts: list[str] = []
        index = sentence.start
        for number in range(first, last):
            name = self.names[number]
            parts += _words(self.doc[index : name.start]) if name.start > index else []
            if parts[-1:] == ["("] and len(parts) > 1 and self._repeats(parts[-2], name):
                parts.pop()
                index = name.end
                if index < len(self.doc) and self.doc[index].text == ")":
                    index += 1
                continue
            parts.append(f"<{_LETTERS.get(name.label_, 'R')}{number}>")
            index = max(index, name.end)
        if index < sentence.end:
            parts += _words(self.doc[index : sentence.end])
        return _ALIAS_BRACKETS.sub("", " ".join(parts))

    def _repeats(self, part: str, name: Span) -> bool:
        """Tell whether an encoded name has the same entity as another."""
        return part[0] == "<" and part[2:-1].isdigit() and self.names[int(part[2:-1])].kb_id_ == name.kb_id_


def _resolve(text: str, before: str) -> str:
    """Put in the name that an opening "he" or "this company" stands for, if the sentence before tells."""
    match = _ANAPHOR.match(text)
    antecedent = re.search(r"<P\d+>" if match and match[2] else r"<C\d+>", before) if match else None
    if match is None or antecedent is None:
        return text
    return f"{match[1] or ''}{antecedent[0]} {text[match.end() :]}"


_POSSESSIVE = re.compile(r"(?<= )(?:his|her|its)(?= )|^(?:his|her|its)(?= )")
_PERSON, _BODY = re.compile(r"<P\d+>"), re.compile(r"<[COB]\d+>")


def _resolve_possessives(text: str, before: str) -> str:
    """Put the name that "his" or "its" stands for in its place: "<P3> 's".

    It is the first person or organization of the sentence, else of the sentence before.
    """

    def replace(match: re.Match[str]) -> str:
        kind = _BODY if match[0] == "its" else _PERSON
        antecedent = kind.search(text, 0, match.start()) or kind.search(before)
        return f"{antecedent[0]} 's" if antecedent else match[0]

    return _POSSESSIVE.sub(replace, text)


def _words(span: Span) -> list[str]:
    """Return the words of a span for pattern form."""
    words = []
    for token in span:
        word = token.lower_
        if token.is_space or word in _DROPPED or (token.is_quote and word != "'"):
            continue
        if word == "her" and token.tag_ == "PRP":
            word = "him"  # "told her", not "her company"
        if word in ("’s", "’", "'"):
            word = "'s"
        words.append(word.replace("<", "‹"))
    return words
