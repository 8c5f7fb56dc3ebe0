"""Plans and the files that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sanctionwire.fetch.files import read_lines
from sanctionwire.web.spooled import Spooled

CHUNK = 64
"""Lines a file: so many addresses at most are asked a second time after an interruption."""

MAX_TRIES = 5
"""Times that an article is planned, each one being `FetchOptions.attempts` requests. Source: own rule."""


def find_number(plan: Path) -> int:
    """Return the number of a plan, which its name tells."""
    return int(plan.name.split("-")[1].split(".")[0])


def split_plan(path: Path, plan: Sequence[Spooled]) -> Iterator[tuple[Path, Sequence[Spooled]]]:
    """Yield the files that a plan is fetched into, each with its part of the plan."""
    for chunk, first in enumerate(range(0, len(plan), CHUNK)):
        name = f"fetched-{find_number(path):05}-{chunk:05}.jsonl.gz"
        yield path.with_name(name), plan[first : first + CHUNK]


def find_lost(plans: Sequence[Path], start: int) -> tuple[list[Spooled], int]:
    """Return the pages that failed and may come another time, as lines to be planned, once for each failure.

    Args:
        plans: All plans of a spool, in order.
        start: Number of the first plan to search.

    Returns:
        The lines, and the number of the plan to start with the next time: the first not fetched whole.
    """
    lost: list[Spooled] = []
    planned: set[tuple[str | None, str, int]] = set()
    end = start
    for path in (path for path in plans if find_number(path) >= start):
        plan = list(read_lines(path))
        planned |= {(line.source, line.key, line.tries) for line in plan}
        files = [file for file, _ in split_plan(path, plan)]
        if end == find_number(path) and all(file.exists() for file in files):
            end += 1
            lost += [line for file in files for line in read_lines(file) if line.is_page and line.retryable]
    again = [
        replace(line, reason=None, detail="", retryable=False, tries=line.tries + 1)
        for line in lost
        if line.tries < MAX_TRIES
    ]
    # A plan written just before an interruption holds them already.
    return [line for line in again if (line.source, line.key, line.tries) not in planned], end
