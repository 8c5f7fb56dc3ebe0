"""Any bytes, read as any format, give results and never an exception."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.hostile import CASES

from sanctionwire.ingest import REASONS, IngestOptions, read_articles
from sanctionwire.ingest.options import FORMATS
from sanctionwire.schema.records import Article, Rejection

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("text", "title", "date", "id")), inner)
    ),
    max_leaves=8,
)
SNIPPETS = st.sampled_from([case.data[:3000] for case in CASES if case.data])
TAGS = st.lists(
    st.sampled_from(("<p>", "</p>", "<rss>", "<item>", "<!--", "]]>", "&", "<a b='", "The bank said. "))
)
DATA = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.lists(JSON, max_size=3).map(lambda values: "\n".join(map(json.dumps, values)).encode()),
    TAGS.map(lambda tags: "".join(tags).encode()),
    st.builds(lambda one, two, cut: one[cut:] + two[:cut], SNIPPETS, SNIPPETS, st.integers(0, 300)),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=DATA, format=st.sampled_from(FORMATS), compressed=st.booleans(), cut=st.integers(0, 30))
def test_any_bytes_as_any_format(
    monkeypatch: pytest.MonkeyPatch, data: bytes, format: str, compressed: bool, cut: int
) -> None:
    if compressed:
        data = gzip.compress(data)
        data = data[: len(data) - cut]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    results = list(
        read_articles(["-"], options=IngestOptions(format=format, any_language=True, max_bytes=2000))
    )
    assert results
    for item in results:
        assert isinstance(item, Article) or (isinstance(item, Rejection) and item.reason in REASONS)
        for text in (item.id, item.origin, getattr(item, "text", None), getattr(item, "title", None)):
            (text or "").encode("utf-8")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd"), min_size=1))
def test_the_text_of_a_file_is_never_altered(tmp_path: Path, text: str) -> None:
    text = "The bank said that it was on the list of the Treasury.\r\n\r" + text
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}))
    inputs = [str(tmp_path / "a.txt"), str(tmp_path / "a.jsonl")]
    for article in read_articles(inputs, options=IngestOptions(any_language=True)):
        assert isinstance(article, Article) and article.text == text
