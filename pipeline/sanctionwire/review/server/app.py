"""The application: the page, the queue, the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sanctionwire import __version__
from sanctionwire.errors import RecordError
from sanctionwire.review.editing import UnknownDocumentError
from sanctionwire.review.project import Project
from sanctionwire.review.server.access import Access, is_loopback, list_names
from sanctionwire.review.server.answers import answer, answer_invalid, answer_missing
from sanctionwire.review.server.document_routes import add_document_routes
from sanctionwire.review.server.queue_routes import add_queue_routes
from sanctionwire.review.server.security import Guard
from sanctionwire.review.server.static_files import read_page
from sanctionwire.review.server.terms import list_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a server is started.

    Attributes:
        annotator: Name of who sends none.
        host: Where it listens.
        port: Where it listens.
        token: The secret that is needed to come in; None for none, on loopback only.
    """

    annotator: str
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None


def make_app(project: Project, settings: Settings) -> Guard:
    """Return the ASGI application of a project, behind its guard."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.exception_handler(RecordError)(_invalid)
    app.exception_handler(RequestValidationError)(_invalid_parameter)
    app.exception_handler(UnknownDocumentError)(_missing)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(Exception)(_failed)
    _add_session(app, project, settings)
    add_queue_routes(app, project, settings.annotator)
    add_document_routes(app, project, settings.annotator)
    _add_page(app)
    return Guard(
        app,
        Access(settings.token, settings.port),
        list_names(settings.host),
        any_address=not is_loopback(settings.host),
    )


def _add_session(app: FastAPI, project: Project, settings: Settings) -> None:
    terms = list_terms()

    @app.get("/api/session")
    def read_session() -> Response:
        start = {"version": __version__, "mode": project.mode, "annotator": settings.annotator}
        return answer({**start, **terms})


def _add_page(app: FastAPI) -> None:
    files = read_page()

    @app.get("/{path:path}")
    def read_file(request: Request, path: str) -> Response:
        # The path is a key of a table and nothing else; `..` or an encoded slash is simply no key of it.
        file = files.get(request.url.path)
        if file is None:
            return answer_missing("no such address")
        headers = {"etag": file.tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=304, headers=headers)
        return Response(file.data, media_type=file.kind, headers=headers)


async def _invalid(request: Request, error: Any) -> Response:
    return answer_invalid(error)


async def _invalid_parameter(request: Request, error: Any) -> Response:
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    return answer_invalid(RecordError(first["msg"], field=field, remedy="See review/README.md"))


async def _missing(request: Request, error: Any) -> Response:
    return answer_missing(str(error))


async def _failed(request: Request, error: Any) -> Response:
    # The traceback goes to the terminal; whoever asks learns nothing of files and paths.
    return answer({"error": "failed", "detail": "Nothing was written. The server's terminal says why."}, 500)


async def _http_error(request: Request, error: Any) -> Response:
    return answer({"error": "http", "detail": str(error.detail)}, error.status_code)
