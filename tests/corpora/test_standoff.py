"""Detaching and attaching: nothing is lost, nothing of the text is kept, a wrong text is refused."""

import copy
import json
from dataclasses import replace

import pytest
from corpora.documents import TEXT, build_example, draw_annotated
from hypothesis import given
from support import SHARED

from sanctionwire.corpora.attach import attach, parse_standoff
from sanctionwire.corpora.detach import MAX_SHARED_WORDS, detach
from sanctionwire.corpora.files import encode_standoff
from sanctionwire.errors import RecordError
from sanctionwire.ingest.documents import load_documents


def _store(document):
    """Detach, write and read."""
    return parse_standoff(json.loads(encode_standoff(detach(document))))


@given(draw_annotated())
def test_attaching_what_was_detached_gives_the_document_back(document):
    assert attach(_store(document), document.text) == document


@pytest.mark.shared
@pytest.mark.parametrize("name", ["train", "dev"])
def test_every_gold_document_comes_back(name):
    path = SHARED / "gold" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    for document in load_documents(path):
        assert attach(_store(document), document.text) == document


def test_strings_of_the_text_become_spans():
    fields = detach(build_example()).fields
    cut = {key: TEXT[slice(*span)] for key, span in _spans(fields)}
    assert "text" not in fields and fields["length"] == len(TEXT)
    assert not [mention for mention in fields["mentions"] if "text" in mention]
    assert cut["title"] == "Norland fines Acme"
    assert cut["relation 0"] == "spokeswoman" and cut["relation 1"] == "Trade Minister"
    assert cut["quote 0"] == "spokeswoman Ida Berg"
    names = {entity["id"]: entity for entity in fields["entities"]}
    assert "name" not in names["e5"] and TEXT[slice(*names["e5"]["name_at"])] == "Ida Berg"
    assert (names["e2"]["name_form"], names["e3"]["name_form"]) == ("capitalized", "spaced")
    assert names["e7"] == {"id": "e7", "label": "ORGANIZATION", "name_at": None, "name": "United Nations"}


def _spans(fields):
    yield "title", fields["title_at"]
    for place, relation in enumerate(fields["relations"]):
        yield f"relation {place}", relation["title_at"]
    for place, quote in enumerate(fields["quotes"]):
        yield f"quote {place}", quote["speaker_at"]


def test_the_nearest_whole_occurrence_is_meant():
    text = "A chiefly odd tale. Mr Lund is the new chief, the firm said. Ms Berg, a chief of Acme, said so."
    document = _with_text(text, head="Ms Berg", title="chief")
    (relation,) = detach(document).fields["relations"]
    assert relation["title_at"] == [text.rindex("chief"), text.rindex("chief") + 5]
    whole = _with_text("A chiefly odd tale of Ms Berg", head="Ms Berg", title="chief")
    assert detach(whole).fields["relations"][0]["title_at"] == [2, 7]


def _with_text(text, *, head, title):
    example = build_example()
    start = text.index(head)
    mention = replace(example.mentions[6], start=start, end=start + len(head), text=head)
    bare = replace(
        example, text=text, title=None, mentions=(mention,), sanctions=(), quotes=(), valuations=()
    )
    return replace(bare, relations=(replace(example.relations[0], title=title),))


def test_another_text_is_refused_by_name_with_both_checksums():
    document = build_example()
    standoff = detach(document)
    with pytest.raises(RecordError) as raised:
        attach(standoff, TEXT + " ")
    message = str(raised.value)
    assert "document 'd1'" in message and standoff.sha256 in message and "title, blank line, body" in message
    assert f"{len(TEXT)} code points" in message and f"{len(TEXT) + 1}" in message


def test_a_string_that_gives_away_a_sentence_is_refused():
    words = " ".join(TEXT.split()[3 : 4 + MAX_SHARED_WORDS])
    document = build_example()
    with pytest.raises(RecordError, match=r"summary.*6 words"):
        detach(replace(document, extra={"summary": f"In short: {words}!"}))
    assert detach(replace(document, extra={"summary": "Shipping firm pays millions for breaking the rules"}))
    assert detach(replace(document, url="https://example.org/norland-fines-acme-oslo-norland-s-trade"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: v.update(schema="sanctions-facts/1"), "sanctions-facts-standoff/1"),
        (lambda v: v.update(length="9"), "length"),
        (lambda v: v.update(length=10**12), "length"),
        (lambda v: v.update(sha256="abc"), "sha256"),
        (lambda v: v.update(mentions=None), "mentions"),
        (lambda v: v.update(title_at=[3]), "title_at"),
        (lambda v: v["mentions"][0].update(end=10_000), r"mentions\[0\]"),
        (lambda v: v["mentions"][0].update(entity="e99"), "e99"),
        (lambda v: v["entities"][1].update(name_form="shouted"), "name_form"),
        (lambda v: v["entities"][0].update(name_at=None), r"entities\[0\]"),
        (lambda v: v["relations"][0].update(title_at=[5, 5]), r"relations\[0\].title_at"),
        (lambda v: v["quotes"][0].update(speaker_at="me"), r"quotes\[0\].speaker_at"),
        (lambda v: v["sanctions"][0].update(action="punish"), r"sanctions\[0\].action"),
    ],
)
def test_broken_annotation_is_named(change, message):
    value = copy.deepcopy(dict(detach(build_example()).fields))
    change(value)
    with pytest.raises(RecordError, match=message) as raised:
        parse_standoff(value)
    assert raised.value.document_id == "d1"


def test_what_is_no_object_is_refused():
    with pytest.raises(RecordError, match="JSON object"):
        parse_standoff([1])
