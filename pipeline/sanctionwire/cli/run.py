"""`sanctionwire run`."""

from __future__ import annotations

import json
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from sanctionwire.cli.messages import errors, fail, say
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.batch import Report


class EngineName(StrEnum):
    """Engines that `run --engine` can name."""

    local = "local"
    ray = "ray"


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="CONFIG.yml | INPUT...", help="A run in YAML; or files, folders and globs."),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of the results; needed without a CONFIG.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that extract  [default: one a core]")
    ] = None,
    sink: Annotated[
        list[str] | None,
        typer.Option(
            help="Further form of the results: parquet, csv, ftm, or an address like sqlite:///facts.db."
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, metavar="0-1", help="Leave out facts that are less sure."),
    ] = None,
    no_gate: Annotated[
        bool, typer.Option("--no-gate", help="Extract from every article, whatever it is about.")
    ] = False,
    no_duplicates: Annotated[bool, typer.Option("--no-duplicates", help="Do not look for copies.")] = False,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="Most seconds for one article  [default: 300]")
    ] = None,
    max_errors: Annotated[
        int | None, typer.Option(min=0, help="Stop when more articles than this have failed.")
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try the failed articles of an earlier start again.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Throw away what the output folder holds, begin anew.")
    ] = False,
    engine: Annotated[EngineName | None, typer.Option(help="What carries the run  [default: local]")] = None,
    log: Annotated[
        Path | None, typer.Option(help="Append events to this file, a JSON object a line.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Extract whole feeds: in parallel, resumable, with nothing lost and nothing twice.

    Results stand in OUTPUT/documents and OUTPUT/rejected, in parts of fixed size and in the order of the
    inputs: the same bytes whatever the number of workers. Killed at any moment and started again with the
    same command, a run goes on behind its last finished part. OUTPUT/report.html says what became of every
    input.

    Articles that are most likely without any sanction fact pass by the extraction (`--no-gate` reads them
    too). Copies are kept and marked with `duplicate_of`; an exact copy is not extracted again.

    `sanctionwire run feeds/ 'more/*.jsonl.gz' -o out/`

    `sanctionwire run configs/run.yml --workers 8`

    `sanctionwire run feeds/ -o out/ --sink parquet --sink sqlite:///out/facts.db`

    `sanctionwire run configs/run.yml --retry-failed --timeout 900`

    Exit code: 0 every input is accounted for and nothing failed; 1 an article failed, an input could not be
    read or a sink is behind (start again, or with --retry-failed); 2 wrong usage or settings, or the output
    folder cannot be written; 3 stopped by --max-errors; 130 interrupted (start again to go on).
    """
    from sanctionwire.batch import Orders, load_run_config, make_run_config
    from sanctionwire.batch.assembly import carry_out
    from sanctionwire.fetch.reasons import FetchStopped

    changes: dict[str, Any] = {
        "output": output,
        "workers": workers,
        "min_confidence": min_confidence,
        "timeout": timeout,
        "max_errors": max_errors,
        "engine": engine and engine.value,
        "sinks": [_read_sink(given) for given in sink] if sink else None,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    is_config = len(inputs) == 1 and inputs[0].endswith((".yml", ".yaml"))
    if len(inputs) > 1 and any(given.endswith((".yml", ".yaml")) for given in inputs):
        fail("a run in YAML stands alone; name the other inputs in it, under `inputs:`")
    if not is_config and output is None:
        fail("name a folder for the results: --output FOLDER")
    try:
        if is_config:
            config = load_run_config(Path(inputs[0]), changes)
        else:
            config = make_run_config({"inputs": inputs, **changes})
        if no_gate or no_duplicates:
            triage = config.triage.model_copy(
                update={
                    "gate": config.triage.gate and not no_gate,
                    "duplicates": config.triage.duplicates and not no_duplicates,
                }
            )
            config = config.model_copy(update={"triage": triage})
        with _keep_log(log), _show(hidden=quiet) as observe, _catch_signals() as is_stopped:
            orders = Orders(restart=restart, retry_failed=retry_failed, is_stopped=is_stopped)
            report = carry_out(config, orders=orders, observe=observe)
    except FetchStopped as stop:
        say(str(stop))
        raise typer.Exit(130) from None
    except SanctionwireError as error:
        fail(str(error))
    if not quiet:
        _summarize(report, config.output)
    raise typer.Exit(report.exit_code)


def _read_sink(given: str) -> dict[str, Any]:
    return {"kind": "database", "url": given} if "://" in given else {"kind": given}


@contextmanager
def _catch_signals() -> Iterator[Callable[[], bool]]:
    """Yield a function that turns true when the run is asked to stop; a second time ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        say("stopping: finished parts are kept; start again to go on (once more to stop at once)")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _show(*, hidden: bool) -> Iterator[Callable[[Report], None]]:
    """Show progress by bytes read, with the rate and the time left."""
    columns = (
        SpinnerColumn(),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=errors, disable=hidden or not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("loading", total=None)
        shown = 0.0

        def observe(report: Report) -> None:
            nonlocal shown
            now = time.perf_counter()
            if now - shown < 0.2:
                return
            shown = now
            rate = report.words / max(report.elapsed, 1e-9)
            text = f"{report.items:,} items, {report.facts:,} facts, {rate:,.0f} words/s"
            if report.outcomes["failed"]:
                text += f", {report.outcomes['failed']:,} failed"
            bar.update(task, total=report.input_bytes or None, completed=report.read_bytes, description=text)

        yield observe


class _JsonLines(logging.Formatter):
    """One JSON object an event: time, level, event, and what belongs to it."""

    _USUAL = frozenset(vars(logging.makeLogRecord({})))

    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in vars(record).items() if key not in self._USUAL}
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        event = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage(), **extra}
        return json.dumps(event, ensure_ascii=False, default=str)


@contextmanager
def _keep_log(path: Path | None) -> Iterator[None]:
    if path is None:
        yield
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror}; name another file with --log")
    handler.setFormatter(_JsonLines())
    logger = logging.getLogger("sanctionwire")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        handler.close()


def _summarize(report: Report, folder: Path) -> None:
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(report.outcomes.items()))
    rate = report.words / max(report.elapsed, 1e-9)
    say(f"{report.items:,} items: {outcomes or 'none'}; {report.facts:,} facts")
    say(f"{report.words:,} words in {report.elapsed:,.1f} s ({rate:,.0f} words/s)")
    if report.resumed:
        say(f"{report.resumed:,} items had been finished by an earlier start")
    for reason, count in report.reasons.most_common():
        id_, detail = report.examples[reason][0]
        say(f"  {count:,} x {reason}, such as {id_ or 'an input'}: {detail}")
    for name, error in report.behind.items():
        say(f"  sink {name} is behind: {error}", style="red")
    if report.too_many_errors:
        say("stopped: too many articles failed; see --max-errors", style="red")
    say(f"report: {folder / 'report.html'}")
