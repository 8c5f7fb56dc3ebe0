"""Marks every named mention: persons, organizations, places, groups, vessels, programs, laws and titles."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.mentions.bodies import BodyFinder
from sanctionwire.annotate.mentions.candidate import NO_NAME, choose
from sanctionwire.annotate.mentions.companies import LegalForms
from sanctionwire.annotate.mentions.craft import find_craft
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.laws import find_laws
from sanctionwire.annotate.mentions.memory import Memory
from sanctionwire.annotate.mentions.organizations import OrganizationFinder
from sanctionwire.annotate.mentions.persons import PersonFinder
from sanctionwire.annotate.mentions.places import find_places
from sanctionwire.annotate.mentions.recognized import RecognizedNames
from sanctionwire.annotate.mentions.roles import Roles
from sanctionwire.annotate.mentions.titles import find_titles
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.schema.layers import MENTIONS


class MentionFinder:
    """The component `mentions`: keeps the DATE and MONEY spans of earlier components, adds other names."""

    def __init__(self, nlp: Language) -> None:
        """Read the lexicons with the tokenizer of `nlp`."""

        def tokenize(text: str) -> list[str]:
            return [token.text for token in nlp.tokenizer(text)]

        self._known = Gazetteer(tokenize)
        self._recognized = RecognizedNames(self._known)
        self._organizations = OrganizationFinder(self._known)
        self._bodies = BodyFinder(tokenize)
        self._legal_forms = LegalForms(tokenize)
        self._roles = Roles(tokenize)
        self._persons = PersonFinder(self._known, self._roles)

    def find(self, doc: Doc) -> list[Span]:
        """Return the named mentions of a document in text order, without DATE and MONEY; none overlap.

        A name may cover a date: "Export Control Reform Act of 2018".
        """
        tokens = Tokens(doc)
        known = self._known
        patterns = [*find_laws(tokens, known), *find_craft(tokens, known)]
        taken = [
            (start, end)
            for start, end in map(tokens.locate, doc.spans.get(MENTIONS, ()))
            if not any(pattern.start <= start and end <= pattern.end for pattern in patterns)
        ]
        listed = list(known.find(tokens.words))
        candidates = [
            *listed,
            *self._organizations.find(tokens, {candidate.start: candidate for candidate in listed}),
            *self._legal_forms.find(tokens),
            *patterns,
            *find_places(tokens),
            *self._persons.find(tokens),
            *self._persons.revise(tokens, self._recognized.find(tokens)),
        ]
        named = choose(candidates, len(tokens), taken)
        memory = Memory(tokens, named, known)
        candidates = [*memory.relabel(tokens, candidates), *memory.find(tokens)]
        named = choose(candidates, len(tokens), taken)
        candidates += self._bodies.find(tokens, {mention.end: mention for mention in named})
        named = choose(candidates, len(tokens), taken)
        titles = find_titles(tokens, named, self._roles)
        chosen = choose([*candidates, *titles], len(tokens), taken)
        return [tokens.span(c.start, c.end, c.label) for c in chosen if c.label != NO_NAME]

    def __call__(self, doc: Doc) -> Doc:
        """Store the mentions that `find` returns beside those already there."""
        names = self.find(doc)
        covered = {index for name in names for index in range(name.start, name.end)}
        kept = [
            span for span in doc.spans.get(MENTIONS, ()) if covered.isdisjoint(range(span.start, span.end))
        ]
        doc.spans[MENTIONS] = sorted([*kept, *names], key=lambda span: span.start)
        return doc


@Language.factory("mentions", assigns=["doc.spans"])
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """Create the component `mentions`."""
    return MentionFinder(nlp)
