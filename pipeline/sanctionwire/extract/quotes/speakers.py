"""Says which entity a source stands for: a name, a pronoun, or a description such as "the ministry"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from sanctionwire.extract.quotes.documents import find_author, find_issuer
from sanctionwire.extract.quotes.naming import (
    ANONYMOUS,
    BODIES,
    SPEAKING,
    find_labels,
    find_named,
    is_document,
    words,
)
from sanctionwire.extract.quotes.offices import Holder, find_holder, find_holders
from sanctionwire.extract.quotes.salience import Salience
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people
from sanctionwire.schema.layers import MENTIONS, QUOTES

_INDEFINITE = frozenset(
    (
        "a",
        "an",
        "one",
        "some",
        "another",
        "any",
        "no",
        "many",
        "most",
        "several",
        "other",
        "his",
        "her",
        "their",
        "my",
    )
)
_OWNERS = {"his": "he", "her": "she"}
_PERSONAL = frozenset(("he", "she"))
_PERSONAL_DOCUMENTS = frozenset(
    ("tweet", "post", "posting", "letter", "memo", "message", "note", "email", "remark", "comment")
)
_WORDINGS = frozenset(("slogan", "caption", "text", "ad", "video"))
"""Documents that need not be by whoever spoke last."""
_HOUSES = frozenset(("COMPANY", "ORGANIZATION"))
"""Labels that a description does not tell apart: "the group", "the outlet"."""
_HEADS = frozenset(("president", "leader", "premier", "chancellor"))
_MAX_ACRONYM = 6
_LOOKBACK = 8
"""Tokens in front of a source within which a mention may begin that reaches into it."""


@cache
def _resuming() -> frozenset[str]:
    """Return the nouns that resume the last speaker, when that was a named person: "the general said"."""
    return (words("people") | words("offices")) - ANONYMOUS


@cache
def _leaders() -> dict[str, frozenset[str]]:
    """Return the states that people of a family name have led."""
    leaders: dict[str, frozenset[str]] = {}
    for state, names in load_lexicon("reporting")["leaders"].items():
        for name in names:
            leaders[name] = leaders.get(name, frozenset()) | {state}
    return leaders


def _leads(person: Span, states: Set[str | None]) -> bool:
    """Whether a person bears the name of a leader of one of the states, of any state when none is given."""
    led = {state for token in person for state in _leaders().get(token.text, ())}
    return bool(led & states) if states else bool(led)


def _is_one_of_many(named: Span, source: Span) -> bool:
    """Whether a source names one person by nation or party: "the Texas Republican", "the Iranian"."""
    singular = source.root.text.endswith(("an", "crat")) and source.root.tag_ in ("NN", "NNP")
    return named.label_ == "NORP" and singular and source[0].lower_ == "the"


def resolve_speakers(doc: Doc, sources: Mapping[str, Span]) -> dict[str, str | None]:
    """Return the entity id of each source by quote id; None where the document names nobody."""
    resolver = _Resolver(doc)
    ordered = sorted(sources.items(), key=lambda item: item[1].start)
    return {ident: resolver.resolve(source) for ident, source in ordered}


class _Resolver:
    """Resolves the sources of one document in text order, and remembers who spoke last."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._mentions = [m for m in doc.spans.get(MENTIONS, ()) if m.label_ not in ("DATE", "MONEY")]
        self._starts = [mention.start for mention in self._mentions]
        self._quoted = sorted((q.start, q.end) for q in doc.spans.get(QUOTES, ()) if q.label_ != "indirect")
        self._last = ("", "")
        self._last_person: str | None = None
        self._unnamed: set[str] = set()
        self._described: dict[str, str] = {}

    @cached_property
    def _persons(self) -> Salience:
        persons = [m for m in self._mentions if m.label_ == "PERSON"]
        return Salience(self._doc, persons, self._quoted, _PERSONAL)

    @cached_property
    def _bodies(self) -> Salience:
        bodies = [m for m in self._mentions if m.label_ in BODIES or m.label_ == "GPE"]
        return Salience(self._doc, bodies, self._quoted, frozenset(("it",)))

    @cached_property
    def _holders(self) -> list[Holder]:
        return find_holders(self._doc, self._mentions)

    @cached_property
    def _names(self) -> dict[int, Span]:
        return {i: m for m in self._mentions if m.label_ in SPEAKING for i in range(m.start, m.end)}

    def resolve(self, source: Span) -> str | None:
        """Return the entity id of one source, or None; sources must come in text order."""
        first = bisect_left(self._starts, source.start - _LOOKBACK)
        near = self._mentions[first : bisect_left(self._starts, source.end)]
        inside = [m for m in near if m.end > source.start and m.label_ in SPEAKING]
        named = find_named(self._doc, source, inside, self._mentions)
        label, speaker = "", None
        if named is not None and _is_one_of_many(named, source):
            label, speaker = "PERSON", self._resume(source.root, source)
        elif named is not None:
            label, speaker = named.label_, named.kb_id_
            (self._persons if label == "PERSON" else self._bodies).note(speaker, source.end)
        elif len(source) == 1:
            label, speaker = self._resolve_pronoun(source)
        if speaker is None:
            label, speaker = self._resolve_description(source)
            if speaker is None:
                self._unnamed.add(source.root.lower_)
            elif label in BODIES:
                self._bodies.note(speaker, source.end)
        if speaker:
            self._last = (speaker, label)
        self._last_person = speaker if speaker and label == "PERSON" else None
        return speaker or None

    def _resolve_pronoun(self, source: Span) -> tuple[str, str | None]:
        pronoun = source[0].lower_
        pronoun = _OWNERS.get(pronoun, pronoun)
        if pronoun in _PERSONAL:
            return "PERSON", self._persons.find(source.start, pronoun)
        if pronoun == "it":
            return "", self._bodies.find(source.start, pronoun)
        if pronoun == "they" and self._last[1] in BODIES:
            return self._last[1], self._last[0]
        return "", None

    def _resolve_description(self, source: Span) -> tuple[str, str | None]:
        head = source.root
        if head.is_upper and (house := self._spell_out(head)) is not None:
            return house.label_, house.kb_id_
        if source[0].lower_ in _OWNERS and is_document(head):
            return "PERSON", self._persons.find(source.start, _OWNERS[source[0].lower_])
        if source[0].lower_ in _INDEFINITE or source[0].pos_ in ("NUM", "PRON"):
            issuer = find_issuer(self._doc, head, self._names) if is_document(head) else None
            return (issuer.label_, issuer.kb_id_) if issuer is not None else ("", None)
        if is_document(head):
            return self._resolve_document(source)
        if labels := find_labels(head):
            return self._resolve_body(head, labels, source)
        return "PERSON", self._resolve_person(head, source)

    def _spell_out(self, acronym: Token) -> Span | None:
        """Return the body whose capitals an acronym repeats: "the JHB" after "Joint Harbor Board"."""
        if not 1 < len(acronym.text) <= _MAX_ACRONYM:
            return None
        earlier = self._mentions[: bisect_left(self._starts, acronym.i)]
        fitting = (m for m in earlier if m.label_ in BODIES and len(m) > 1)
        return next(
            (m for m in fitting if "".join(t.text[0] for t in m if t.text[0].isupper()) == acronym.text), None
        )

    def _resolve_document(self, source: Span) -> tuple[str, str | None]:
        author = find_author(self._doc, source, self._names)
        if author is not None:
            return author.label_, author.kb_id_
        if source.root.lemma_ in _WORDINGS:
            return "", None
        if self._last[1] in BODIES or source.root.lemma_ in _PERSONAL_DOCUMENTS:
            return self._last[1], self._last[0]
        return "", None

    def _resolve_body(self, noun: Token, labels: frozenset[str], source: Span) -> tuple[str, str | None]:
        earlier = self._mentions[: bisect_left(self._starts, source.start)]
        for mention in reversed(earlier):
            if mention.label_ in BODIES and noun.lower_ in mention.text.lower().split():
                return mention.label_, mention.kb_id_
        if any(m.label_ in ("GPE", "NORP") for m in self._find_inside(source)) and "PUBLIC_BODY" in labels:
            return "", None  # "Norland's military" is not the ministry that spoke last
        if self._last[1] in labels or {self._last[1], *labels} <= _HOUSES:
            return self._last[1], self._last[0]
        for mention in reversed(earlier):
            if mention.label_ in labels and mention.label_ != "PUBLIC_BODY":
                return mention.label_, mention.kb_id_
        return "", None

    def _resolve_person(self, noun: Token, source: Span) -> str | None:
        if noun.lower_ in words("offices"):
            earlier = self._mentions[: bisect_left(self._starts, source.start)]
            recent = {mention.kb_id_: mention.start for mention in earlier if mention.label_ == "PERSON"}
            person = find_holder(self._holders, noun.lower_, source, recent)
            person = self._find_head_of_state(source, person)
            if person is not None:
                self._persons.note(person, source.start)
                return person
        if source[0].lower_ != "the":
            return None
        if any(token.lower_ == "old" and token.nbor(-1).text == "-" for token in source[1:]):
            return self._persons.find(source.start, "")  # "the 66-year-old lawmaker"
        if noun.lower_ not in _resuming() or noun.lower_ in self._unnamed:
            return None
        described = source.text.lower()
        if described not in self._described:
            plain = not any(token.text[0].isupper() for token in source[1:] if token != noun)
            person = self._last_person if plain else None
            if person is None and noun.tag_ in ("NN", "NNP"):
                person = self._resume(noun, source)
            if person is None:
                return None
            self._described[described] = person
        return self._described[described]

    def _find_head_of_state(self, source: Span, held: str | None) -> str | None:
        """Return the leader of a state whom a source such as "the US president" stands for.

        Without a state it is the leader who stands out among those that the document has named so far.

        Args:
            source: The source.
            held: Who holds such an office by the document's own words, or None.
        """
        noun = source.root.lower_
        if noun not in _HEADS and not (noun == "minister" and "prime" in source.text.lower()):
            return held
        states = {find_state(t.text) or find_state_of_people(t.text) for t in source if t.text[0].isupper()}
        states |= {find_state(m.text) or find_state_of_people(m.text) for m in self._find_inside(source)}
        states -= {None}
        named = [m for m in self._mentions if m.label_ == "PERSON" and _leads(m, states)]
        earlier = {m.kb_id_ for m in named if m.start < source.start}
        if states:
            later = {m.kb_id_ for m in named}
            return (
                held
                or self._persons.choose(source.start, earlier)
                or (min(later) if len(later) == 1 else None)
            )
        if held is None:
            return min(earlier) if len(earlier) == 1 else None
        if len(source) > 2 or noun not in ("president", "leader"):
            return held
        return self._persons.choose(source.start, earlier | {held}) or held

    def _find_inside(self, source: Span) -> Sequence[Span]:
        first = bisect_left(self._starts, source.start)
        return self._mentions[first : bisect_left(self._starts, source.end)]

    def _resume(self, noun: Token, source: Span) -> str | None:
        """Return the person who stands out where a description comes up, unless known by another office."""
        person = self._persons.peek(source.start, "", self._find_objects(source))
        specific = noun.lower_ in words("offices") and noun.lower_ not in words("people")
        if person is None or (specific and any(holder.entity == person for holder in self._holders)):
            return None
        self._persons.note(person, source.start)
        return person

    def _find_objects(self, source: Span) -> set[str]:
        """Return the persons whom the sentence names before a description without making them its subject.

        In "with words of support for Lind, the lawmaker said" it is somebody else who speaks.
        """
        first = bisect_left(self._starts, source.sent.start)
        near = self._mentions[first : bisect_left(self._starts, source.start)]
        return {m.kb_id_ for m in near if m.label_ == "PERSON" and m.root.dep_ in ("dobj", "pobj")}
