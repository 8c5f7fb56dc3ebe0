"""Rows, tables and Parquet files hold what the documents hold."""

import datasets
import pandas
import pytest
from corpora.documents import build_example, draw_annotated
from hypothesis import given

from sanctionwire.corpora.attach import attach
from sanctionwire.corpora.columns import COLUMNS, declare_features, from_row, to_row
from sanctionwire.corpora.detach import detach
from sanctionwire.corpora.tables import make_dataset, write_parquet
from sanctionwire.errors import InputError
from sanctionwire.schema.parse import LAYER_RECORDS


@given(draw_annotated())
def test_a_row_gives_the_document_back(document):
    assert from_row(to_row(document)) == document
    standoff = from_row(to_row(detach(document)))
    assert attach(standoff, document.text) == document


def _check_shape(value, shape, path):
    if isinstance(shape, list):
        assert isinstance(value, list), path
        for item in value:
            _check_shape(item, shape[0], path)
    elif isinstance(shape, dict) and value is not None:
        assert list(value) == list(shape), path
        for name, column in shape.items():
            _check_shape(value[name], column, f"{path}.{name}")
    elif value is not None:
        assert isinstance(value, {"string": str, "int64": int, "float64": float}[shape]), path


@given(draw_annotated())
def test_every_column_is_typed_and_in_every_row(document):
    for item in (document, detach(document)):
        _check_shape(to_row(item), COLUMNS, "")


def test_columns_of_text_are_null_without_the_text():
    full, bare = to_row(build_example()), to_row(detach(build_example()))
    assert (bare["text"], bare["title"], full["title"]) == (None, None, "Norland fines Acme")
    assert {mention["text"] for mention in bare["mentions"]} == {None}
    assert [entity["name"] for entity in bare["entities"] if entity["name"]] == ["United Nations"]
    assert full["title_at"] == bare["title_at"] == {"start": 0, "end": 18}
    assert (full["schema"], bare["schema"]) == ("sanctions-facts/1", "sanctions-facts-standoff/1")


def test_features_have_every_layer():
    features = declare_features()
    assert list(features) == list(COLUMNS) and set(LAYER_RECORDS) <= set(features)
    assert isinstance(features["mentions"], datasets.List)
    assert features["text"] == datasets.Value("string")


def test_parquet_gives_back_what_was_written(tmp_path):
    documents = (build_example("a"), detach(build_example("b")), build_example("c"))
    write_parquet(tmp_path / "out" / "x.parquet", documents)
    rows = [to_row(item) for item in documents]
    path = str(tmp_path / "out" / "x.parquet")
    read = datasets.Dataset.from_parquet(path, cache_dir=str(tmp_path / "cache"))
    assert read.features == declare_features() and list(read) == rows == list(make_dataset(documents))
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == list(COLUMNS) and frame["id"].tolist() == ["a", "b", "c"]
    assert [item.name for item in (tmp_path / "out").iterdir()] == ["x.parquet"]


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"x\.parquet: cannot be written"):
        write_parquet(tmp_path / "file" / "x.parquet", [build_example()])
