"""Builds what a run needs from its configuration, and carries it out."""

from __future__ import annotations


from sanctionwire.batch.config import RunConfig
from sanctionwire.batch.engine import Engine, Observe, Orders, run_batch
from sanctionwire.batch.local import run_local
from sanctionwire.batch.report import Report
from sanctionwire.batch.sinks import Sink
from sanctionwire.errors import ConfigError
from sanctionwire.triage import make_triage


def carry_out(
    config: RunConfig, *, orders: Orders | None = None, observe: Observe = lambda report: None
) -> Report:
    """Carry out a configuration with all that it names: triage, sinks, engine, addresses.

    Raises:
        ConfigError: When a setting cannot be carried out, or an extra is missing.
        StorageError: When the output folder cannot be written.
    """
    sinks = tuple(_make_sink(config, number) for number in range(len(config.sinks)))
    return run_batch(
        config,
        triage=make_triage(gate=config.triage.gate, duplicates=config.triage.duplicates),
        sinks=sinks,
        engine=find_engine(config.engine),
        orders=orders,
        observe=observe,
    )


def find_engine(name: str) -> Engine:
    """Return the engine of a name.

    Raises:
        ConfigError: When it needs an extra that is not installed.
    """
    if name == "local":
        return run_local
    try:
        from sanctionwire.batch.ray import run_ray
    except ImportError as error:
        raise ConfigError("--engine ray needs Ray: pip install 'sanctionwire[ray]'") from error
    return run_ray


def _make_sink(config: RunConfig, number: int) -> Sink:
    from sanctionwire.batch.delivery import make_sink

    sink = config.sinks[number]
    return make_sink(sink.kind, config.output, sink.options)


