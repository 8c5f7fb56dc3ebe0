"""No input crashes ingestion or the pipeline, and every input has a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest.hostile import CASES, MAX_BYTES, Hostile, render
from support import pipeline

from sanctionwire.ingest import REASONS, IngestOptions, read_articles
from sanctionwire.run import process
from sanctionwire.schema.records import Article, Document, Rejection


def _read(case: Hostile, folder: Path) -> list[Article | Rejection]:
    path = folder / case.file
    if case.file.endswith("/"):
        path.mkdir()
    elif case.data is not None:
        path.write_bytes(case.data)
    return list(read_articles([str(path)], options=IngestOptions(max_bytes=MAX_BYTES)))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_input_has_the_expected_results(case: Hostile, tmp_path: Path) -> None:
    results = _read(case, tmp_path)
    found = tuple(item.reason if isinstance(item, Rejection) else "article" for item in results)
    assert found == case.results
    articles = []
    for item in results:
        assert item.origin.startswith(str(tmp_path))
        if isinstance(item, Rejection):
            assert item.reason in REASONS and item.stage == "ingest"
            assert len(item.detail) > 10 and "\n" not in item.detail
            (item.origin + item.detail + (item.id or "")).encode("utf-8")
        else:
            assert item.text.strip() and item.id
            item.text.encode("utf-8")
            articles.append(item)
    assert len({article.id for article in articles}) == len(articles)
    for article, document in zip(articles[:3], process(pipeline(), articles[:3]), strict=True):
        assert isinstance(document, Document), document
        assert document.text == article.text


def test_the_table_has_no_two_cases_of_a_name_and_covers_the_reasons() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 45
    seen = {result for case in CASES for result in case.results}
    assert set(REASONS) - seen == {"unreadable"}  # permissions and pipes: test_sources.py


def test_the_written_table_is_current() -> None:
    written = Path(__file__).with_name("HOSTILE.md").read_text(encoding="utf-8")
    assert written == render(CASES), (
        "write it anew: PYTHONPATH=tests python tests/ingest/hostile.py > tests/ingest/HOSTILE.md"
    )
