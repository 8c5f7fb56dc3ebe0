"""The one place that composes the stages, in data order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import sanctionwire.annotate  # noqa: F401 - registers the components
from sanctionwire.errors import ConfigError
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.extract.quotes import extract_quotes
from sanctionwire.extract.relations import extract_relations
from sanctionwire.extract.sanctions import extract_sanctions
from sanctionwire.extract.valuations import extract_valuations
from sanctionwire.schema.layers import ARTICLE_ID, PUBLISHED, TITLE_END
from sanctionwire.schema.records import Article, Document


def find_config(name: str = "extract.cfg") -> Path:
    """Return the path of a shipped configuration, from the installed package or from a source checkout."""
    package = Path(__file__).parent
    for folder in (package / "configs", package.parents[1] / "configs"):
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(f"configuration {name!r} is not part of this installation; name one with --config")


def load_pipeline(config: Path | None = None) -> Language:
    """Build the spaCy pipeline of a configuration file, by default the shipped one.

    Raises:
        ConfigError: When the file is missing, unreadable, or names something that does not exist.
    """
    path = config or find_config()
    try:
        return spacy.util.load_model_from_config(spacy.util.load_config(path), auto_fill=True)
    except (ValueError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error


def make_doc(nlp: Language, article: Article) -> Doc:
    """Tokenize an article and note its metadata on the `Doc`."""
    doc = nlp.make_doc(article.text)
    doc.user_data[ARTICLE_ID] = article.id
    doc.user_data[PUBLISHED] = article.published or ""
    has_title = bool(article.title) and article.text.startswith(article.title or "")
    doc.user_data[TITLE_END] = len(article.title or "") if has_title else 0
    return doc


def build_document(article: Article, doc: Doc) -> Document:
    """Extract every layer from an annotated `Doc`."""
    valuations = extract_valuations(doc)
    return Document(
        id=article.id,
        text=article.text,
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        source=article.source,
        title=article.title,
        published=article.published,
        url=article.url,
        language=article.language,
        mentions=extract_mentions(doc),
        entities=extract_entities(doc),
        sanctions=extract_sanctions(doc, valuations),
        relations=extract_relations(doc),
        quotes=extract_quotes(doc),
        valuations=valuations,
    )


def process(nlp: Language, articles: Iterable[Article]) -> Iterator[Document]:
    """Annotate articles and extract their facts, one document an article, in the order given."""
    pairs = ((make_doc(nlp, article), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True):
        yield build_document(article, doc)
