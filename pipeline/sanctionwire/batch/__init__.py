"""Runs the extraction over whole feeds: in parallel, interrupted at any time, nothing lost, nothing twice.

Items are read in a fixed order and numbered. Finished results are put back into that order and cut into
parts; a part is written whole or not at all, and then noted in the ledger. Everything else (sinks, report)
follows from the parts.
"""

from sanctionwire.batch.config import RunConfig, load_run_config, make_run_config
from sanctionwire.batch.engine import Orders, run_batch
from sanctionwire.batch.report import Report

__all__ = ["Orders", "Report", "RunConfig", "load_run_config", "make_run_config", "run_batch"]
