"""For every format: what is exported and imported untouched is what it was, exactly."""

import pytest
from exchange.documents import CONTROL_FREE, draw_document, same
from hypothesis import HealthCheck, given, settings

from sanctionwire.errors import RecordError
from sanctionwire.exchange import FORMATS, load_format
from sanctionwire.exchange.merge import merge

MODEST = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=draw_document())
def test_an_untouched_export_merges_to_the_original(name, document):
    format_ = load_format(name)
    found = list(format_.read(format_.write([document])))
    assert len(found) == 1
    assert not isinstance(found[0], RecordError), found[0]
    merged = merge(document, found[0], format_)
    assert same(merged.document, document)
    assert not merged.changes
    assert not merged.consequences


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=draw_document(pieces=CONTROL_FREE))
def test_text_and_id_are_in_the_files(name, document):
    format_ = load_format(name)
    (found,) = format_.read(format_.write([document]))
    assert (found.text, found.id) == (document.text, document.id)


@pytest.mark.parametrize("name", FORMATS)
@settings(MODEST, max_examples=15)
@given(first=draw_document("one"), second=draw_document("two"), third=draw_document("A/b"))
def test_several_documents_keep_their_places(name, first, second, third):
    format_ = load_format(name)
    documents = [first, second, third]
    files = list(format_.write(documents))
    assert len({file.name for file in files}) == len(files)
    assert not [
        file.name for file in files if file.name.startswith("/") or ".." in file.name or "\\" in file.name
    ]
    assert format_.layout == "folder" or len(files) == 1
    found = list(format_.read(files))
    assert {item.id for item in found} == {"one", "two", "A/b"}
    for document in documents:
        (corrected,) = [item for item in found if item.id == document.id]
        assert same(merge(document, corrected, format_).document, document)


@pytest.mark.parametrize("name", FORMATS)
def test_no_document_makes_no_document(name):
    format_ = load_format(name)
    assert not list(format_.read(format_.write([])))


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=draw_document("d"))
def test_writing_is_deterministic(name, document):
    format_ = load_format(name)
    assert list(format_.write([document])) == list(format_.write([document]))
