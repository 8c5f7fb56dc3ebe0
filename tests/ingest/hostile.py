"""Inputs that break readers, each with what must become of it.

`PYTHONPATH=tests python tests/ingest/hostile.py > tests/ingest/HOSTILE.md` writes the table anew.
"""

from __future__ import annotations

import codecs
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass

import zstandard
from ingest.archives import make_record, make_table, pack

BODY = (
    "The Treasury said on Monday that it had blacklisted three banks in Moscow, and that the assets of their "
    "owners in the United States were frozen."
)
CURLY = "“We will not relent,” the minister said, and the bank’s café in Zürich — its last — was closed."
MAX_BYTES = 1_000_000
"""Limit for one article in these cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One input.

    Attributes:
        name: What is wrong with it.
        file: File name; ending in "/" for an empty folder.
        data: Content, or None for a file that does not exist.
        results: What comes of it, in order: `article` or the reason of a rejection.
    """

    name: str
    file: str
    data: bytes | None
    results: tuple[str, ...]


def _case(name: str, file: str, data: str | bytes | None, *results: str) -> Hostile:
    content = data.encode("utf-8") if isinstance(data, str) else data
    return Hostile(name=name, file=file, data=content, results=results or ("article",))


def _record(**fields: object) -> str:
    return json.dumps({"id": "a", "text": BODY} | fields)


def _rss(*items: str, head: str = "") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Wire</title>{entries}</channel></rss>'
    )


def _page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


_PARAGRAPHS = (
    f"<article><h1>Three banks blacklisted</h1><p>{BODY}</p><p>{BODY} It gave no names.</p></article>"
)
_LAUGHS = "<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
_ATTACK = f"<!DOCTYPE x [{_LAUGHS}]>"
_ESCAPED = BODY.replace("three", "&lt;b&gt;three&lt;/b&gt;")
# Stored, not deflated: another build of zlib would compress to another length.
_STORED = gzip.compress(
    "".join(f"{_record(id=str(n))}\n" for n in range(400)).encode(), compresslevel=0, mtime=0
)
_FRAME = zstandard.compress("".join(f"{_record(id=str(n))}\n" for n in range(400)).encode())
_ANSWER = make_record("https://wire.example/banks", _page(_PARAGRAPHS).encode())
_ARCHIVE = pack(_ANSWER, _ANSWER)

