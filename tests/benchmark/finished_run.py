"""A small benchmark that is done: hostile articles, a system that is right, one with planted errors, one that
does names alone, one that fails, and a set that is missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from benchmark import gold_files

from sanctionwire.benchmark.config import make_benchmark
from sanctionwire.benchmark.results import Cost, Results, Spread, read_results, write_results
from sanctionwire.benchmark.run import carry_out
from sanctionwire.export.documents import encode_document
from sanctionwire.schema.records import Document, Entity, Mention, Sanction

ATTACK = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\"></script><!-- | `x` *y*"
LABELS = {"PERSON": ["PERSON"], "ORGANIZATION": ["ORGANIZATION"], "LOC": ["LOC", "GPE"], "NORP": ["NORP"]}


def write_article(number: int) -> Document:
    """An article with three names and one sanction; emoji shift its offsets in UTF-16."""
    text = f"🚢🚢 Velland blocks Acme {number}\n\n{ATTACK}\n\nVelland blocked Acme {number} and Baltic {number}. \u202eoops"
    names = [
        ("Velland", "GPE", "e1"),
        (f"Acme {number}", "COMPANY", "e2"),
        (f"Baltic {number}", "COMPANY", "e3"),
    ]
    mentions = []
    for words, label, entity in names:
        start = text.rindex(words)
        item = f"m{len(mentions) + 1}"
        mentions.append(
            Mention(id=item, start=start, end=start + len(words), text=words, label=label, entity=entity)
        )
    start = text.index("blocked")
    sanction = Sanction(
        id="s1",
        action="impose",
        status="in_force",
        imposer=("e1",),
        target=("e2", "e3"),
        evidence=((start, start + 7),),
    )
    return Document(
        id=f"a{number}",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        mentions=tuple(mentions),
        entities=tuple(Entity(id=entity, label=label, name=words) for words, label, entity in names),
        sanctions=(sanction,),
    )


def plant_errors(document: Document) -> Document:
    """One error of each kind that a sanction and a name can have, a document each in turn."""
    land, acme, baltic = document.mentions
    sanction = document.sanctions[0]
    match document.id:
        case "a1":  # wrong status
            return replace(document, sanctions=(replace(sanction, status="planned"),))
        case "a2":  # wrong type, of the name and of what it names
            entities = (*document.entities[:2], replace(document.entities[2], label="ORGANIZATION"))
            wrong = (land, acme, replace(baltic, label="ORGANIZATION"))
            return replace(document, mentions=wrong, entities=entities)
        case "a3":  # boundary
            cut = replace(acme, end=acme.end - 2, text=acme.text[:-2])
            return replace(document, mentions=(land, cut, baltic))
        case "a4":  # wrong role: the target imposes
            return replace(document, sanctions=(replace(sanction, imposer=("e2",), target=("e1", "e3")),))
        case "a5":  # a missed sanction
            return replace(document, sanctions=())
    return document


def make_run(folder: Path, *, resamples: int = 50) -> Results:
    """Carry the benchmark out in a folder; results are in `folder / "out"`."""
    articles = [write_article(number) for number in range(1, 7)]
    _write(folder / "articles.jsonl", articles)
    _write(folder / "planted.jsonl", [plant_errors(each) for each in articles])
    gold_files.write_tokens(folder / "dev.jsonl")
    everything = ["mentions", "entities", "sanctions", "relations", "quotes", "valuations"]
    config = make_benchmark(
        {
            "sets": [
                {
                    "name": "articles",
                    "title": "Own <b>articles</b>",
                    "kind": "facts",
                    "files": ["articles.jsonl"],
                },
                {"name": "sentences", "kind": "conll", "labels": "conll2003", "files": ["dev.jsonl"]},
                {"name": "elsewhere", "kind": "re3d", "files": ["nowhere"], "get": "Ask them."},
            ],
            "systems": [
                _predictions(folder, "oracle", "articles.jsonl", everything, ["articles"]),
                _predictions(folder, "planted", "planted.jsonl", everything, ["articles"]),
                {
                    **_predictions(folder, "names", "articles.jsonl", ["mentions"], ["articles"]),
                    "labels": LABELS,
                },
                {"name": "lexicon", "kind": "lexicon"},
                {"name": "absent", "kind": "spacy", "model": "xx_no_such_pipeline"},
                {"name": "spare", "kind": "spacy", "model": "xx_no_such_pipeline", "optional": True},
            ],
            "resamples": resamples,
        }
    )
    carry_out(config, folder / "out", [folder], cost=False)
    return give_costs(folder / "out", factor=1.0)


def give_costs(output: Path, *, factor: float) -> Results:
    """Write costs into results, as if they had been measured."""
    path = output / "results.json"
    results = read_results(path)
    cost = Cost(
        words_per_second=Spread.of([900.0 * factor, 1100.0 * factor]),
        start_seconds=Spread.of([0.5 * factor]),
        peak_bytes=Spread.of([2e8 * factor]),
        documents=3,
        words=300,
        rounds=2,
    )
    systems = tuple(replace(each, cost=None if each.problem else cost) for each in results.systems)
    changed = replace(results, systems=systems)
    write_results(path, changed)
    return changed


def _predictions(folder: Path, name: str, file: str, layers: list[str], only: list[str]) -> dict[str, object]:
    return {"name": name, "kind": "predictions", "path": str(folder / file), "layers": layers, "only": only}


def _write(path: Path, documents: list[Document]) -> None:
    path.write_text("".join(f"{encode_document(each)}\n" for each in documents), encoding="utf-8")
