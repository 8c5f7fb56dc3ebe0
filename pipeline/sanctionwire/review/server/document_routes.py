"""Documents over HTTP: open, edit, poll, history."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sanctionwire.errors import RecordError
from sanctionwire.review.operations import read_operation
from sanctionwire.review.project import Project, describe
from sanctionwire.review.server.answers import answer, read_annotator, read_body, read_request_name
from sanctionwire.review.server.queue_routes import MAX_KEY

Key = Annotated[int, Path(ge=1, le=MAX_KEY)]


def add_document_routes(app: FastAPI, project: Project, annotator: str) -> None:
    """Add the addresses of documents to an application."""

    @app.get("/api/documents/{key}")
    def read_document(request: Request, key: Key) -> Response:
        return answer(project.open_document(key, read_annotator(request, annotator)))

    @app.post("/api/documents/{key}/edits")
    async def edit_document(request: Request, key: Key) -> Response:
        body = read_body(await request.body())
        name = read_request_name(request)
        return await run_in_threadpool(_edit, project, key, body, read_annotator(request, annotator), name)

    @app.get("/api/documents/{key}/changes")
    def read_changes(request: Request, key: Key, since: Annotated[int, Query(ge=0, le=MAX_KEY)]) -> Response:
        outcome = project.look(key, since=since, annotator=read_annotator(request, annotator))
        return answer(describe(outcome))

    @app.get("/api/documents/{key}/history")
    def read_history(key: Key) -> Response:
        return answer({"entries": project.read_history(key)})


def _edit(project: Project, key: int, body: dict[str, Any], annotator: str, name: str | None) -> Response:
    unknown = body.keys() - {"base", "operation"}
    base = body.get("base")
    if unknown or not isinstance(base, int) or isinstance(base, bool):
        raise RecordError(
            "a request holds base, a number, and operation", field="base", remedy="See review/README.md"
        )
    operation = read_operation(body.get("operation"))
    outcome = project.edit(key, operation, base=base, annotator=annotator, request=name)
    if outcome.conflict:
        return answer({"error": "conflict", "detail": outcome.said, **describe(outcome)}, 409)
    return answer(describe(outcome))
