from __future__ import annotations

import io
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.unzstd import Unzstd
from sanctionwire.schema.records import Article


def _unpack(data: bytes) -> bytes:
    return io.BufferedReader(Unzstd(io.BufferedReader(io.BytesIO(data)))).read()


@given(st.lists(st.binary(max_size=5000), min_size=1, max_size=4))
def test_frames_follow_each_other(pieces: list[bytes]) -> None:
    assert _unpack(b"".join(map(zstandard.compress, pieces))) == b"".join(pieces)


@given(st.binary(max_size=3000), st.data())
def test_a_frame_that_is_cut_off_is_no_whole(piece: bytes, data: st.DataObject) -> None:
    packed = zstandard.compress(piece)
    cut = data.draw(st.integers(4, len(packed) - 1))
    with pytest.raises(zstandard.ZstdError):
        _unpack(packed[:cut])


def test_records_before_the_break_are_kept(read: Reader) -> None:
    lines = [json.dumps({"id": str(n), "text": f"{n} {BODY}"}) + "\n" for n in range(5000)]
    compressor = zstandard.ZstdCompressor(level=1)
    packed = compressor.compress("".join(lines).encode())
    whole = read("a.jsonl.zst", packed)
    assert [item.id for item in whole] == [str(n) for n in range(5000)]
    *articles, broken = read("a.jsonl.zst", packed[: len(packed) // 2])
    assert len(articles) > 1000 and articles == whole[: len(articles)]
    assert not isinstance(broken, Article) and broken.reason == "damaged"


def test_the_name_counts_without_the_suffix(read: Reader) -> None:
    (article,) = read("a.txt.zst", zstandard.compress(BODY.encode()))
    assert isinstance(article, Article) and article.id == "a" and article.text == BODY
