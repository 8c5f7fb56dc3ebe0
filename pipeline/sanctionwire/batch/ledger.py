"""The ledger: which parts are finished. It only grows; the last line about a part counts."""

from __future__ import annotations

from pathlib import Path

from sanctionwire.batch.files import StorageError, append_line, read_lines
from sanctionwire.batch.parts import PartEntry, is_intact

NAME = "ledger.jsonl"


class Ledger:
    """The finished parts of an output folder.

    Attributes:
        entries: Part number -> its last entry, in order of the numbers.
        damaged: Numbers of parts whose files are missing or have another checksum: to be made again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries: dict[int, PartEntry] = {}
        self.damaged: set[int] = set()

    @classmethod
    def load(cls, folder: Path) -> Ledger:
        """Read the ledger of a folder and check the files of every part.

        Raises:
            StorageError: When a line other than the last, torn one cannot be read.
        """
        ledger = cls(folder)
        for number, line in enumerate(read_lines(folder / NAME), 1):
            try:
                entry = PartEntry.from_line(line)
            except ValueError as error:
                raise StorageError(
                    f"{folder / NAME}:{number}: {error}. Restore the file from a copy, or use --restart"
                ) from error
            ledger.entries[entry.part] = entry
        ledger.entries = dict(sorted(ledger.entries.items()))
        ledger.damaged = {part for part, entry in ledger.entries.items() if not is_intact(folder, entry)}
        return ledger

    def add(self, entry: PartEntry) -> None:
        """Note a finished part; it is on the disk when this returns.

        Raises:
            StorageError: When the folder cannot be written.
        """
        append_line(self._folder / NAME, entry.to_line())
        self.entries[entry.part] = entry
        self.damaged.discard(entry.part)

    @property
    def items(self) -> int:
        """Number of the item behind the last part."""
        return max((entry.first + entry.items for entry in self.entries.values()), default=0)
