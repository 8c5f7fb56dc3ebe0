"""What a spool remembers of its sources: validators, and which articles it has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sanctionwire.errors import InputError
from sanctionwire.fetch.files import write_whole
from sanctionwire.web.spooled import Spooled

MAX_KEYS = 50_000
"""Articles remembered of one source, beside those of its last answer. Source: own rule; feeds show some
hundred, and what a feed has not shown for so many articles does not come back."""


@dataclass(slots=True)
class Memory:
    """The memory of a spool.

    Attributes:
        plans: Number of the plans that are remembered.
        searched: Number of the plans whose failures were planned again where they may come another time.
        validators: By address, the headers of the next conditional request.
        keys: By source, the keys of its articles, oldest first; a dict for its order.
    """

    plans: int = 0
    searched: int = 0
    validators: dict[str, dict[str, str]] = field(default_factory=dict)
    keys: dict[str, dict[str, None]] = field(default_factory=dict)

    def is_new(self, line: Spooled) -> bool:
        """Tell whether the spool does not have the article yet; a rejection of a source is always new."""
        return line.reason is not None or line.key not in self.keys.get(line.source or "", {})

    def add(self, lines: Iterable[Spooled]) -> None:
        """Remember the articles of one plan."""
        for line in lines:
            if line.reason is None:
                self.keys.setdefault(line.source or "", {})[line.key] = None
        self.plans += 1

    def shrink(self) -> None:
        """Forget the oldest articles of sources that have very many."""
        for source, keys in self.keys.items():
            if len(keys) > 2 * MAX_KEYS:
                self.keys[source] = dict.fromkeys(list(keys)[-MAX_KEYS:])

    def save(self, path: Path) -> None:
        """Write the memory to a file, whole or not at all."""
        values = asdict(self) | {"keys": {source: list(keys) for source, keys in self.keys.items()}}
        write_whole(path, json.dumps(values, ensure_ascii=False).encode())


def load_memory(path: Path) -> Memory:
    """Return the memory of a file, an empty one when there is no file.

    Raises:
        InputError: When the file is not one that `Memory.save` wrote.
    """
    if not path.exists():
        return Memory()
    try:
        values = json.loads(path.read_bytes())
        keys = {source: dict.fromkeys(keys) for source, keys in values["keys"].items()}
        return Memory(**{**values, "keys": keys})
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        detail = f"cannot be read ({error}); delete it, and everything is fetched again"
        raise InputError(f"{path}: {detail}") from error
