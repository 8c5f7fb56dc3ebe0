"""Lays gold documents over the pipeline's own analysis, so that models learn from what they will see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from sanctionwire.evaluate.entities import map_entities
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.run import make_doc
from sanctionwire.schema.layers import GROUPS, MENTIONS, QUOTE_CUES, QUOTE_SOURCES, QUOTES
from sanctionwire.schema.records import Article, Document, Mention, Sanction

_BASE = ("paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
_MENTIONS = ("dates", "money", "mentions", "coreference", "quotations")


@dataclass(slots=True)
class Lesson:
    """A gold document and the same text as the pipeline sees it.

    Attributes:
        gold: The gold document.
        doc: The annotated text; its mentions are the pipeline's, or gold ones.
        fold: Number of the part that is left out when this document is judged.
        announced: Token index -> the gold fact whose evidence holds the token.
        groups: Token ranges of gold groups.
    """

    gold: Document
    doc: Doc
    fold: int
    announced: dict[int, Sanction] = field(default_factory=dict)
    groups: tuple[range, ...] = ()

    def is_group(self, span: Span) -> bool:
        """Tell whether a span shares at least half of its tokens, and of theirs, with a gold group."""
        tokens = set(range(span.start, span.end))
        return any(2 * len(tokens & set(group)) >= len(tokens | set(group)) for group in self.groups)

    def map_to_gold(self) -> dict[str, str]:
        """Return entity id of the `Doc` -> gold entity id, one to one, by the rules of the evaluation."""
        found = Document(
            id=self.gold.id,
            text=self.gold.text,
            sha256=self.gold.sha256,
            mentions=extract_mentions(self.doc),
            entities=extract_entities(self.doc),
        )
        return map_entities(self.gold, found)


def prepare(nlp: Language, documents: Iterable[Document], *, folds: int, gold_mentions: bool) -> list[Lesson]:
    """Analyze gold documents.

    Args:
        nlp: The shipped pipeline.
        documents: Gold documents.
        folds: Number of parts for cross-fitting.
        gold_mentions: Whether to lay gold mentions over the text instead of finding them.
    """
    lessons = []
    for number, gold in enumerate(documents):
        article = Article(id=gold.id, text=gold.text, title=gold.title, published=gold.published)
        doc = make_doc(nlp, article)
        for name in _BASE if gold_mentions else (*_BASE, *_MENTIONS):
            doc = nlp.get_pipe(name)(doc)
        if gold_mentions:
            lay_mentions(doc, gold.mentions)
        lessons.append(make_lesson(gold, doc, fold=number % folds))
    return lessons


def make_lesson(gold: Document, doc: Doc, *, fold: int) -> Lesson:
    """Lay the triggers and groups of a gold document over the same text as the pipeline sees it."""
    lesson = Lesson(gold=gold, doc=doc, fold=fold)
    lesson.announced = {t.i: fact for fact in gold.sanctions for t in _tokens(doc, fact.evidence)}
    spans = (_span(doc, m.start, m.end) for m in gold.mentions if m.level == "group")
    lesson.groups = tuple(range(span.start, span.end) for span in spans if span is not None)
    return lesson


def lay_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Put gold names into the span group of mentions; groups and quotations are left empty."""
    names = []
    for mention in mentions:
        if mention.level == "name":
            value = mention.value if mention.label == "DATE" else mention.entity
            names.append(_span(doc, mention.start, mention.end, label=mention.label, kb_id=value or ""))
    doc.spans[MENTIONS] = [span for span in names if span is not None]
    for key in (GROUPS, QUOTES, QUOTE_SOURCES, QUOTE_CUES):
        doc.spans[key] = []


def _span(doc: Doc, start: int, end: int, *, label: str = "", kb_id: str = "") -> Span | None:
    return doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")


def _tokens(doc: Doc, evidence: Iterable[tuple[int, int]]) -> list[Token]:
    spans = [_span(doc, start, end) for start, end in evidence]
    return [token for span in spans if span is not None for token in span]


def by_fold(lessons: list[Lesson]) -> list[list[Lesson]]:
    """Return the lessons of each fold."""
    ordered = sorted(lessons, key=lambda lesson: lesson.fold)
    return [list(group) for _, group in groupby(ordered, key=lambda lesson: lesson.fold)]
