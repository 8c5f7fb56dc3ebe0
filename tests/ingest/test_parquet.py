from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import pyarrow
import pytest
from ingest.archives import make_table
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest import read_articles
from sanctionwire.schema.records import Article, Rejection


def _outcomes(items: list[Article | Rejection]) -> list[str]:
    return [item.reason if isinstance(item, Rejection) else item.id for item in items]


def test_rows_are_records(read: Reader) -> None:
    table = make_table(
        {
            "headline": ["Bank Fined On Monday", None],
            "body": [BODY, BODY],
            "date": [datetime.date(2019, 10, 8), None],
            "_id": ["a", "b"],
            "embedding": [[1.0, 2.0], [3.0]],
        }
    )
    first, second = read("a.parquet", table)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text == f"Bank Fined On Monday\n\n{BODY}" and first.published == "2019-10-08"
    assert (second.id, second.title, second.published) == ("b", None, None)
    assert second.origin.endswith("a.parquet:2")
    assert read("b", table)[0].id == "a"


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_times_of_any_unit_are_dates(read: Reader, unit: str) -> None:
    moment = datetime.datetime(2019, 10, 8, 6, 30, tzinfo=datetime.UTC)
    for zone in (None, "UTC"):
        times = pyarrow.array([moment], pyarrow.timestamp(unit, zone))
        (article,) = read("a.parquet", make_table({"text": [BODY], "published_at": times}))
        assert isinstance(article, Article) and article.published == "2019-10-08"


def test_fields_are_named_as_for_json(read: Reader) -> None:
    table = make_table({"meta": [{"story": BODY, "when": datetime.date(2019, 10, 8)}], "text": ["x"]})
    (article,) = read("a.parquet", table, fields={"text": "meta.story", "published": "meta.when"})
    assert isinstance(article, Article)
    assert article.text == BODY and article.published == "2019-10-08"
    (rejection,) = read("a.parquet", make_table({"story": [BODY]}))
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "missing_text" and "--field text=" in rejection.detail


def test_bad_rows_do_not_touch_the_others(read: Reader) -> None:
    table = make_table(
        {"text": [BODY.encode(), None, b"\x89PNG....", BODY.encode()], "id": ["a", "b", "c", "d"]}
    )
    items = read("a.parquet", table)
    assert _outcomes(items) == ["a", "missing_text", "binary", "d"]
    assert [item.id for item in items] == ["a", "b", "c", "d"]
    assert _outcomes(read("a.parquet", make_table({"text": [7]}))) == ["wrong_type"]
    assert _outcomes(read("a.parquet", make_table({"text": pyarrow.array([], pyarrow.string())}))) == [
        "empty"
    ]


def test_a_damaged_row_group_costs_no_more_than_itself(read: Reader) -> None:
    rows = [f"{number} {BODY}" for number in range(9)]
    table = bytearray(
        make_table(
            {"id": [str(number) for number in range(9)], "text": rows},
            row_group_size=3,
            compression="none",
            use_dictionary=False,
            write_page_checksum=True,
        )
    )
    table[table.index(rows[4].encode())] ^= 255
    items = read("a.parquet", bytes(table))
    assert _outcomes(items) == ["0", "1", "2", "damaged", "6", "7", "8"]
    assert "rows 4 to 6" in items[3].detail  # type: ignore[union-attr]


def test_a_table_without_its_end_is_damaged(read: Reader) -> None:
    table = make_table({"text": [BODY] * 50})
    assert _outcomes(read("a.parquet", table[:-20])) == ["damaged"]
    assert _outcomes(read("a.parquet", table[: len(table) // 2])) == ["damaged"]
    assert _outcomes(read("a.parquet", b"PAR1")) == ["damaged"]
    assert _outcomes(read("a.parquet", b"")) == ["empty"]


def test_a_compressed_table_is_read_whole(read: Reader) -> None:
    table = make_table({"text": [BODY], "id": ["a"]})
    assert _outcomes(read("a.parquet.gz", gzip.compress(table))) == ["a"]
    assert _outcomes(read("a.parquet.gz", gzip.compress(table), max_bytes=100)) == ["too_large"]


def test_rows_come_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(make_table({"text": [BODY] * 1000}, row_group_size=100))
    items = read_articles([str(path)])
    assert isinstance(next(items), Article)
    assert len(list(items)) == 999
