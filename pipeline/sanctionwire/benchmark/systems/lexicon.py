"""What comes for free: names of the word lists, words in quotation marks, names near "sanctions".

No weights, no grammar, no context. A system that is not better than this has learned nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from sanctionwire import __version__
from sanctionwire.benchmark.documents import Name, add_names
from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Coverage
from sanctionwire.benchmark.systems.packages import digest_code, measure_size
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Document, Mention, Quote, Sanction

_LABELS: frozenset[Label] = frozenset(
    {"PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE", "LOC", "NORP", "LAW", "PROGRAM"}
)
_LISTS: Mapping[str, Mapping[str, Label]] = {
    "countries": dict.fromkeys(("states", "regions", "us_states", "capitals", "cities"), "GPE"),
    "places": {"names": "LOC"},
    "public_bodies": dict.fromkeys(("united_states", "other_states"), "PUBLIC_BODY"),
    "organizations": dict.fromkeys(("international", "armed_groups", "civil", "newspapers"), "ORGANIZATION"),
    "companies": dict.fromkeys(("media", "firms"), "COMPANY"),
    "persons": dict.fromkeys(("full_names", "surnames"), "PERSON"),
    "laws": {"laws": "LAW", "programs": "PROGRAM"},
    "demonyms": dict.fromkeys(("nationalities", "peoples", "religions", "politics"), "NORP"),
}
"""Word lists and their groups that hold whole, unambiguous names."""
_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*\.?", re.UNICODE)
_SPACE = re.compile(r"\s+")
_QUOTE = re.compile(r'["“]([^"“”\n]+)["”]')
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z\"“])|\n")
_TRIGGER = re.compile(r"\bsanctions?\b", re.IGNORECASE)
_ACTORS = ("PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE")
FEWEST_WORDS = 4
"""Shorter quotations are as often titles and scare quotes. Source: as textacy's direct quotations."""


class LexiconSettings(SystemSettings):
    """Settings: none but the name."""

    kind: Literal["lexicon"]

    def build(self) -> System:
        """Return the system."""
        return LexiconSystem(self)


@dataclass
class LexiconSystem:
    """The word lists of this package, looked up."""

    settings: LexiconSettings
    layers: frozenset[str] = frozenset({"mentions", "entities", "sanctions", "quotes"})
    _names: dict[str, Label] = field(default_factory=dict, init=False)
    _longest: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def labels(self) -> Coverage:
        """The labels that have a word list."""
        return {label: labels for label, labels in OWN_LABELS.items() if label in _LABELS}

    @property
    def version(self) -> str:
        """The version of the package, with a digest of the word lists."""
        return f"sanctionwire {__version__}+{digest_code('lexicons')}"

    @property
    def size(self) -> int | None:
        """Bytes of the word lists."""
        return measure_size(Path(__file__).parents[2] / "lexicons")

    def load(self) -> None:
        """Read the word lists; of names with several labels the first counts."""
        for name, label in read_names():
            self._names.setdefault(_SPACE.sub(" ", name), label)
        self._longest = max(len(name.split()) for name in self._names)

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield names as looked up, quotations as marked, a fact for each "sanctions" with a name near."""
        for document in documents:
            named = add_names(document, self._find_names(document.text))
            yield replace(
                named,
                sanctions=tuple(find_nearest(named)),
                quotes=tuple(
                    Quote(id=f"q{number}", kind="direct", content=(match.span(1),))
                    for number, match in enumerate(_QUOTE.finditer(document.text), start=1)
                    if len(match[1].split()) >= FEWEST_WORDS
                ),
            )

    def _find_names(self, text: str) -> Iterator[Name]:
        """Yield the names of the lists, the longest at each place, none within another."""
        words = [match.span() for match in _WORD.finditer(text)]
        place = 0
        while place < len(words):
            for count in range(min(self._longest, len(words) - place), 0, -1):
                found = self._look_up(text, words[place][0], words[place + count - 1][1])
                if found is not None:
                    yield found
                    place += count
                    break
            else:
                place += 1

    def _look_up(self, text: str, start: int, end: int) -> Name | None:
        for stop in (end, end - 1, end - 2):  # "U.S." has its dot, "Iran." and "Iran's" do not
            if stop > start and (stop == end or text[stop:end] in (".", "'s", "’s")):
                label = self._names.get(_SPACE.sub(" ", text[start:stop]))
                if label is not None:
                    return Name(start=start, end=stop, label=label)
        return None


def read_names() -> Iterator[tuple[str, Label]]:
    """Yield (name, label) of the word lists that hold whole names."""
    for state, (names, capitals, peoples) in load_lexicon("aliases")["states"].items():
        yield state, "GPE"
        yield from ((name, "GPE") for name in f"{names}, {capitals}".split(", ") if name)
        yield from ((name, "NORP") for name in peoples.split(", ") if name)
    for lexicon, groups in _LISTS.items():
        content = load_lexicon(lexicon)
        for group, label in groups.items():
            value = content[group]
            names = value.split(";") if isinstance(value, str) else value
            yield from ((name.strip(), label) for name in names if name.strip())


def find_nearest(document: Document) -> Iterator[Sanction]:
    """Yield a fact for each "sanctions" with a name behind it in its sentence: who is before it imposes."""
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(document.text)), len(document.text)]
    actors = [mention for mention in document.mentions if mention.label in _ACTORS]
    for number, match in enumerate(_TRIGGER.finditer(document.text), start=1):
        start = max(bound for bound in bounds if bound <= match.start())
        end = min(bound for bound in bounds if bound >= match.end())
        before = [mention for mention in actors if start <= mention.start and mention.end <= match.start()]
        behind = [mention for mention in actors if match.end() <= mention.start and mention.end <= end]
        if behind and behind[0].entity is not None:
            yield Sanction(
                id=f"s{number}",
                action="impose",
                status="in_force",
                imposer=_entities(before[-1:]),
                target=_entities(behind[:1]),
                evidence=(match.span(),),
            )


def _entities(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(mention.entity for mention in mentions if mention.entity is not None)
