"""`sanctionwire learn`."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.documents import load
from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.schema.records import Document
    from sanctionwire.training.learning import Learning

_SECTION = """
[sanctionwire]
# Weights that are used instead of the shipped ones; relative to this file.
models = "models"
"""


def learn(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD.jsonl...", help="Corrected documents, as `sanctionwire corrections --gold` writes."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the weights and their configuration.")
    ],
    more: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="FILE.jsonl",
            help="Further annotated documents to learn from, which are not scored; may be repeated.",
        ),
    ] = None,
    strength: Annotated[
        float,
        typer.Option(min=0.01, max=100.0, help="How much a document counts against the shipped weights."),
    ] = 1.0,
    folds: Annotated[
        int, typer.Option(min=0, help="Parts of the cross-validation that scores it; 0 leaves it out.")
    ] = 5,
    config: Annotated[
        Path | None, typer.Option(help="Configuration to start from  [default: the shipped one]")
    ] = None,
) -> None:
    """Learn from corrections: fit the small models on to corrected documents, without training from scratch.

    Learned are sanctions, relations and valuations; names, quotes and the encoder stay as they are. The
    documents have to be whole: a fact that is not in them is taken to be wrong. The folder gets the weights,
    `extract.cfg`, which uses them, and README.md with the scores before and after, each document read by
    models that learned from the others. Needs scipy, and no torch. Takes about 15 seconds a document, most of
    it for the scores.

    `sanctionwire learn gold.jsonl -o learned/`

    `sanctionwire extract news.jsonl --config learned/extract.cfg -o facts.jsonl`

    `sanctionwire learn gold.jsonl --with last_year.jsonl --strength 3 -o learned/`

    Exit code: 0 the weights were written; 2 there is nothing to learn from, or the folder is in use.
    """
    if find_spec("scipy") is None:
        fail("learning needs scipy: pip install scipy")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        fail(f"{output}: is there and not empty; name a new folder")
    corrected = _load(gold)
    further = _load(more or [], but={document.id for document in corrected})

    from sanctionwire.run import find_config, load_pipeline
    from sanctionwire.training.learning import learn as fit_on
    from sanctionwire.training.learning import write_models
    from sanctionwire.training.learning_page import describe_learning, render_card

    base = config or find_config()
    try:
        with show_progress(hidden=False) as tell:
            nlp = load_pipeline(config)
            if "sanctionwire" in nlp.config:
                fail(f"{base}: has learned models; learn from all corrections at once, without them")
            learning = fit_on(nlp, corrected, further, strength=strength, folds=folds, tell=tell)
    except SanctionwireError as error:
        fail(str(error))
    sources = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (*gold, *(more or []))}
    try:
        write_models(output / "models", learning.models)
        (output / "extract.cfg").write_text(
            base.read_text(encoding="utf-8").rstrip("\n") + "\n" + _SECTION, encoding="utf-8"
        )
        (output / "README.md").write_text(render_card(learning, sources), encoding="utf-8")
        (output / "metrics.json").write_text(
            json.dumps(describe_learning(learning, sources), indent=2) + "\n", encoding="utf-8"
        )
    except OSError as error:
        fail(f"{output}: cannot be written: {error.strerror or error}")
    _tell(learning, output)


def _load(paths: list[Path], but: set[str] | frozenset[str] = frozenset()) -> list[Document]:
    """Return the documents of all files; an id in two files is an error, one in `but` is left out."""
    documents: dict[str, Document] = {}
    for path in paths:
        for document in load(path):
            if document.id in documents:
                fail(f"{path}: document {document.id!r} is in another file too; keep one")
            if document.id not in but:
                documents[document.id] = document
    return list(documents.values())


def _tell(learning: Learning, output: Path) -> None:
    if learning.unfinished:
        say(
            f"{len(learning.unfinished)} documents are not finished; see {output / 'README.md'}",
            style="yellow",
        )
    for key in ("sanctions/tuples", "relations/triples", "valuations/whole"):
        if learning.before is not None and learning.after is not None:
            before, after = (report.score_of(key).rates.f1 for report in (learning.before, learning.after))
            if before is not None and after is not None:
                say(f"{key}: F1 {100 * before:.1f} before, {100 * after:.1f} after, on documents held out")
    say(f"{len(learning.moves):,} weights moved; use them with --config {output / 'extract.cfg'}")
