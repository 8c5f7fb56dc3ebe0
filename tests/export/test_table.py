"""Flat facts, CSV and Parquet: what is written can be read by others, and says what the document says."""

import csv
import io
import json
from dataclasses import replace

import duckdb
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.export.csv import guard, write_csv
from sanctionwire.export.parquet import TABLES, declare_schema, make_tables, write_parquet
from sanctionwire.export.table import DOCUMENTS, FACTS, describe_document, list_facts
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Entity


def read_csv(documents):
    return list(csv.DictReader(io.StringIO("".join(write_csv(documents)), newline="")))


def write_folder(folder, parts):
    for number, documents in enumerate(parts):
        for name, table in make_tables(documents).items():
            (folder / name).mkdir(exist_ok=True, parents=True)
            with (folder / name / f"part-{number:05}.parquet").open("wb") as stream:
                write_parquet(table, stream)


def test_a_row_for_each_target_and_one_for_a_fact_without(document):
    rows = list(list_facts(document))
    assert [(row["fact_id"], row["target"], row["target_level"]) for row in rows] == [
        ("S1", "Acme Lines", "name"),
        ("S1", "Acme Lines and two affiliates", "group"),
        ("S2", None, None),
    ]
    first = rows[0]
    assert first["imposers"] == ["Norland Trade Office"]
    assert first["imposer_labels"] == ["PUBLIC_BODY"]
    assert (first["reason"], first["laws"], first["date"]) == (
        "feeding a war",
        ["Quiet Ports Act"],
        "2024-03-04",
    )
    assert (first["amount"], first["currency"], first["amount_text"]) == (7.5e9, "USD", "about $7.5 billion")
    assert first["evidence"] == ["blacklists", "blacklisted"]
    assert first["sentence"].startswith("Norland blacklists")


def test_offsets_cut_what_the_row_says(document):
    for row in list_facts(document):
        spans = zip(row["evidence_start"], row["evidence_end"], strict=True)
        assert [document.text[start:end] for start, end in spans] == row["evidence"]
        if row["reason"]:
            assert document.text[row["reason_start"] : row["reason_end"]] == row["reason"]


def test_every_declared_column_is_there_and_no_other(document):
    assert all(list(row) == [column.name for column in FACTS] for row in list_facts(document))
    assert list(describe_document(document)) == [column.name for column in DOCUMENTS]
    assert all(column.about for column in (*FACTS, *DOCUMENTS))


def test_csv_reads_back(document):
    rows = read_csv([document, replace(document, id="second")])
    assert [row["document_id"] for row in rows] == ["made-up"] * 3 + ["second"] * 3
    assert rows[0]["measures"] == "asset_freeze; travel_ban"
    assert rows[0]["confidence"] == "0.875"
    assert rows[2]["target"] == ""


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", '=cmd|"/c calc"!A1'])
def test_no_cell_is_a_formula(document, name):
    hostile = replace(
        document,
        source=name,
        entities=tuple(Entity(id=e.id, label=e.label, name=name) for e in document.entities),
    )
    row = read_csv([hostile])[0]
    assert row["source"] == row["target"] == row["imposers"] == f"'{name}"


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_loses_nothing(text):
    cell = guard(text)
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell.strip()
    assert cell.removeprefix("'") == text or cell == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_name_survives_csv(made_up, name):
    document = replace(made_up, entities=tuple(replace(e, name=name) for e in made_up.entities))
    assert read_csv([document])[0]["target"] == guard(name)


@pytest.fixture(scope="module")
def made_up():
    from sanctionwire.schema.records import Document, Sanction

    entity = Entity(id="e1", label="COMPANY", name="Acme")
    fact = Sanction(id="S1", action="impose", status="in_force", target=("e1",))
    return Document(id="d", text="Acme", sha256="0", entities=(entity,), sanctions=(fact,))


def test_duckdb_reads_the_folder(document, tmp_path):
    write_folder(tmp_path, [[document], [], [replace(document, id="żółć")]])
    found = duckdb.sql(
        f"select document_id, target, list_contains(measures, 'travel_ban'), evidence[1] "
        f"from '{tmp_path}/facts/*.parquet' where target_level = 'name' order by document_id"
    ).fetchall()
    assert found == [
        ("made-up", "Acme Lines", True, "blacklists"),
        ("żółć", "Acme Lines", True, "blacklists"),
    ]
    joined = f"select count(*) from '{tmp_path}/facts/*.parquet' f join '{tmp_path}/documents/*.parquet' d on d.id = f.document_id"
    assert duckdb.sql(joined).fetchall() == [(6,)]


def test_pandas_and_pyarrow_read_the_folder(document, tmp_path):
    from pyarrow import dataset

    write_folder(tmp_path, [[document], [], [replace(document, id="second")]])
    frame = pandas.read_parquet(tmp_path / "facts")
    assert list(frame.columns) == [column.name for column in FACTS]
    assert frame.groupby("document_id").size().to_dict() == {"made-up": 3, "second": 3}
    table = dataset.dataset(tmp_path / "documents").to_table()
    assert table.schema.equals(declare_schema("documents"))
    assert table.column("length").to_pylist() == [len(document.text)] * 2


def test_datasets_reads_the_folder(document, tmp_path):
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    write_folder(tmp_path / "out", [[document], [replace(document, id="second")]])
    files = sorted(map(str, (tmp_path / "out" / "facts").iterdir()))
    rows = Dataset.from_parquet(files, cache_dir=str(tmp_path / "cache"))
    assert rows.num_rows == 6
    assert rows[0]["evidence"] == ["blacklists", "blacklisted"]


def test_a_part_without_documents_has_its_columns(tmp_path):
    for name, table in make_tables([]).items():
        assert table.num_rows == 0
        assert table.schema.names == [column.name for column in TABLES[name]]


def test_a_document_comes_back_from_its_row(document):
    (row,) = make_tables([document])["documents"].to_pylist()
    assert parse_document({**json.loads(row["record"]), "text": row["text"]}) == document


def test_the_same_rows_give_the_same_bytes(document):
    streams = io.BytesIO(), io.BytesIO()
    for stream in streams:
        write_parquet(make_tables([document])["facts"], stream)
    assert streams[0].getvalue() == streams[1].getvalue()


def test_words_of_another_producer_do_not_break_a_row(document):
    odd = replace(document, extra={"producer": {"name": 7, "version": ["1"]}, "duplicate_of": 3})
    row = next(list_facts(odd))
    assert (row["producer"], row["version"], row["duplicate_of"]) == ("7", '["1"]', "3")
    assert next(list_facts(replace(document, extra={"producer": "someone"})))["producer"] is None
