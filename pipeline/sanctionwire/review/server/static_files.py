"""The built page: read once when the server starts, so that no request ever reaches the file system."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_MISSING = (
    b"<!doctype html><html lang=en><title>sanctionwire review</title><p>The page is not built. "
    b"Run <code>make page</code>; the interface below <code>/api/</code> works without it."
)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file of the page."""

    kind: str
    data: bytes
    tag: str


def read_page(folder: Path = FOLDER) -> dict[str, StaticFile]:
    """Return the files of the page by the path of their address; "/" is `index.html`.

    Files of other kinds than a page needs, and links that lead elsewhere, are left out.
    """
    files: dict[str, StaticFile] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        kind = _KINDS.get(path.suffix)
        if kind is not None and path.is_file() and not path.is_symlink():
            files["/" + path.relative_to(folder).as_posix()] = _make(kind, path.read_bytes())
    files["/"] = files.get("/index.html") or _make(_KINDS[".html"], _MISSING)
    return files


def _make(kind: str, data: bytes) -> StaticFile:
    return StaticFile(kind, data, f'"{hashlib.sha256(data).hexdigest()[:32]}"')
