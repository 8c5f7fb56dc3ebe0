"""The command line with a fake extraction that takes SECONDS an article: SECONDS ARGUMENT..."""

from __future__ import annotations

import sys
from functools import partial

from fake_extraction import make_slow

from sanctionwire.batch import assembly
from sanctionwire.cli import main

if __name__ == "__main__":
    make = partial(make_slow, float(sys.argv.pop(1)))
    assembly.run_batch = partial(assembly.run_batch, make_extractor=make)  # type: ignore[assignment]
    main()
