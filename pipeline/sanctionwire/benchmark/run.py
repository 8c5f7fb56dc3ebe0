"""A benchmark from its configuration to its results, resumable: whatever is finished is not done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sanctionwire import __version__
from sanctionwire.benchmark.cache import Cache
from sanctionwire.benchmark.config import BenchmarkConfig
from sanctionwire.benchmark.cost import choose_articles, describe_machine, measure_cost
from sanctionwire.benchmark.results import (
    RESULTS_FILE,
    Outcome,
    Results,
    SetResult,
    SystemResult,
    write_results,
)
from sanctionwire.benchmark.scoring import bring, find_scope, read_headlines
from sanctionwire.benchmark.sets.loading import DataSet, SetConfig, find_files, read_set
from sanctionwire.benchmark.systems import System, SystemSettings
from sanctionwire.errors import InputError, SanctionwireError
from sanctionwire.evaluate import evaluate
from sanctionwire.export.documents import encode_document
from sanctionwire.schema.records import Document

Observe = Callable[[str], None]
_CACHE = "cache"


def carry_out(
    config: BenchmarkConfig,
    output: Path,
    folders: Sequence[Path],
    *,
    cost: bool = True,
    observe: Observe = lambda text: None,
) -> Results:
    """Run every system on every set, score it, measure what it costs, and write the results.

    A system that fails fails alone; the results say why. A set that is not there is left out and named,
    and so is an optional system that is not.

    Args:
        config: What to do.
        output: Folder of the results.
        folders: Where the files of sets are looked for, in this order.
        cost: Whether cost is measured.
        observe: Told what is being done.

    Raises:
        InputError: When a set is not the frozen one, or cannot be read, or the folder cannot be made.
        RecordError: For a record of a set that is wrong.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{output}: cannot be a folder of results: {error.strerror}; check --output"
        ) from error
    sets = {each.name: _open_set(each, folders, observe) for each in config.sets}
    systems = {each.name: _build(each) for each in config.systems}
    results = Results(
        version=__version__,
        machine=describe_machine(config.threads),
        seed=config.seed,
        resamples=config.resamples,
        sets=tuple(_describe_set(each, sets[each.name], output) for each in config.sets),
        systems=tuple(_describe_system(each, systems[each.name]) for each in config.systems),
        outcomes=(),
    )
    cache = Cache(output / _CACHE)
    for set_name, data in sets.items():
        if data is None:
            continue
        for settings in config.systems:
            system = systems[settings.name]
            if settings.only and set_name not in settings.only:
                continue
            if settings.optional and isinstance(system, str):
                continue
            try:
                outcome = _bring_together(config, cache, data, settings, system, output, observe)
            except SanctionwireError as error:
                outcome = _fail(set_name, settings.name, str(error))
            results = replace(results, outcomes=(*results.outcomes, outcome))
            write_results(output / RESULTS_FILE, results)
    data = sets.get(config.cost.set or "")
    if cost and data is not None:
        results = _add_cost(config, results, cache, data, systems, observe)
    write_results(output / RESULTS_FILE, results)
    return results


def _open_set(config: SetConfig, folders: Sequence[Path], observe: Observe) -> DataSet | None:
    observe(f"reading {config.name}")
    path = find_files(config, folders)
    return None if path is None else read_set(config, path)


def _build(settings: SystemSettings) -> System | str:
    """Return the system, or why it cannot be used here."""
    try:
        return settings.build()
    except SanctionwireError as error:
        return str(error)


def _describe_set(config: SetConfig, data: DataSet | None, output: Path) -> SetResult:
    scheme = config.scheme
    result = SetResult(
        name=config.name,
        title=config.title or scheme.title,
        scheme=config.scheme_name,
        layers=scheme.layers,
        classes={name: each.written for name, each in scheme.names.items()},
        unjudged=scheme.unjudged,
        note=config.note,
    )
    if data is None:
        looked = ", ".join(config.files)
        how = f" {config.get}" if config.get else ""
        return replace(result, missing=f"not available: none of {looked} is there.{how}")
    gold = output / "sets" / config.name / "gold.jsonl"
    write_documents(gold, data.documents)
    return replace(
        result,
        documents=len(data.documents),
        of=data.of,
        words=data.words,
        sha256=data.sha256,
        set_sha256=data.set_sha256,
        frozen=config.sha256 is not None,
        gold=gold.relative_to(output).as_posix(),
    )


