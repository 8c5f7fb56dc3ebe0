"""`sanctionwire watch`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.messages import fail, say
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.batch import Report, RunConfig
    from sanctionwire.batch.watch import Cycle


def watch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="CONFIG.yml | ADDRESS...", help="A run in YAML; or addresses of feeds and sitemaps."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of the results; needed without a CONFIG.")
    ] = None,
    every: Annotated[float, typer.Option(min=1.0, help="Seconds between two rounds.")] = 300.0,
    jitter: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share of that time by which a round may start early or late."),
    ] = 0.1,
    once: Annotated[
        bool, typer.Option("--once", help="Go round once and end, as for a nightly job.")
    ] = False,
    metrics_port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Answer Prometheus at this port.")
    ] = None,
    metrics_address: Annotated[str, typer.Option(help="Address of that port.")] = "127.0.0.1",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that extract  [default: one a core]")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing after a round.")] = False,
) -> None:
    """Poll feeds and sitemaps for ever, and extract the facts of what is new.

    Each round asks every address whether it changed, fetches the articles that were not there before into
    OUTPUT/spool, and resumes the run of the day, OUTPUT/2026-11-23/ and so on, a folder as `run` makes it.
    SIGTERM and Ctrl-C end it cleanly; the next start goes on where it was.

    `sanctionwire watch https://wire.example/rss -o watched --every 600 --metrics-port 9100`

    Exit code: 0 with --once, when all went well; 1 with --once, when a source could not be had or an article
    failed; 2 wrong usage; 130 stopped.
    """
    from sanctionwire.batch import load_run_config, make_run_config
    from sanctionwire.batch.watch import Rhythm
    from sanctionwire.batch.watch import watch as keep_watching

    changes = {name: value for name, value in (("output", output), ("workers", workers)) if value is not None}
    is_config = len(inputs) == 1 and inputs[0].endswith((".yml", ".yaml")) and "://" not in inputs[0]
    if not is_config and output is None:
        fail("name a folder for the results: --output FOLDER")
    cycles: list[Cycle] = []

    def observe(cycle: Cycle) -> None:
        cycles[:] = [cycle]
        if not quiet:
            say(_describe(cycle))

    try:
        config = (
            load_run_config(Path(inputs[0]), changes)
            if is_config
            else make_run_config({"inputs": inputs, **changes})
        )
        with _stop_at_signals() as stop, ExitStack() as stack:
            metrics = None
            if metrics_port is not None:
                from sanctionwire.batch.metrics import Metrics

                metrics = Metrics()
                stack.enter_context(metrics.serve(metrics_port, metrics_address))
            rhythm = Rhythm(every=every, jitter=jitter, cycles=1 if once else None)
            keep_watching(config, _run, rhythm=rhythm, stop=stop, metrics=metrics, observe=observe)
            was_stopped = stop.is_set()
    except SanctionwireError as error:
        fail(str(error))
    except ImportError as error:
        fail(f"--metrics-port needs {error.name}: pip install 'sanctionwire[web]'")
    except OSError as error:
        fail(f"port {metrics_port} cannot be opened: {error.strerror}; name another with --metrics-port")
    if was_stopped:
        raise typer.Exit(130)
    raise typer.Exit(1 if any(_went_wrong(cycle) for cycle in cycles) else 0)


def _run(config: RunConfig, inputs: Sequence[str], is_stopped: Callable[[], bool]) -> Report:
    from sanctionwire.batch import Orders
    from sanctionwire.batch.assembly import carry_out

    return carry_out(config, inputs=inputs, orders=Orders(is_stopped=is_stopped))


def _went_wrong(cycle: Cycle) -> bool:
    return bool(cycle.error or cycle.failures or (cycle.report is not None and cycle.report.exit_code))


def _describe(cycle: Cycle) -> str:
    parts = [f"{cycle.new:,} new articles"]
    if cycle.report is not None:
        parts.append(f"{cycle.report.items:,} of the day, {cycle.report.facts:,} new facts")
        parts += [f"sink {name} is behind: {error}" for name, error in cycle.report.behind.items()]
    parts += [f"{url}: {reason}" for url, reason in cycle.failures.items()]
    return "; ".join([*parts, cycle.error] if cycle.error else parts)


@contextmanager
def _stop_at_signals() -> Iterator[threading.Event]:
    """Yield an event that SIGINT and SIGTERM set; a second signal ends the command at once."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        say("stopping: what is finished is kept (once more to stop at once)")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
