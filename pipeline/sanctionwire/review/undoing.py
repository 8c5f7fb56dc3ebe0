"""What an annotator can undo and redo on a document: read from the history, kept nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from sanctionwire.errors import RecordError

Step = tuple[int, str]
"""A revision, and what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The operations of one annotator on one document.

    Attributes:
        done: Those that stand, oldest first.
        undone: Those that were taken back, the latest last; a new operation forgets them.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @property
    def undo(self) -> str | None:
        """What an undo would take back; None for nothing."""
        return self.done[-1][1] if self.done else None

    @property
    def redo(self) -> str | None:
        """What a redo would do again; None for nothing."""
        return self.undone[-1][1] if self.undone else None

    def find_target(self, op: str) -> int:
        """Return the revision that an "undo" or "redo" is about.

        Raises:
            RecordError: When there is none.
        """
        steps = self.done if op == "undo" else self.undone
        if not steps:
            raise RecordError(f"there is nothing to {op}", field="operation", remedy="Nothing to do")
        return steps[-1][0]

    def after(self, op: str, revision: int, said: str) -> Stack:
        """Return the stack after one more operation."""
        if op == "undo":
            return Stack(done=self.done[:-1], undone=(*self.undone, self.done[-1]))
        if op == "redo":
            return Stack(done=(*self.done, self.undone[-1]), undone=self.undone[:-1])
        return Stack(done=(*self.done, (revision, said)))


def read_stack(connection: Connection, key: int, annotator: str) -> Stack:
    """Return what an annotator did to a document and can take back."""
    done: list[Step] = []
    undone: list[Step] = []
    rows = connection.execute(
        "select revision, said, undoes, redoes from history where key = ? and annotator = ?"
        " order by revision",
        (key, annotator),
    )
    for revision, said, undoes, redoes in rows:
        if undoes is not None:
            undone.append(done.pop())
        elif redoes is not None:
            done.append(undone.pop())
        else:
            done.append((revision, said))
            undone.clear()
    return Stack(done=tuple(done), undone=tuple(undone))
