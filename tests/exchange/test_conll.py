"""CoNLL columns as people and their tools read and change them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchange.documents import PIECES
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange import load_format
from sanctionwire.exchange.conll.brackets import Column, is_crossed, read_column
from sanctionwire.exchange.conll.spacing import escape, unescape
from sanctionwire.exchange.format import File, hash_text
from sanctionwire.exchange.merge import merge
from sanctionwire.schema.records import Document

CONLL = load_format("conll")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def write(document):
    (file,) = CONLL.write([document])
    return file.data.decode()


def read(text):
    (found,) = CONLL.read([File("changed.conllup", text.encode())])
    return found


def rows(text):
    return [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]


def column(text, name):
    place = text.split("\n")[0].removeprefix("# global.columns = ").split().index(name)
    return {row[1]: row[place] for row in rows(text) if row[place] not in ("_", "O")}


def replace_line(text, form, old, new, occurrence=0):
    """Change a cell in the line of the n-th token with a form."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if f"\t{form}\t" in line]
    lines[places[occurrence]] = lines[places[occurrence]].replace(old, new)
    return "\n".join(lines)


def test_the_file_looks_like_this(document):
    lines = write(document).split("\n")
    assert lines[0] == "# global.columns = ID FORM NER GROUP COREF SANCTION QUOTE VALUATION RELATION MISC"
    assert lines[1:4] == [
        "# newdoc id = small",
        r"# title = Norland\sblacklists\sAcme\sLines",
        "# published = 2024-03-05",
    ]
    assert [line.split("\t") for line in lines[4:9]] == [
        ["1", "Norland", "B-GPE", "_", "(e1)", "_", "_", "_", "_", "TokenRange=0:7"],
        ["2", "blacklists", "O", "_", "_", "(s1:enforce.in_force)", "_", "_", "_", "TokenRange=8:18"],
        ["3", "Acme", "B-COMPANY", "_", "(e2", "_", "_", "_", "_", "TokenRange=19:23"],
        [
            "4",
            "Lines",
            "I-COMPANY",
            "_",
            "e2)",
            "_",
            "_",
            "_",
            "_",
            r"TokenRange=24:29|SpacesAfter=\n\n",
        ],
        [""],
    ]


def test_layers_have_their_columns(document):
    text = write(document)
    assert column(text, "GROUP") == {"Acme": "(m9:COMPANY", "affiliates": "m9:COMPANY)"}
    assert column(text, "SANCTION")["Trade"] == "(s1:imposer"
    assert column(text, "QUOTE")["said"] == "(q1:cue)"
    assert column(text, "VALUATION")["about"] == "(v1:penalty"
    assert column(text, "RELATION")["Trade"] == "(r2:subsidiary_of.head"
    assert "Value=2024-03-04" in column(text, "MISC")["Monday"]


def test_corrections_made_in_columns_come_back(document):
    text = replace_line(write(document), "Norland", "B-GPE", "B-LOC", 1)
    text = replace_line(text, "blacklists", "(s1:enforce.in_force)", "_")
    text = replace_line(text, "said", "_\t(q1:cue)", "_\t_")
    text = replace_line(text, "affiliates", "\tO\t", "\tB-PERSON\t")
    merged = merge(document, read(text), CONLL)
    assert merged.document.mentions[3] == replace(document.mentions[3], label="LOC")
    assert merged.document.mentions[:3] == document.mentions[:3]
    assert merged.document.mentions[-1].text == "affiliates"
    assert merged.document.sanctions == (
        replace(document.sanctions[0], evidence=document.sanctions[0].evidence[1:]),
    )
    assert merged.document.quotes == (replace(document.quotes[0], cue=None),)
    assert merged.document.valuations == document.valuations


def test_plain_columns_of_another_tool_are_read():
    found = read(
        "# global.columns = FORM NER\nAcme\tI-COMPANY\nLines\tI-COMPANY\nsued\tO\n\nAda\tB-PERSON\nBo\tB-PERSON\n"
    )
    assert found.text == "Acme Lines sued Ada Bo "
    assert [(item.text, item.label) for item in found.mentions] == [
        ("Acme Lines", "COMPANY"),
        ("Ada", "PERSON"),
        ("Bo", "PERSON"),
    ]


@pytest.mark.parametrize(
    ("form", "old", "new", "said"),
    [
        ("Acme", "(e2", "_", r"changed.conllup:8: document 'small': 'e2\)' in COREF closes nothing that is open"),
        ("Lines", "e2)", "_", r"changed.conllup:7: document 'small': \(e2 in COREF is never closed"),
        ("Norland", "\t_\t", " _ ", "changed.conllup:5: document 'small': .* columns instead of 10"),
        ("Norland", "\tNorland\t", "\tNoreland\t", "TokenRange=0:7, but the tokens and spaces so far put 'Noreland' at 0:8"),
        ("blacklists", "enforce", "forbid", "action is 'forbid'"),
        ("Trade", "(r2:subsidiary_of.head", "_", "closes nothing"),
    ],
)  # fmt: skip
def test_broken_columns_are_explained(document, form, old, new, said):
    with pytest.raises(RecordError, match=said):
        raise read(replace_line(write(document), form, old, new))


def test_a_broken_document_leaves_the_others(document):
    other = Document(id="other", text="Fine.", sha256=hash_text("Fine."))
    (file,) = CONLL.write([document, other])
    broken = file.data.decode().replace("(e1)", "e1)", 1)
    first, second = CONLL.read([File("changed.conllup", broken.encode())])
    assert isinstance(first, RecordError)
    assert second == other


@given(TEXTS)
def test_escaped_text_is_one_cell_and_comes_back(text):
    cell = escape(text)
    assert unescape(cell) == text
    assert not set(cell) & set(" \t\r\n|\x0b\x85\u2028")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_brackets_bring_back_spans_that_do_not_cross(drawn):
    written, kept = Column(6), []
    for key, one, other in drawn:
        place = min(one, other), max(one, other)
        assert written.add(key, place) == (
            not is_crossed(place, [span for name, span in kept if name == key])
        )
        if not is_crossed(place, [span for name, span in kept if name == key]):
            kept.append((key, place))
    assert sorted(read_column(written.write(), "COREF")) == sorted(kept)


def test_crossing_needs_an_overlap_in_part():
    assert is_crossed((0, 2), [(2, 3)])
    assert is_crossed((2, 3), [(0, 2)])
    assert not is_crossed((0, 2), [(3, 4), (1, 1), (0, 2), (0, 5)])


def test_a_description_on_the_words_of_an_amount_may_be_its_subject(document):
    money = next(mention for mention in document.mentions if mention.label == "MONEY")
    group = replace(money, id="g", label="COMPANY", level="group", entity="e2")
    (valuation,) = document.valuations
    changed = replace(document, mentions=(*document.mentions, group))
    assert valuation.subject == "e2"
    (found,) = CONLL.read(CONLL.write([changed]))
    assert not isinstance(found, RecordError), found
    assert found.valuations[0].subject is not None
