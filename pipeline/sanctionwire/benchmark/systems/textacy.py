"""Direct quotations and their speakers as textacy finds them with rules over a spaCy pipeline."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sanctionwire.benchmark.documents import find_speaker
from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.benchmark.systems.coverage import ONTONOTES, Found, add_labeled, read_coverage
from sanctionwire.benchmark.systems.packages import find_version, measure_size
from sanctionwire.benchmark.systems.protocol import LOSSES, System, SystemSettings
from sanctionwire.benchmark.systems.spacy import find_pipeline
from sanctionwire.schema.records import Document, Quote, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
ODD_MARKS = "a paragraph with an odd number of quotation marks"


class TextacySettings(SystemSettings):
    """Settings.

    Attributes:
        model: The spaCy pipeline beneath.
    """

    kind: Literal["textacy"]
    model: str = "en_core_web_sm"

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When textacy or the pipeline is not installed.
        """
        find_version("textacy")
        return TextacySystem(self, find_pipeline(self.model))


@dataclass
class TextacySystem:
    """`textacy.extract.direct_quotations`; names of the pipeline within the source are the speaker."""

    settings: TextacySettings
    folder: Path
    layers: frozenset[str] = frozenset({"quotes"})
    _nlp: Language | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def labels(self) -> Coverage:
        """Those of the pipeline, for speakers."""
        return read_coverage(ONTONOTES)

    @property
    def version(self) -> str:
        """Versions of textacy and spaCy."""
        return f"textacy {find_version('textacy')}, spacy {find_version('spacy')}, {self.settings.model}"

    @property
    def size(self) -> int | None:
        """Bytes of the pipeline."""
        return measure_size(self.folder)

    def load(self) -> None:
        """Load textacy and the pipeline."""
        importlib.import_module("textacy.extract.triples")
        self._nlp = importlib.import_module(self.settings.model).load()
        self._nlp.max_length = 10**9

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the quotations of the whole text; where its marks are odd, those of each paragraph alone.

        textacy refuses a text with an odd number of marks; paragraphs that it refuses are counted as losses.
        """
        if self._nlp is None:
            raise RuntimeError("load first")
        for document in documents:
            doc = self._nlp(document.text)
            spans = (((span.start_char, span.end_char), Found(span.label_)) for span in doc.ents)
            named = add_labeled(document, spans, ONTONOTES)
            found, refused = _find(doc), 0
            if found is None:
                found = []
                for match in _PARAGRAPH.finditer(document.text):
                    inside = _find(self._nlp(match[0]), match.start())
                    found += inside or ()
                    refused += inside is None
            quotes = tuple(_make_quote(f"q{n}", each, named) for n, each in enumerate(found, start=1))
            losses = {LOSSES: {ODD_MARKS: refused}} if refused else {}
            yield replace(named, quotes=quotes, extra=losses)


def _find(doc: Doc, offset: int = 0) -> list[tuple[Span, Span, Span]] | None:
    """Return source, cue and content of each quotation, marks included; None where textacy refuses."""
    from textacy.extract.triples import direct_quotations

    try:
        found = list(direct_quotations(doc))
    except ValueError as error:
        if "quotation marks found" not in str(error):
            raise
        return None

    def place(tokens: Any) -> Span:
        return offset + tokens[0].idx, offset + tokens[-1].idx + len(tokens[-1])

    return [(place(each.speaker), place(each.cue), place(each.content)) for each in found]


def _make_quote(identifier: str, found: tuple[Span, Span, Span], document: Document) -> Quote:
    source, cue, (start, end) = found
    inside = (start + 1, end - 1) if end - start > 2 else (start, end)
    return Quote(
        id=identifier,
        kind="direct",
        content=(inside,),
        speaker=find_speaker(document, source),
        speaker_text=document.text[slice(*source)],
        source=source,
        cue=cue,
    )
