"""`sanctionwire import`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.documents import load
from sanctionwire.cli.exchange import ExchangeFormat, find_sidecar, read_files
from sanctionwire.cli.messages import fail, say
from sanctionwire.cli.output import open_output
from sanctionwire.errors import RecordError, SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.exchange.format import File
    from sanctionwire.exchange.merge import Merged
    from sanctionwire.schema.records import Document


def import_(
    source: Annotated[
        Path,
        typer.Argument(metavar="SOURCE", help="The corrected file or folder, or a .zip or .tar.gz of it."),
    ],
    from_: Annotated[ExchangeFormat, typer.Option("--from", help="Its format.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="A file, gzipped if named so; - for standard output.")
    ] = "-",
    sidecar: Annotated[
        Path | None,
        typer.Option(help="What `export` kept beside its files. Found by itself where `export` left it."),
    ] = None,
    no_sidecar: Annotated[
        bool,
        typer.Option(
            "--no-sidecar", help="Take what the files alone say; what they cannot hold is not there."
        ),
    ] = False,
) -> None:
    """Read documents back that were corrected in another annotation tool.

    Each is merged with the document that was exported, which stands in the sidecar: what was not touched
    stays exactly as it was, with all that the format cannot hold. Standard error says what was added, removed
    and changed, and what that brought with it: a fact that lost its target, say.

    `sanctionwire export facts.jsonl --to brat -o work/`

    `sanctionwire import work/ --from brat -o corrected.jsonl`

    `sanctionwire import project.json --from label-studio --sidecar work/sanctionwire.sidecar.jsonl`

    Exit code: 0 all documents were read; 1 some could not be, each is named with what to do, the others were
    written; 2 wrong usage, or a file that cannot be used.
    """
    from sanctionwire.exchange import load_format
    from sanctionwire.exchange.restore import restore_documents
    from sanctionwire.export.documents import encode_document

    try:
        format_ = load_format(from_.value)
    except SanctionwireError as error:
        fail(str(error))
    if not source.exists():
        fail(f"{source}: there is no such file or folder")
    originals = () if no_sidecar else load(sidecar or _find_sidecar(source))
    tally = _Tally()
    with open_output(output) as stream:
        found = format_.read(tally.sift(read_files(source)))
        for result in restore_documents(found, originals, format_, origin=source.name):
            if isinstance(result, RecordError):
                tally.problems += 1
                say(str(result))
                continue
            tally.add(result)
            for sentence in result.consequences:
                say(f"{result.document.id}: {sentence}")
            stream.write(f"{encode_document(result.document)}\n")
    tally.report(originals)
    if tally.problems:
        raise typer.Exit(1)


def _find_sidecar(source: Path) -> Path:
    """Return the sidecar where `export` leaves it; rather than lose something, end without one."""
    path = find_sidecar(source, is_folder=source.is_dir())
    if not path.is_file():
        fail(
            f"{path}: no sidecar there. Name it with --sidecar, or say --no-sidecar to take what the files "
            "alone say"
        )
    return path


class _Tally:
    """Counts what an import brought."""

    def __init__(self) -> None:
        self.problems = 0
        self._changes: Counter[tuple[str, str]] = Counter()
        self._ids: set[str] = set()
        self._new = 0
        self._changed = 0

    def sift(self, files: Iterable[File | RecordError]) -> Iterator[File]:
        """Yield what is a file; say and count what is none."""
        for item in files:
            if isinstance(item, RecordError):
                self.problems += 1
                say(str(item))
            else:
                yield item

    def add(self, result: Merged) -> None:
        """Count one document."""
        self._ids.add(result.document.id)
        self._new += result.is_new
        self._changed += bool(result.changes)
        self._changes.update(result.changes)

    def report(self, originals: Iterable[Document]) -> None:
        """Say the counts, and which documents of the sidecar did not come back."""
        say(f"{len(self._ids):,} documents, {self._changed:,} of them changed")
        for (layer, what), count in sorted(self._changes.items()):
            say(f"  {layer}: {count:,} {what}")
        ids = {original.id for original in originals}
        if self._new and ids:
            say(f"{self._new:,} documents are not in the sidecar; they hold what the files alone say")
        if away := len(ids - self._ids):
            say(f"{away:,} documents of the sidecar did not come back; they are not in the output")
        if self.problems:
            say(f"{self.problems:,} documents or files could not be read; they are not in the output")