CASES: tuple[Hostile, ...] = (
    # Files and folders
    _case("no such file", "nothing.txt", None, "missing_file"),
    _case("pattern that matches nothing", "nothing-*.txt", None, "missing_file"),
    _case("empty folder", "folder/", b"", "missing_file"),
    _case("empty file", "a.txt", b"", "empty"),
    _case("white space only", "a.txt", " \n\t\r\n\u00a0\u2003\n", "empty"),
    _case("byte order mark only", "a.txt", codecs.BOM_UTF8, "empty"),
    _case("empty page", "a.html", b"", "empty"),
    _case("empty feed file", "a.rss", b"", "empty"),
    _case("empty JSONL", "a.jsonl", b"\n\n  \n", "empty"),
    _case("three words of a button", "a.txt", "Read more here", "too_short"),
    _case("three words of a headline", "a.txt", "U.S. sanctions Rosneft"),
    _case("digits and marks only", "a.txt", "12.5 % 13.7 % *** 99 --- " * 40, "too_short"),
    _case("file name without suffix", "article", BODY),
    _case("file name that ends in a date", "wire.2019-10-08", BODY),
    _case("wrong suffix: an article named like an image", "a.png", BODY, "unsupported_format"),
    _case("table", "a.csv", f"id,text\n1,{BODY}\n", "unsupported_format"),
    _case("page named like a program", "a.php", _page(_PARAGRAPHS)),
    _case("page named .txt", "a.txt", _page(_PARAGRAPHS)),
    # Encodings
    _case("UTF-8 with byte order mark", "a.txt", codecs.BOM_UTF8 + CURLY.encode()),
    _case("UTF-16 little endian with mark", "a.txt", CURLY.encode("utf-16")),
    _case("UTF-16 big endian with mark", "a.txt", codecs.BOM_UTF16_BE + CURLY.encode("utf-16-be")),
    _case("UTF-32 with mark", "a.txt", CURLY.encode("utf-32")),
    _case("UTF-16 without mark", "a.txt", CURLY.encode("utf-16-le"), "binary"),
    _case("UTF-16 with an odd byte", "a.txt", CURLY.encode("utf-16") + b"x", "undecodable"),
    _case("Windows-1252", "a.txt", (CURLY * 3).encode("cp1252")),
    _case("UTF-8 cut inside a letter", "a.txt", CURLY.encode() + "é".encode()[:1], "undecodable"),
    _case("UTF-8 with one broken byte", "a.txt", (CURLY * 2).encode() + b"\xff" + BODY.encode(), "undecodable"),
    _case("surrogate encoded as UTF-8", "a.txt", b"\xed\xa0\x80" + CURLY.encode(), "undecodable"),
    _case("random bytes", "a.txt", bytes(range(1, 256)) * 8, "undecodable"),
    _case("page that declares Windows-1251", "a.html", _page(
        _PARAGRAPHS.replace("Moscow", "Москва"), '<meta charset="windows-1251">').encode("cp1251")),
    _case("page that declares an unknown charset", "a.html", _page(_PARAGRAPHS, '<meta charset="klingon-8">')),
    _case("page that declares UTF-16 in UTF-8", "a.html", _page(_PARAGRAPHS, '<meta charset="utf-16">')),
    _case("page that declares a Python codec", "a.html", _page(_PARAGRAPHS, '<meta charset="zlib_codec">')),
    # Characters and lines
    _case("Windows line ends", "a.txt", f"Banks blacklisted\r\n\r\n{BODY}\r\n\r\n{BODY}\r\n"),
    _case("lone carriage returns", "a.txt", f"Banks blacklisted\r\r{BODY}\r\r{BODY}\r"),
    _case("mixed line ends", "a.txt", f"Banks\n\r{BODY}\r\n\u2028{BODY}\u0085\x0b\x0c{BODY}"),
    _case("control characters", "a.txt", f"\x01\x02\x1b[31m{BODY}\x07\x08\x7f"),
    _case("NUL in a text file", "a.txt", BODY + "\0" + BODY, "binary"),
    _case("NUL in a JSON text", "a.jsonl", _record(text=BODY + "\0" + BODY), "control_characters"),
    _case("more control characters than letters", "a.txt", "\x01a\x02b\x03c" * 50, "control_characters"),
    _case("replacement characters only", "a.jsonl", _record(text="\ufffd" * 500), "control_characters"),
    _case("one line of 300 kB", "a.txt", BODY[:-1] * 2 + " and" + "a" * 300_000),
    _case("20,000 blank lines", "a.txt", BODY + "\n" * 20_000 + BODY),
    _case("right to left", "a.txt", f"\u202e{BODY}\u202c \u061c العقوبات \u200f{BODY}"),
    _case("emoji joined with ZWJ, flags, skin tones", "a.txt", f"👩‍👩‍👧‍👦 🇺🇸🇷🇺 👍🏽 {BODY} 🏴‍☠️\ufe0f"),
    _case("stacked combining marks", "a.txt", "Z" + "\u0335\u0321\u034f" * 300 + "algo. " + BODY),
    _case("zero-width and soft hyphens", "a.txt", BODY.replace(" ", "\u200b \u00ad")),
    _case("private use and noncharacters", "a.txt", f"\ue000\ufdd0\uffff\U0010ffff {BODY}"),
    _case("only quotation marks between words", "a.txt", f'"""" {BODY} “““ ”””” ’’ {BODY} "'),
    # Languages
    _case("Spanish", "a.txt", "El gobierno de Estados Unidos impuso el lunes sanciones a tres bancos de Moscú. " * 4,
          "not_english"),
    _case("Russian", "a.txt", "Министерство финансов США в понедельник ввело санкции против трёх банков. " * 4,
          "not_english"),
    _case("Chinese", "a.txt", "美国财政部周一宣布对莫斯科的三家银行实施制裁,并冻结其所有者在美国的资产。" * 4,
          "not_english"),
    _case("Chinese, one short line", "a.txt", "美国财政部周一宣布对莫斯科的三家银行实施制裁,并冻结资产。",
          "not_english"),
    _case("a list of foreign names", "a.txt", "Rosneft, Gazprom, Novatek, Sberbank, Vnesheconombank"),
    # Compression and binary data
    _case("gzip cut off", "a.jsonl.gz", _STORED[: len(_STORED) // 2], *("article",) * 200, "broken_gzip"),
    _case("gzip with a wrong checksum", "a.txt.gz", gzip.compress(BODY.encode(), mtime=0)[:-8] + bytes(8),
          "broken_gzip"),
    _case("gzip with rubbish inside", "a.txt.gz", b"\x1f\x8b\x08\x00" + b"rubbish" * 20, "broken_gzip"),
    _case("named .gz but plain", "a.txt.gz", BODY, "broken_gzip"),
    _case("gzip without the suffix", "a.txt", gzip.compress(BODY.encode(), mtime=0)),
    _case("empty .gz", "a.txt.gz", b"", "empty"),
    _case("gzip inside gzip", "a.txt.gz", gzip.compress(gzip.compress(BODY.encode(), mtime=0), mtime=0), "binary"),
    _case("gzip bomb, one line", "a.jsonl.gz", gzip.compress(b" " * 60_000_000, mtime=0), "too_large"),
    _case("gzip bomb, text", "a.txt.gz", gzip.compress(b"a " * 30_000_000, mtime=0), "too_large"),
    _case("PNG named .txt", "a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64), "binary"),
    _case("PDF named .html", "a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary"),
    _case("office file named .txt", "a.txt", b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(64), "binary"),
    _case("ZIP named .jsonl", "a.jsonl", b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(64), "binary"),
    _case("zstd cut off", "a.jsonl.zst", _FRAME[: len(_FRAME) // 2], "damaged"),
    _case("zstd cut off in its second frame", "a.jsonl.zst", _FRAME + _FRAME[: len(_FRAME) // 2],
          *("article",) * 400, "damaged"),
    _case("named .zst but plain", "a.txt.zst", BODY, "damaged"),
    _case("zstd bomb, text", "a.txt.zst", zstandard.compress(b"a " * 30_000_000), "too_large"),
    # Tables and web archives
    _case("table without its end", "a.parquet", make_table({"text": [BODY] * 50})[:-20], "damaged"),
    _case("table of numbers", "a.parquet", make_table({"price": [1.5]}), "missing_text"),
    _case("archive cut off", "a.warc.gz", _ARCHIVE[:-40], "article", "broken_gzip"),
    _case("archive with rubbish behind a record", "a.warc", _ANSWER + b"rubbish" * 9 + _ANSWER,
          "article", "damaged"),
    _case("archived error page among pages", "a.warc", make_record(
        "https://wire.example/x", b"gone", status="404 Not Found") + _ANSWER, "http_error", "article"),
    # JSON
    _case("cut JSON line among good ones", "a.jsonl", f'{_record()}\n{{"id": "b", "te\n{_record(id="c")}\n',
          "article", "malformed_json", "article"),
    _case("trailing comma", "a.json", '{\n "id": "a",\n "text": "x",\n}', "malformed_json"),
    _case("single quotes", "a.jsonl", "{'text': 'x'}", "malformed_json"),
    _case("100,000 open brackets", "a.jsonl", "[" * 100_000, "malformed_json"),
    _case("number with 10,000 digits", "a.jsonl", '{"text": ' + "9" * 10_000 + "}", "malformed_json"),
    _case("NaN beside the text", "a.jsonl", f'{{"score": NaN, "text": {json.dumps(BODY)}}}'),
    _case("NaN as title", "a.jsonl", f'{{"title": NaN, "text": {json.dumps(BODY)}}}'),
    _case("NaN as text", "a.jsonl", '{"text": NaN}', "missing_text"),
    _case("infinity as title", "a.jsonl", f'{{"title": -Infinity, "text": {json.dumps(BODY)}}}', "wrong_type"),
    _case("text is a list", "a.jsonl", _record(text=[BODY]), "wrong_type"),
    _case("title is a number", "a.jsonl", _record(title=7), "wrong_type"),
    _case("published is an object", "a.jsonl", _record(published={"$date": 1}), "wrong_type"),
    _case("text is null", "a.jsonl", _record(text=None), "missing_text"),
    _case("no text field", "a.jsonl", '{"id": "a", "paragraphs": []}', "missing_text"),
    _case("text is empty", "a.jsonl", _record(text=""), "empty"),
    _case("array, string, number, null as lines", "a.jsonl", '[1]\n"x"\n7\nnull\n', *("not_an_object",) * 4),
    _case("empty array", "a.json", "[]", "empty"),
    _case("array with one bad record", "a.json", f"[{_record()}, 7, {_record(id='b')}]",
          "article", "not_an_object", "article"),
    _case("two texts in one record", "a.jsonl", f'{{"text": "first", "text": {json.dumps(BODY)}}}',
          "duplicate_key"),
    _case("the same id twice in a record", "a.jsonl", f'{{"id": "a", "id": "a", "text": {json.dumps(BODY)}}}'),
    _case("the same id three times", "a.jsonl", f"{_record()}\n{_record()}\n{_record()}\n", *("article",) * 3),
    _case("lone surrogate in the text", "a.jsonl", '{"text": "' + BODY + '\\ud800"}', "lone_surrogate"),
    _case("lone surrogate in the id", "a.jsonl", '{"id": "\\udfff", "text": "' + BODY + '"}', "lone_surrogate"),
    _case("surrogate pair", "a.jsonl", '{"text": "' + BODY + ' \\ud83d\\ude00"}'),
    _case("Latin-1 JSON line among good ones", "a.jsonl",
          f"{_record()}\n".encode() + _record(text=BODY).replace("three", "café").encode("latin-1"), "article", "article"),
    _case("JSONL in UTF-16", "a.jsonl", (_record() + "\n" + _record(id="b")).encode("utf-16"), "article", "article"),
    _case("JSONL with byte order mark", "a.jsonl", codecs.BOM_UTF8 + _record().encode()),
    _case("a line over the limit among good ones", "a.jsonl",
          f"{_record()}\n{_record(text='a ' * MAX_BYTES)}\n{_record(id='b')}\n", "article", "too_large", "article"),
    _case("JSON lines without a suffix", "feed", f"{_record()}\n{_record(id='b')}\n", "article", "article"),
    _case("text that starts like JSON", "wire", f"[Wire] {BODY}"),
    # Pages
    _case("20,000 nested elements", "a.html", _page("<div>" * 20_000 + BODY + "</div>" * 20_000), "too_deep"),
    _case("20,000 nested elements between paragraphs", "a.html", _page(
        _PARAGRAPHS.replace("<p>", "<p>" + "<i>" * 20_000 + "x" + "</i>" * 20_000, 1)), "too_deep"),
    _case("20,000 elements never closed", "a.html", _page("<b>" * 20_000 + BODY * 3), "too_deep"),
    _case("3,000 paragraphs never closed", "a.html", _page(f"<p>{BODY} " + "<p>The bank did not reply. " * 3000)),
    _case("scripts only", "a.html", _page("<script>document.write('x')</script>"), "no_main_text"),
    _case("menu only", "a.html", _page("<nav><a href='/'>Home</a><a href='/x'>World</a></nav>"), "too_short"),
    _case("tags cut in the middle", "a.html", "<html><body" + "<p" * 500, "no_main_text"),
    _case("text named .html", "a.html", "Not a page.", "no_main_text"),
    _case("page with an XML declaration", "a.html", '<?xml version="1.0" encoding="utf-8"?>' + _page(_PARAGRAPHS)),
    _case("page named .xml", "a.xml", _page(_PARAGRAPHS)),
    _case("numeric references to nothing", "a.html", _page(
        _PARAGRAPHS.replace("Monday", "&#0;&#xD800;&#99999999;&nosuch; Monday"))),
    # Feeds
    _case("feed without entries", "a.rss", _rss(), "empty"),
    _case("text named .rss", "a.rss", BODY, "malformed_feed"),
    _case("feed cut off", "a.rss", _rss(f"<description>{BODY}</description>")[:-30], "missing_text", "malformed_feed"),
    _case("entry with a headline only", "a.rss", _rss("<title>Treasury blacklists three banks</title>")),
    _case("entry without anything to read", "a.rss", _rss("<guid>a</guid>"), "missing_text"),
    _case("half a surrogate pair in an entry", "a.rss", _rss(
        f"<description>{BODY} &#xD83D;</description>", f"<description>{BODY} &#55357;</description>"),
        "article", "article"),
    _case("markup in markup", "a.rss", _rss(f"<description>{_ESCAPED}</description>")),
    _case("billion laughs", "a.rss", _rss(f"<description>{BODY} &l9;</description>", head=_ATTACK)),
    _case("entity that names a file", "a.rss", _rss(
        f"<description>{BODY} &x;</description>", head='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
    _case("undeclared entity", "a.rss", _rss(f"<description>{BODY}&nosuch;</description>")),
    _case("20,000 nested elements in an entry", "a.rss", _rss(
        "<description>" + "&lt;div&gt;" * 20_000 + BODY + "</description>")),
)  # fmt: skip


def render(cases: Sequence[Hostile]) -> str:
    """Return the table of hostile inputs as Markdown."""
    lines = [
        "# Hostile inputs",
        "",
        f"{len(cases)} inputs that break readers, and what becomes of each (`tests/ingest/hostile.py`). The limit",
        f"for one article is {MAX_BYTES:,} bytes here. Every article also goes through the whole pipeline.",
        "",
        "| # | input | file | bytes | result |",
        "|--:|---|---|--:|---|",
    ]
    for number, case in enumerate(cases, start=1):
        size = f"{len(case.data):,}" if case.data is not None and not case.file.endswith("/") else "-"
        for magic, name in ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"PAR1", "Parquet")):
            if case.data is not None and case.data.startswith(magic):
                size = name  # the length depends on the build of the library
        lines.append(f"| {number} | {case.name} | `{case.file}` | {size} | {_count_runs(case.results)} |")
    return "\n".join(lines) + "\n"


def _count_runs(results: Sequence[str]) -> str:
    """Return results with repetitions counted: "400 x article, broken_gzip"."""
    runs: list[tuple[str, int]] = []
    for result in results:
        count = runs.pop()[1] if runs and runs[-1][0] == result else 0
        runs.append((result, count + 1))
    return ", ".join(result if count == 1 else f"{count} x {result}" for result, count in runs)


if __name__ == "__main__":
    print(render(CASES), end="")
