"""Bytes to text: byte order marks, UTF-8, declared and detected encodings."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from sanctionwire.ingest.reasons import Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# UTF-32-LE stands before UTF-16-LE because its mark starts with the other's.

_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF; convert it with pdftotext",
    b"PK\x03\x04": "a ZIP archive or office file; unpack or convert it",
    b"\xd0\xcf\x11\xe0": "an old office file; convert it to text",
    b"\x1f\x8b": "gzip inside gzip; decompress it once",
    b"BZh": "bzip2 data; decompress it",
    b"\xfd7zXZ": "xz data; decompress it",
    b"\x28\xb5\x2f\xfd": "zstd data; decompress it",
    b"{\\rtf": "a rich text file; convert it to text",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}

_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_WINDOWS = frozenset(("ascii", "iso8859-1"))
_NO_CHARSETS = frozenset(("unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf_7", "undefined"))
_SAMPLE = 100_000


def find_bom(data: bytes) -> tuple[str, int]:
    """Return the encoding that a byte order mark states and the mark's length, or ``("", 0)``."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("", 0))


def find_declared(data: bytes) -> str | None:
    """Return the encoding that the head of an HTML or XML file declares, as a Python codec name, or None."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    if name.replace("-", "_") in _NO_CHARSETS:
        return None
    # Browsers read these as Windows-1252. Source: WHATWG Encoding Standard, section 4.2.
    return "cp1252" if name in _WINDOWS else name


def check_magic(data: bytes) -> None:
    """Raise `Refusal` with `binary` when the first bytes are those of a known kind of file."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise Refusal("binary", f"this is {what}")


def check_binary(data: bytes) -> None:
    """Raise `Refusal` with `binary` when the bytes are recognizably no text."""
    check_magic(data)
    if not find_bom(data)[0] and b"\0" in data:
        position = data.index(b"\0")
        raise Refusal("binary", f"NUL at byte {position:,}; save it as UTF-8 text if it is an article")


def decode(data: bytes, *, is_markup: bool = False, charset: str | None = None) -> str:
    """Decode bytes without loss; a leading byte order mark is dropped, nothing else.

    The order is: byte order mark, UTF-8, the `charset` that a server stated, the declaration of a page or
    feed (`is_markup`), detection.

    Raises:
        Refusal: `binary` or `undecodable`.
    """
    check_binary(data)
    encoding, length = find_bom(data)
    if encoding:
        try:
            return data[length:].decode(encoding)
        except UnicodeDecodeError as error:
            detail = f"starts as {encoding.upper()} but breaks at byte {error.start:,}; save it as UTF-8"
            raise Refusal("undecodable", detail) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    stated = find_declared(f"charset={charset}".encode()) if charset else None
    for declared in (stated, find_declared(data) if is_markup else None):
        if declared is not None:
            with suppress(UnicodeError, LookupError, ValueError):
                return data.decode(declared)
    if _is_mostly_utf8(data):
        # A cut or patched UTF-8 file would pass as Windows-1252 with every quotation mark spoilt.
        raise Refusal("undecodable", f"UTF-8 that breaks at byte {position:,}; save the file as UTF-8 again")
    return _detect(data, position)


def _is_mostly_utf8(data: bytes) -> bool:
    rest, count = _MULTIBYTE.subn(b"", data)
    return count > sum(byte > 127 for byte in rest)


def _detect(data: bytes, position: int) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE], threshold=0.1)
    best = matches.best()
    if best is not None:
        names = {match.encoding for match in matches}
        # English with curly quotes is equally good in a dozen code pages; Windows-1252 is the usual one.
        name = "cp1252" if "cp1252" in names or "cp1252" in best.could_be_from_charset else best.encoding
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
    raise Refusal("undecodable", f"no encoding fits, not UTF-8 at byte {position:,}; save the file as UTF-8")
