"""Named errors. Each carries where it happened and what to do about it."""

from __future__ import annotations


class SanctionwireError(Exception):
    """Base of every error that this package raises on purpose."""


class RecordError(SanctionwireError):
    """A record that breaks `sanctions-facts/1`.

    Args:
        problem: What is wrong, in one clause.
        field: Path of the field inside the document, such as ``mentions[3].end``; empty for the whole line.
        remedy: What the reader of the message can do.
        document_id: The document's id, when it could be read.
        file: Name of the file or stream.
        line: 1-based line number in that file.
    """

    def __init__(
        self,
        problem: str,
        *,
        field: str = "",
        remedy: str = "",
        document_id: str | None = None,
        file: str | None = None,
        line: int | None = None,
    ) -> None:
        self.problem = problem
        self.field = field
        self.remedy = remedy
        self.document_id = document_id
        self.file = file
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        parts = [
            where,
            f"document {self.document_id!r}" if self.document_id is not None else "",
            f"field {self.field}" if self.field else "",
            self.problem,
        ]
        message = ": ".join(part for part in parts if part)
        return f"{message}. {self.remedy}" if self.remedy else message

    def at(self, *, file: str, line: int) -> RecordError:
        """Return the same error, placed at a 1-based line of a file."""
        return RecordError(
            self.problem,
            field=self.field,
            remedy=self.remedy,
            document_id=self.document_id,
            file=file,
            line=line,
        )


class ConfigError(SanctionwireError):
    """A configuration or lexicon that cannot be used as written."""


class InputError(SanctionwireError):
    """An input path, pattern or option that cannot be read at all (as opposed to a rejected article)."""
