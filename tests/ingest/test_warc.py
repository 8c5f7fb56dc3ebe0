from __future__ import annotations

import gzip
import random
from pathlib import Path

from ingest.archives import make_record, pack
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest import REASONS, IngestOptions, read_articles
from sanctionwire.schema.records import Article, Rejection


def _page(text: str = BODY, head: str = "") -> bytes:
    return (
        f"<html><head><title>Three banks blacklisted</title>{head}</head><body><article>"
        f"<h1>Three banks blacklisted</h1><p>{text}</p><p>{BODY} It gave no names.</p></article></body></html>"
    ).encode()


def _outcomes(items: list[Article | Rejection]) -> list[str]:
    return [item.reason if isinstance(item, Rejection) else item.id for item in items]


def _url(number: int) -> str:
    return f"https://wire.example/2019/10/{number:02}/banks.html"


def test_answers_are_articles_under_their_address(read: Reader) -> None:
    archive = pack(
        make_record("https://wire.example/robots.txt", b"User-agent: *", type="request"),
        make_record(_url(7), _page()),
        make_record(_url(8), _page("The café in Zürich was closed on Monday.").decode().encode("cp1252"),
                    kind="text/html; charset=windows-1252"),
    )  # fmt: skip
    first, second = read("a.warc.gz", archive)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.id == first.url == _url(7)
    assert first.published == "2019-10-07" and first.title == "Three banks blacklisted"
    assert first.origin.endswith("a.warc.gz:1")
    assert "café in Zürich" in second.text
    assert _outcomes(read("a", gzip.decompress(archive))) == [_url(7), _url(8)]


def test_encodings_of_the_transfer_are_undone(read: Reader) -> None:
    body = _page()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    archive = make_record(_url(1), gzip.compress(body), http="Content-Encoding: gzip\r\n") + make_record(
        _url(2), chunked, http="Transfer-Encoding: chunked\r\n"
    )
    first, second = read("a.warc", archive)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text == second.text


def test_what_is_no_page_is_counted(read: Reader) -> None:
    archive = pack(
        make_record(_url(1), b"", status="301 Moved"),
        make_record(_url(2), b"\x89PNG", kind="image/png"),
        make_record(_url(3), _page(), warc="WARC-Truncated: length\r\n"),
        make_record(_url(4), gzip.compress(b" " * 9_000_000), http="Content-Encoding: gzip\r\n"),
        make_record(_url(5), b"x" * 2_000_000),
        make_record(_url(6), b"\x1f\x8b rubbish", http="Content-Encoding: gzip\r\n"),
        make_record(_url(7), b""),
        make_record(_url(8), _page()),
    )
    items = read("a.warc.gz", archive, max_bytes=1_000_000)
    assert _outcomes(items) == [
        "http_error", "unsupported_format", "too_large", "too_large", "too_large", "undecodable", "empty", _url(8)
    ]  # fmt: skip
    assert [item.id for item in items] == [_url(number) for number in range(1, 9)]


def test_records_before_a_break_are_kept(read: Reader) -> None:
    records = [make_record(_url(number), _page()) for number in range(1, 4)]
    packed = pack(*records)
    assert _outcomes(read("a.warc.gz", packed[:-40])) == [_url(1), _url(2), "broken_gzip"]
    assert _outcomes(read("a.warc", b"".join(records)[:-40])) == [_url(1), _url(2), "damaged"]
    assert _outcomes(read("a.warc", records[0] + b"rubbish\r\n" * 9 + records[1])) == [_url(1), "damaged"]
    assert _outcomes(read("a.warc", b"no archive at all\n")) == ["damaged"]
    assert _outcomes(read("a.warc", b"")) == ["empty"]
    assert _outcomes(read("a.warc", make_record(_url(1), b"", type="request"))) == ["empty"]


def test_no_damage_ends_the_run(tmp_path: Path) -> None:
    draw = random.Random(7)
    archive = b"".join(make_record(_url(number), b"<p>x</p>") for number in range(1, 4))
    for _ in range(300):
        data = bytearray(archive)
        for _ in range(draw.randint(1, 4)):
            place = draw.randrange(len(data) - 60)
            kind = draw.randrange(3)
            if kind == 0:
                data[place] = draw.randrange(256)
            elif kind == 1:
                del data[place : place + draw.randint(1, 50)]
            else:
                data[place:place] = draw.choice([b"\r\n", b"\0", b"9" * 30, b"-1"])
        (tmp_path / "a.warc").write_bytes(data)
        items = list(read_articles([str(tmp_path / "a.warc")], options=IngestOptions()))
        assert items
        assert all(item.reason in REASONS for item in items if isinstance(item, Rejection))
