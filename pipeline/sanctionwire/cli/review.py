"""`sanctionwire review`."""

from __future__ import annotations

import getpass
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.errors import RecordError, SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.review.project import Project
    from sanctionwire.schema.records import Document


def review(
    facts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FACTS...",
            help="Documents to add, as `extract` writes them; none to go on with a project.",
        ),
    ] = None,
    adjudicate: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            "--adjudicate",
            metavar="A.jsonl B.jsonl",
            help="Gold of two annotators of the same documents, to be made one.",
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            "-p",
            help="File that keeps all work  [default: the first FACTS file, with .review.db]",
        ),
    ] = None,
    annotator: Annotated[
        str | None, typer.Option(help="Who you are; can be changed on the page  [default: your login name]")
    ] = None,
    host: Annotated[str, typer.Option(help="Where to listen; elsewhere than here a token is needed.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")
    ] = 8765,
    token: Annotated[
        str | None,
        typer.Option(help="Secret that the page asks for  [default: a fresh one, where it is needed]"),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Correct documents in the browser: a queue of articles, the least certain and most consequential first.

    Everything is kept in one project file, with who did what and when; Ctrl-C ends the server, the same
    command goes on.

    `sanctionwire review facts.jsonl`

    `sanctionwire review --project facts.review.db --annotator "Ada Nowak" --port 9000`

    `sanctionwire review facts.jsonl --host 0.0.0.0`  for colleagues; prints an address with a token

    `sanctionwire review --adjudicate ada.jsonl bo.jsonl -p both.db`  settles what two annotators differ in

    `sanctionwire corrections facts.review.db --gold gold.jsonl`  writes what was finished

    Exit code: 0 ended by Ctrl-C; 2 wrong usage, a file that cannot be read, or a port that is taken.
    """
    try:
        from sanctionwire.review.server.access import choose_token
        from sanctionwire.review.server.answers import check_annotator
        from sanctionwire.review.server.app import Settings, make_app
        from sanctionwire.review.server.serving import open_socket, serve
    except ModuleNotFoundError as error:
        fail(f"the review page needs {error.name}: pip install 'sanctionwire[review]'")
    if facts and adjudicate:
        fail("name FACTS to review, or --adjudicate A B, not both")
    inputs = list(adjudicate or facts or [])
    path = _find_project(inputs, project, ".adjudication.db" if adjudicate else ".review.db")
    for given in inputs:
        if not given.is_file():
            fail(f"{given}: cannot be read: no such file; check the path")
    try:
        name = check_annotator(annotator or _find_login())
        secret = choose_token(host, token)
        # The port first: it is known at once whether it is free, and documents may be many.
        with closing(open_socket(host, port)) as opened, closing(_open(path, inputs, adjudicate)) as work:
            port = opened.getsockname()[1]
            address = f"http://{_write_host(host)}:{port}/" + (f"?token={secret}" if secret else "")

            def announce() -> None:
                say(f"{work.count():,} documents in {path}")
                say(f"reviewing at {address}   (Ctrl-C to stop)", style="bold")
                if browser:
                    webbrowser.open(address)

            settings = Settings(annotator=name, host=host, port=port, token=secret)
            serve(make_app(work, settings), opened, on_start=announce)
    except SanctionwireError as error:
        fail(str(error))
    say(f"stopped; everything is in {path}")


def _find_project(facts: Sequence[Path], project: Path | None, ending: str) -> Path:
    if project is not None:
        return project
    if not facts:
        fail("name documents to review, or a project to go on with: --project FILE.db")
    return facts[0].with_name(facts[0].name.removesuffix(".gz").removesuffix(".jsonl") + ending)


def _find_login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "annotator"


def _open(path: Path, facts: Sequence[Path], adjudicate: tuple[Path, Path] | None) -> Project:
    """Open the project, add what is new, and say what became of the rest."""
    from sanctionwire.review.project import Added, open_project

    problems: list[RecordError] = []
    project = open_project(path, create=bool(facts))
    try:
        with show_progress(hidden=False) as update:
            if adjudicate:
                first, second = ([*_read([given], problems, update)] for given in adjudicate)
                added = project.add_disputes(first, second, _name_annotators(adjudicate))
            elif facts:
                added = project.add(_read(facts, problems, update))
            else:
                added = Added(new=0, known=0, refused=())
    except BaseException:
        project.close()
        raise
    for error in (*problems, *added.refused):
        say(f"left out: {error}", style="yellow")
    if facts:
        say(f"{added.new:,} documents are new, {added.known:,} were there already")
    if not project.count():
        project.close()
        fail(f"{path}: there is no document to review")
    return project


def _name_annotators(paths: tuple[Path, Path]) -> tuple[str, str]:
    """Return what to call two annotators: as their files, where these differ."""
    first, second = (path.name.removesuffix(".gz").removesuffix(".jsonl") for path in paths)
    return (first, second) if first != second else ("first", "second")


def _read(
    facts: Sequence[Path], problems: list[RecordError], update: Callable[[str], None]
) -> Iterator[Document]:
    from sanctionwire.ingest.documents import read_documents

    for path in facts:
        for number, item in enumerate(read_documents(path), start=1):
            if isinstance(item, RecordError):
                problems.append(item)
            else:
                yield item
            if number % 100 == 0:
                update(f"{path}: {number:,} documents")


def _write_host(host: str) -> str:
    """Return a host as it stands in an address that this machine can open."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
