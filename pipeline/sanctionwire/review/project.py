"""A review project: documents, their working copies, and everything that was ever done to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from sanctionwire.errors import InputError, RecordError
from sanctionwire.review import corrections, editing, listing
from sanctionwire.review.adjudication import Dispute, assess_dispute, make_dispute, write_dispute
from sanctionwire.review.database import Database, open_database
from sanctionwire.review.operations import MAX_MENTIONS, Operation
from sanctionwire.review.operations.facts import MAX_FACTS
from sanctionwire.review.queue import assess, make_search_text
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document, to_json
from sanctionwire.schema.records import Document

MAX_TEXT = 1_000_000
"""Most code points of a document. Source: own choice; a book, which no page shows with all its marks."""
_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of documents that were to be added: new ones, known ones, and why others were refused."""

    new: int
    known: int
    refused: tuple[RecordError, ...]


def read_clock() -> str:
    """Return the time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Project:
    """A project file that is open. All methods may be called from any thread.

    Args:
        database: The file.
        clock: Returns the time of an operation, ISO 8601.
    """

    def __init__(self, database: Database, clock: Callable[[], str] = read_clock) -> None:
        self._database = database
        self._clock = clock

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def mode(self) -> str:
        """What the project is for: "review" or "adjudicate"."""
        with self._database.reading() as connection:
            row = connection.execute("select value from project where name = 'mode'").fetchone()
        return "review" if row is None else str(row["value"])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, documents: Iterable[Document]) -> Added:
        """Add the documents that the project does not have; those that it has stay as they are.

        Raises:
            InputError: When the project is an adjudication.
        """
        self._set_mode("review")
        new, known, refused = 0, 0, []
        for batch in _cut(documents):
            with self._database.transaction() as connection:
                for document in batch:
                    try:
                        is_new = _add(connection, document)
                    except RecordError as error:
                        refused.append(error)
                        continue
                    new, known = new + is_new, known + (not is_new)
        return Added(new=new, known=known, refused=tuple(refused))

    def add_disputes(
        self, firsts: Iterable[Document], seconds: Iterable[Document], names: tuple[str, str]
    ) -> Added:
        """Add the documents that two annotators have, to be made one.

        Args:
            firsts: The first annotator's documents; the working copies begin as these.
            seconds: The second annotator's.
            names: What the two are called.

        Raises:
            InputError: When the project is a review.
        """
        self._set_mode("adjudicate")
        others = {document.id: document for document in seconds}
        new, known, refused = 0, 0, []
        for first in firsts:
            second = others.pop(first.id, None)
            try:
                if second is None:
                    raise _make_lone(first, names[1])
                dispute = make_dispute(first, second, names)
                with self._database.transaction() as connection:
                    is_new = _add(connection, first, dispute)
            except RecordError as error:
                refused.append(error)
                continue
            new, known = new + is_new, known + (not is_new)
        refused += [_make_lone(second, names[0]) for second in others.values()]
        return Added(new=new, known=known, refused=tuple(refused))

    def _set_mode(self, mode: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("insert or ignore into project values ('mode', ?)", (mode,))
        if self.mode != mode:
            raise InputError(
                f"{self.path}: the project is there to {self.mode}, not to {mode}; name another --project"
            )

    def count(self) -> int:
        """Return how many documents the project has."""
        with self._database.reading() as connection:
            return int(connection.execute("select count(*) from documents").fetchone()[0])

    def list_queue(
        self, *, status: listing.Filter = "all", search: str = "", offset: int = 0, limit: int = 50
    ) -> listing.Page:
        """Return a page of the queue; see `listing.list_queue`."""
        with self._database.reading() as connection:
            return listing.list_queue(connection, status=status, search=search, offset=offset, limit=limit)

    def find_next(self, after: int | None, annotator: str) -> int | None:
        """Return the key of the document to go on with; see `listing.find_next`."""
        with self._database.reading() as connection:
            return listing.find_next(connection, after, annotator)

    def open_document(self, key: int, annotator: str) -> dict[str, Any]:
        """Return all that the page shows of a document, as JSON values.

        Raises:
            UnknownDocumentError: When no document has the key.
        """
        with self._database.reading() as connection:
            row = editing.read_row(connection, key)
            previous, following = listing.find_neighbors(connection, key)
            seen = editing.look(connection, key, annotator, row["revision"])
        return {
            "key": key,
            "id": row["id"],
            "document": json.loads(row["document"]),
            "original": json.loads(row["original"]),
            "others": json.loads(row["others"]),
            "previous": previous,
            "next": following,
            **describe(seen),
        }

    def edit(
        self, key: int, operation: Operation, *, base: int, annotator: str, request: str | None = None
    ) -> editing.Outcome:
        """Carry out an operation in one transaction; see `editing.edit`."""
        with self._database.transaction() as connection:
            return editing.edit(
                connection,
                key,
                operation,
                base=base,
                annotator=annotator,
                at=self._clock(),
                request=request,
            )

    def look(self, key: int, *, since: int, annotator: str) -> editing.Outcome:
        """Return what happened to a document after a revision; see `editing.look`."""
        with self._database.reading() as connection:
            return editing.look(connection, key, annotator, since)

    def read_history(self, key: int) -> list[dict[str, Any]]:
        """Return every operation on a document, oldest first.

        Raises:
            UnknownDocumentError: When no document has the key.
        """
        with self._database.reading() as connection:
            editing.read_row(connection, key)
            rows = connection.execute(
                "select revision, at, annotator, said, changes from history where key = ? order by revision",
                (key,),
            ).fetchall()
        return [{**dict(row), "changes": json.loads(row["changes"])} for row in rows]

    def corrections(self) -> Iterator[corrections.Correction]:
        """Yield every change that was ever made; see `corrections.read_corrections`."""
        for key in self._list_keys("where revision > 0"):
            with self._database.reading() as connection:
                found = list(corrections.read_corrections(connection, key))
            yield from found

    def export_gold(self, finished_only: bool = True) -> Iterator[Document]:
        """Yield the working copies as gold documents, in the order in which they were added.

        Args:
            finished_only: Leave out the documents that nobody finished.
        """
        for key in self._list_keys("where status = 'finished'" if finished_only else ""):
            with self._database.reading() as connection:
                row = editing.read_row(connection, key)
                names = connection.execute(
                    "select distinct annotator from history where key = ? order by annotator", (key,)
                ).fetchall()
            annotators = tuple(str(name) for (name,) in names)
            yield corrections.make_gold(editing.read_state(row), annotators=annotators)

    def export_originals(self, finished_only: bool = True) -> Iterator[Document]:
        """Yield the documents as they were added, those of `export_gold` in the same order."""
        for key in self._list_keys("where status = 'finished'" if finished_only else ""):
            with self._database.reading() as connection:
                row = editing.read_row(connection, key)
            yield parse_document(json.loads(row["original"]))

    def _list_keys(self, where: str) -> list[int]:
        # A list: whoever goes through the documents may edit them meanwhile.
        with self._database.reading() as connection:
            return [key for (key,) in connection.execute(f"select key from documents {where} order by key")]


def open_project(path: str | Path, *, create: bool = False, clock: Callable[[], str] = read_clock) -> Project:
    """Open a project file.

    Args:
        path: The file.
        create: Make it when it is not there.
        clock: Returns the time of an operation, ISO 8601.

    Raises:
        InputError: When it is not there, no project, of a newer version, or cannot be opened.
    """
    return Project(open_database(Path(path), create=create), clock)


def describe(outcome: editing.Outcome) -> dict[str, Any]:
    """Return an outcome as the JSON values that the page reads."""
    return {
        "revision": outcome.revision,
        "changes": list(outcome.changes),
        "verdicts": dict(outcome.marks.get("verdicts", {})),
        "comments": list(outcome.marks.get("comments", {}).values()),
        "status": outcome.status,
        "disagreements": list(outcome.disagreements),
        "undo": outcome.undo,
        "redo": outcome.redo,
        "said": outcome.said,
    }


def _cut(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in batches, each of which is one transaction."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _make_lone(document: Document, name: str) -> RecordError:
    return RecordError(f"{name} does not have it", document_id=document.id, remedy="Both have to annotate it")


def _add(connection: Connection, document: Document, dispute: Dispute | None = None) -> bool:
    """Add a document, with what there is to adjudicate; return whether it was new.

    Raises:
        RecordError: When its id has another text in the project, or it is too large.
    """
    known = connection.execute(
        "select original from copies join documents using (key) where id = ?", (document.id,)
    ).fetchone()
    if known is not None:
        if json.loads(known["original"])["sha256"] == document.sha256:
            return False
        raise RecordError(
            "the project has another text under this id",
            document_id=document.id,
            remedy="Give it another id, or use another project",
        )
    _check_size(document)
    found = assess(document) if dispute is None else assess_dispute(dispute)
    others, disagreements = ("[]", "[]") if dispute is None else write_dispute(dispute)
    written = json.dumps(to_json(document), ensure_ascii=False)
    row = connection.execute(
        "insert into documents"
        " (id, title, source, published, priority, why, sanctions, least_confidence, search)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.title,
            document.source,
            document.published,
            *asdict(found).values(),
            make_search_text(document),
        ),
    )
    connection.execute(
        "insert into copies (key, original, document, marks, others, disagreements)"
        " values (?, ?, ?, '{}', ?, ?)",
        (row.lastrowid, written, written, others, disagreements),
    )
    return True


def _check_size(document: Document) -> None:
    """Raise `RecordError` for a document that no page can show."""
    limits = {"text": MAX_TEXT, "mentions": MAX_MENTIONS, "entities": MAX_MENTIONS}
    for name in ("text", *LAYER_RECORDS):
        count, limit = len(getattr(document, name)), limits.get(name, MAX_FACTS)
        if count > limit:
            raise RecordError(
                f"{count:,} {'code points' if name == 'text' else name} are more than {limit:,}",
                document_id=document.id,
                remedy="Leave the document out, or cut the article into several",
            )
