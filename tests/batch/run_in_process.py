"""A whole run in a process of its own, to be killed by tests: OUTPUT INPUT PART_ITEMS WORKERS SECONDS."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from fake_extraction import Doorkeeper, make_slow

from sanctionwire.batch import make_run_config, run_batch

if __name__ == "__main__":
    output, source, part_items, workers, seconds = sys.argv[1:6]
    config = make_run_config(
        {"inputs": [source], "output": Path(output), "part_items": int(part_items), "workers": int(workers)}
    )
    report = run_batch(config, triage=Doorkeeper(), make_extractor=partial(make_slow, float(seconds)))
    sys.exit(report.exit_code)
