"""The queue over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from sanctionwire.review.listing import Filter
from sanctionwire.review.project import Project
from sanctionwire.review.server.answers import answer, read_annotator

MAX_KEY = 2**53 - 1
"""Largest number that browsers keep exactly."""


def add_queue_routes(app: FastAPI, project: Project, annotator: str) -> None:
    """Add the addresses of the queue to an application."""

    @app.get("/api/queue")
    def read_queue(
        status: Filter = "all",
        search: Annotated[str, Query(max_length=200)] = "",
        offset: Annotated[int, Query(ge=0, le=MAX_KEY)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Response:
        page = project.list_queue(status=status, search=search, offset=offset, limit=limit)
        return answer({"total": page.total, "counts": page.counts, "items": page.items})

    @app.get("/api/queue/next")
    def read_next(request: Request, after: Annotated[int | None, Query(ge=0, le=MAX_KEY)] = None) -> Response:
        return answer({"key": project.find_next(after, read_annotator(request, annotator))})
