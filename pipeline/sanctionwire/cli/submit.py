"""`sanctionwire submit`."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.errors import InputError, RecordError, SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.benchmark.sets.loading import DataSet, SetConfig

MOST_PROBLEMS = 50


def submit(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="Predictions, or with --data-set gold documents.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the entry.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the system or data set  [default: that of the file]")
    ] = None,
    link: Annotated[str | None, typer.Option(metavar="URL", help="Where one reads more about it.")] = None,
    only_set: Annotated[
        str | None, typer.Option("--set", metavar="NAME", help="The set of --config that was predicted.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Instead of --set: the gold that was predicted.")
    ] = None,
    config: Annotated[Path, typer.Option(help="The benchmark that --set is looked up in.")] = Path(
        "configs/benchmark.yml"
    ),
    data: Annotated[
        list[Path] | None, typer.Option(help="Folder with the files of outside data sets. Repeatable.")
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(help="A layer to be judged by. Repeatable  [default: all that the file has]"),
    ] = None,
    data_set: Annotated[
        bool, typer.Option("--data-set", help="FILE is a data set of your own, and is checked as such.")
    ] = False,
    labels: Annotated[
        str, typer.Option(help="With --data-set: its label scheme, see sets/LABELS.md of the benchmark.")
    ] = "facts",
    against: Annotated[
        list[Path] | None,
        typer.Option(help="With --data-set: a corpus that it must not share articles with. Repeatable."),
    ] = None,
) -> None:
    """Check predictions of another system, or a data set, and make an entry for the benchmark of it.

    Predictions: every document of the set once, with its very text, whole in itself. They are scored as the
    benchmark scores, and `entry.json` takes scores, signature and checksums.

    `sanctionwire submit predictions.jsonl --set written --name mine --link https://example.org -o entry/`

    `sanctionwire submit predictions.jsonl --gold gold.jsonl --layer mentions --layer quotes -o entry/`

    A data set: every document whole in itself, none twice, none (nearly) that another corpus has.

    `sanctionwire submit gold.jsonl --data-set --against corpora/written/train.jsonl -o entry/`

    Exit code: 0 the entry was written; 1 something is wrong with the file, it is listed, and there is no
    entry; 2 the command could not be carried out as given.
    """
    if data_set and (only_set or gold or layer):
        fail("--set, --gold and --layer are for predictions; leave them out with --data-set")
    if not data_set and (only_set is None) == (gold is None):
        fail("name what was predicted: --set NAME or --gold FILE; or say --data-set for gold of your own")
    if not data_set and against:
        fail("--against is for data sets; say --data-set too")
    try:
        with show_progress(hidden=False) as tell:
            if data_set:
                problems = _submit_set(file, name, labels, against or [], output, link, tell)
            else:
                from sanctionwire.benchmark.sets.loading import read_set

                tell("reading the data set")
                if gold is not None:
                    found = read_set(_make_config(gold, "facts"), gold)
                else:
                    found = _find_set(config, only_set or "", data or [])
                problems = _submit_predictions(
                    file, name or _stem(file), found, layer or [], output, link, tell
                )
    except SanctionwireError as error:
        fail(str(error))
    for problem in problems[:MOST_PROBLEMS]:
        typer.echo(str(problem))
    if problems:
        more = f", of which {MOST_PROBLEMS} are shown" if len(problems) > MOST_PROBLEMS else ""
        what = "problem" if len(problems) == 1 else "problems"
        say(f"{file}: {len(problems):,} {what}{more}; there is no entry", style="red")
        raise typer.Exit(1)
    say(f"entry: {output / 'entry.json'}")


def _submit_predictions(
    file: Path,
    name: str,
    data: DataSet,
    layers: list[str],
    output: Path,
    link: str | None,
    tell: Callable[[str], None],
) -> tuple[RecordError, ...]:
    from pydantic import ValidationError

    from sanctionwire.benchmark.challenge.checking import check_documents
    from sanctionwire.benchmark.challenge.entry import (
        find_layers,
        score_predictions,
        table_scores,
        write_entry,
    )
    from sanctionwire.benchmark.systems.predictions import PredictionSettings
    from sanctionwire.evaluate.markdown import render_table

    tell("checking")
    checked = check_documents(file, {each.id: each for each in data.documents})
    if checked.problems:
        return checked.problems
    documents = tuple(checked.documents.values())
    judged = tuple(layers) or find_layers(documents)
    if not judged:
        raise InputError(f"{file}: has nothing in any layer; name those to be judged by with --layer")
    try:
        settings = PredictionSettings(name=name, kind="predictions", path=file, layers=judged)
    except ValidationError as error:
        raise InputError(f"--name {name!r}: {error.errors()[0]['msg']}; take letters and digits") from None
    tell("scoring")
    scored = score_predictions(data, settings, documents)
    write_entry(output, scored, _read(file), link)
    typer.echo(render_table(table_scores(scored)))
    typer.echo(scored.report.signature)
    left = [each for each in data.config.scheme.layers if each not in judged]
    if left:
        say(f"not judged, and shown as not done: {', '.join(left)}")
    return ()


def _submit_set(
    file: Path,
    name: str | None,
    labels: str,
    against: list[Path],
    output: Path,
    link: str | None,
    tell: Callable[[str], None],
) -> tuple[RecordError, ...]:
    from sanctionwire.benchmark.challenge.checking import check_documents
    from sanctionwire.benchmark.challenge.entry import count_labels, find_layers, write_set_entry
    from sanctionwire.benchmark.challenge.overlaps import find_overlaps
    from sanctionwire.benchmark.sets.loading import read_set

    settings = _make_config(file, labels, name)
    tell("checking")
    checked = check_documents(file)
    tell("looking for articles told twice")
    problems = (*checked.problems, *find_overlaps(file, checked, against))
    if problems:
        return problems
    found = read_set(settings, file)
    write_set_entry(output, found, _read(file), link)
    for key, count in count_labels(found.documents).items():
        typer.echo(f"{key}: {count:,}")
    typer.echo(f"documents: {len(found.documents):,}\nsha256: {found.set_sha256}")
    for each in settings.scheme.layers:
        if each not in find_layers(found.documents):
            say(f"{each}: none in any document; every prediction of one counts as wrong", style="yellow")
    if not against:
        say("not compared with any corpus; name those that systems learn from with --against", "yellow")
    return ()


def _make_config(path: Path, labels: str, name: str | None = None) -> SetConfig:
    from pydantic import ValidationError

    from sanctionwire.benchmark.sets.loading import SetConfig

    if name is None:
        # A file may be called anything; names of sets are more modest.
        name = re.sub(r"[^a-z0-9._-]+", "-", _stem(path).lower()).strip("-.") or "gold"
    try:
        return SetConfig(name=name, kind="facts", labels=labels, files=(str(path),))
    except ValidationError as error:
        problem = error.errors()[0]
        where = "--name" if problem["loc"] else "--labels"
        raise InputError(f"{where}: {problem['msg']}") from None


def _find_set(config: Path, name: str, folders: list[Path]) -> DataSet:
    from sanctionwire.benchmark.config import load_benchmark, pick
    from sanctionwire.benchmark.sets.loading import find_files, read_set

    settings = pick(load_benchmark(config).sets, [name], "set")[0]
    path = find_files(settings, [config.parent, *folders])
    if path is None:
        raise InputError(
            f"{name}: none of {', '.join(settings.files)} is there; name its folder with --data. "
            f"{settings.get}"
        )
    found: DataSet = read_set(settings, path)
    return found


def _stem(file: Path) -> str:
    return file.name.removesuffix(".gz").removesuffix(".jsonl")


def _read(file: Path) -> bytes:
    content = file.read_bytes()
    return gzip.decompress(content) if file.suffix == ".gz" else content
