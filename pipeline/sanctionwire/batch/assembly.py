"""Builds what a run needs from its configuration, and carries it out."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from sanctionwire.batch.config import RunConfig, is_address
from sanctionwire.batch.engine import Engine, Observe, Orders, run_batch
from sanctionwire.batch.inputs import SPOOL
from sanctionwire.batch.local import run_local
from sanctionwire.batch.report import Report
from sanctionwire.batch.sinks import Sink
from sanctionwire.errors import ConfigError
from sanctionwire.triage import make_triage


def carry_out(
    config: RunConfig,
    *,
    inputs: Sequence[str] | None = None,
    orders: Orders | None = None,
    observe: Observe = lambda report: None,
) -> Report:
    """Carry out a configuration with all that it names: addresses, triage, sinks, engine.

    Args:
        config: What to do.
        inputs: What is read instead of the inputs of the configuration.
        orders: What is special about this start.
        observe: Told after every item.

    Raises:
        ConfigError: When a setting cannot be carried out, or an extra is missing.
        StorageError: When the output folder cannot be written.
    """
    orders = orders or Orders()
    sinks = tuple(_make_sink(config, number) for number in range(len(config.sinks)))
    if inputs is None and any(map(is_address, config.inputs)):
        inputs = _fetch(config, orders)
    return run_batch(
        config,
        triage=make_triage(gate=config.triage.gate, duplicates=config.triage.duplicates),
        sinks=sinks,
        engine=find_engine(config.engine),
        inputs=inputs,
        orders=orders,
        observe=observe,
    )


def _fetch(config: RunConfig, orders: Orders) -> list[str]:
    try:
        from sanctionwire.batch.web import fetch_inputs
    except ImportError as error:
        raise ConfigError("inputs on the web need more: pip install 'sanctionwire[web]'") from error
    if orders.restart:
        shutil.rmtree(config.output / SPOOL, ignore_errors=True)
    return fetch_inputs(config, is_stopped=orders.is_stopped, retry=orders.retry_failed)


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