def _describe_system(settings: SystemSettings, system: System | str) -> SystemResult:
    shown = settings.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    kind = str(settings.model_dump()["kind"])
    if isinstance(system, str):
        return SystemResult(
            name=settings.name,
            kind=kind,
            version="-",
            settings=shown,
            layers=(),
            labels={},
            problem=system,
        )
    return SystemResult(
        name=settings.name,
        kind=kind,
        version=system.version,
        settings=shown,
        layers=tuple(sorted(system.layers)),
        labels={label: tuple(sorted(group)) for label, group in system.labels.items()},
        size=system.size,
    )


def _fail(set_name: str, system_name: str, why: str) -> Outcome:
    return Outcome(set=set_name, system=system_name, status="failed", scores={}, losses={}, error=why)


def _bring_together(
    config: BenchmarkConfig,
    cache: Cache,
    data: DataSet,
    settings: SystemSettings,
    system: System | str,
    output: Path,
    observe: Observe,
) -> Outcome:
    """Return what a system does on a set, with predictions and evaluation on the disk."""
    name, scheme = data.config.name, data.config.scheme
    if isinstance(system, str):
        return _fail(name, settings.name, system)
    scope = find_scope(scheme, system)
    if not scope:
        return Outcome(set=name, system=settings.name, status="not done", scores={}, losses={})
    count = len(data.documents)
    observe(f"{name}: {settings.name}")
    found = cache.predict(
        settings,
        system,
        data.documents,
        threads=config.threads,
        timeout=config.timeout,
        observe=lambda done: observe(f"{name}: {settings.name}, {done:,} of {count:,} documents"),
    )
    folder = output / "sets" / name
    predictions, report_file = folder / f"{settings.name}.jsonl", folder / f"{settings.name}.report.json"
    folded = bring(found.documents, scheme, system)
    write_documents(predictions, folded)
    observe(f"{name}: {settings.name}, scoring")
    report = evaluate(data.documents, folded, resamples=config.resamples, seed=config.seed)
    report_file.write_text(
        json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return Outcome(
        set=name,
        system=settings.name,
        status="done",
        layers=scope.layers,
        classes=scope.classes,
        predictions=predictions.relative_to(output).as_posix(),
        report=report_file.relative_to(output).as_posix(),
        scores=read_headlines(report, scheme, scope),
        failed=found.account.failed,
        losses=found.account.losses,
        seconds=found.account.seconds,
        reused=found.reused,
        key=found.key,
    )


def _add_cost(
    config: BenchmarkConfig,
    results: Results,
    cache: Cache,
    data: DataSet,
    systems: dict[str, System | str],
    observe: Observe,
) -> Results:
    measured = [
        each for each in config.systems if each.works_here and not isinstance(systems[each.name], str)
    ]
    costs = measure_cost(
        measured,
        cache.keep_articles(choose_articles(data, config.cost.words)),
        rounds=config.cost.rounds,
        threads=config.threads,
        timeout=config.timeout,
        observe=observe,
    )
    described = []
    for system in results.systems:
        cost = costs.get(system.name)
        if isinstance(cost, str):
            described.append(replace(system, cost_problem=cost))
        elif cost is not None:
            described.append(replace(system, cost=cost))
        elif system.problem is None:
            described.append(replace(system, cost_problem="its work is done elsewhere"))
        else:
            described.append(system)
    return replace(results, systems=tuple(described))


def write_documents(path: Path, documents: Sequence[Document]) -> None:
    """Write documents as JSON lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(
        "".join(f"{encode_document(each)}\n" for each in documents), encoding="utf-8", newline="\n"
    )
    part.replace(path)
