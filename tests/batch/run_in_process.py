"""A whole run in a process of its own, to be killed: OUTPUT INPUT PART_ITEMS WORKERS SECONDS [SINK...]."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from fake_extraction import Doorkeeper, make_slow

from sanctionwire.batch import make_run_config, run_batch
from sanctionwire.batch.delivery import make_sink
from sanctionwire.errors import SanctionwireError

if __name__ == "__main__":
    output, source, part_items, workers, seconds = sys.argv[1:6]
    config = make_run_config(
        {"inputs": [source], "output": Path(output), "part_items": int(part_items), "workers": int(workers)}
    )
    options = {"database": {"run": "test"}}
    sinks = [make_sink(kind, config.output, options.get(kind, {})) for kind in sys.argv[6:]]
    make = partial(make_slow, float(seconds))
    try:
        report = run_batch(config, triage=Doorkeeper(), sinks=sinks, make_extractor=make)
    except SanctionwireError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    sys.exit(report.exit_code)
