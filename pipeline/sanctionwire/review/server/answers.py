"""Requests read, answers written: one shape of errors, JSON that browsers cannot take for anything else."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response

from sanctionwire.errors import RecordError

MAX_ANNOTATOR = 100
"""Most code points of an annotator's name. Source: own choice."""
MAX_REQUEST_NAME = 100
"""Most characters of a request's name. Source: own choice; a UUID has 36."""
MAX_DIGITS = 30
"""Most digits of a whole number. Source: own choice; all the money there is has some 15."""


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type="application/json")


def answer_invalid(error: RecordError) -> Response:
    """Return what is wrong with a request, and where."""
    return answer(
        {"error": "invalid", "field": error.field, "detail": error.problem, "remedy": error.remedy}, 422
    )


def answer_missing(detail: str) -> Response:
    """Return that there is no such thing."""
    return answer({"error": "not_found", "detail": detail}, 404)


def read_annotator(request: Request, default: str) -> str:
    """Return who sends a request: the header `X-Annotator`, percent-encoded UTF-8.

    Raises:
        RecordError: When it is missing from a POST, too long, or no plain text.
    """
    header = request.headers.get("x-annotator")
    if header is None:
        if request.method == "POST":
            raise RecordError("the header is missing", field="X-Annotator", remedy="Say who you are")
        return default
    try:
        return check_annotator(unquote_to_bytes(header).decode())
    except UnicodeDecodeError:
        raise RecordError(
            "not UTF-8", field="X-Annotator", remedy="Send the name as percent-encoded UTF-8"
        ) from None


def check_annotator(name: str) -> str:
    """Return the name of an annotator without white space around it.

    Raises:
        RecordError: When it is empty, too long, or holds control characters.
    """
    name = name.strip()
    if not name or len(name) > MAX_ANNOTATOR or not name.isprintable():
        raise RecordError(
            f"a name has 1 to {MAX_ANNOTATOR} printable characters",
            field="X-Annotator",
            remedy="Choose another name",
        )
    return name


def read_request_name(request: Request) -> str | None:
    """Return the header `X-Request`: the same on a request that is sent again because its answer was lost.

    Raises:
        RecordError: When it is too long, or holds anything but letters, digits and hyphens.
    """
    name = request.headers.get("x-request")
    if name is None or (len(name) <= MAX_REQUEST_NAME and name.isascii() and name.replace("-", "").isalnum()):
        return name
    raise RecordError(
        f"a name has 1 to {MAX_REQUEST_NAME} letters, digits and hyphens",
        field="X-Request",
        remedy="Send a UUID, or nothing",
    )


def read_body(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a request.

    Raises:
        RecordError: When it is none; also for infinite numbers, strings that are no Unicode, deep nesting.
    """
    try:
        value = json.loads(
            body, parse_constant=_refuse_constant, parse_float=_read_float, parse_int=_read_int
        )
        # Lone surrogates come through as escapes, and could not be stored.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise RecordError("nested too deeply", field="body", remedy="Send a plain operation") from None
    except ValueError as error:
        raise RecordError(f"no JSON: {str(error)[:200]}", field="body", remedy="Send UTF-8 JSON") from None
    if not isinstance(value, dict):
        raise RecordError("no JSON object", field="body", remedy='Send {"base": ..., "operation": ...}')
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _read_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"{digits[:20]}... is too large")
    return int(digits)


def _read_float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is too large")
    return number
