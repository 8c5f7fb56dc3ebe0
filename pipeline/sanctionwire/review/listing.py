"""The queue as pages: filtered, searched, in the order of priority."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Literal

Filter = Literal["open", "started", "finished", "all"]
_SHOWN = "key, id, title, source, published, priority, why, status, sanctions, least_confidence, annotator"
_ORDER = "order by priority desc, key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the queue.

    Attributes:
        total: How many documents the filter and the search leave.
        counts: How many documents of the whole project have each status.
        items: The documents of this page, the most urgent first.
    """

    total: int
    counts: dict[str, int]
    items: tuple[dict[str, Any], ...]


def list_queue(connection: Connection, *, status: Filter, search: str, offset: int, limit: int) -> Page:
    """Return a page of the queue.

    Args:
        connection: Of the project.
        status: Which documents.
        search: Words that all have to occur in the id, title, source or names of entities; "" for no search.
        offset: How many documents to leave out.
        limit: Most documents to return.
    """
    where, values = ("", list[str]()) if status == "all" else ("where status = ?", [str(status)])
    counts = {"open": 0, "started": 0, "finished": 0}
    counts |= dict(connection.execute("select status, count(*) from documents group by status"))
    if search.split():
        keys = _search(connection, search.casefold().split(), where, values)
        total, shown = len(keys), keys[offset : offset + limit]
        # JSON carries any number of keys in one parameter.
        found = connection.execute(
            f"select {_SHOWN} from documents where key in (select value from json_each(?)) {_ORDER}",
            (json.dumps(shown),),
        )
    else:
        total = sum(counts.values()) if status == "all" else counts[status]
        found = connection.execute(
            f"select {_SHOWN} from documents {where} {_ORDER} limit ? offset ?", (*values, limit, offset)
        )
    return Page(total=total, counts=counts, items=tuple(dict(row) for row in found))


def _search(connection: Connection, words: list[str], where: str, values: list[str]) -> list[int]:
    """Return the keys of the documents that have all words, in the order of the queue."""
    rows = connection.execute(f"select priority, key, search from documents {where}", values)
    # Python finds words in ten thousand texts several times as fast as SQLite's instr does.
    found = [(-priority, key) for priority, key, text in rows if all(word in text for word in words)]
    return [key for _, key in sorted(found)]


def find_next(connection: Connection, after: int | None, annotator: str) -> int | None:
    """Return the key of the most urgent unfinished document that comes after another in the queue.

    At the end of the queue it begins anew. What somebody else has started comes only when nothing else is
    left. None when there is no unfinished document but `after` itself.
    """
    here = connection.execute("select priority, key from documents where key = ?", (after,)).fetchone()
    priority, key = here if here is not None else (2.0, 0)
    unfinished = "status != 'finished' and key != ?"
    later = f"{unfinished} and priority <= ? and (priority < ? or key > ?)"
    mine = "(status = 'open' or annotator = ?)"
    for condition, values in (
        (f"{later} and {mine}", [key, priority, priority, key, annotator]),
        (f"{unfinished} and {mine}", [key, annotator]),
        (later, [key, priority, priority, key]),
        (unfinished, [key]),
    ):
        found = connection.execute(
            f"select key from documents where {condition} {_ORDER} limit 1", values
        ).fetchone()
        if found is not None:
            return int(found["key"])
    return None


def find_neighbors(connection: Connection, key: int) -> tuple[int | None, int | None]:
    """Return the keys of the documents before and after one in the whole queue; None at its ends."""
    (priority,) = connection.execute("select priority from documents where key = ?", (key,)).fetchone()
    before = connection.execute(
        "select key from documents where priority >= ? and (priority > ? or key < ?)"
        " order by priority, key desc limit 1",
        (priority, priority, key),
    ).fetchone()
    after = connection.execute(
        f"select key from documents where priority <= ? and (priority < ? or key > ?) {_ORDER} limit 1",
        (priority, priority, key),
    ).fetchone()
    return (None if before is None else before["key"]), (None if after is None else after["key"])
