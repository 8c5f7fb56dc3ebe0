"""For every format: one correction in what was imported is the one change in the result."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from exchange.documents import draw_document, same
from exchange.example import TEXT, example
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange import FORMATS, load_format
from sanctionwire.exchange.format import File, hash_text
from sanctionwire.exchange.matching import adopt_ids
from sanctionwire.exchange.merge import merge
from sanctionwire.exchange.references import LAYERS, get_items, with_items
from sanctionwire.schema.records import Document, Entity, Mention

MODEST = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
DOCUMENTS = draw_document("d").filter(lambda document: document.mentions)


def read_back(document: Document, name: str) -> Document:
    format_ = load_format(name)
    (found,) = format_.read(format_.write([document]))
    return found


def find_shown(document: Document, found: Document) -> list[Mention | None]:
    """Return, for each mention that was found, the one of the document that it shows; None where it was cut."""
    taken = {layer: {item.id for item in get_items(document, layer)} for layer in LAYERS}
    known = {mention.id: mention for mention in document.mentions}
    shown = [known[mention.id] for mention in adopt_ids(document, found, taken).mentions]
    return [
        one if (one.start, one.end, one.label) == (other.start, other.end, other.label) else None
        for one, other in zip(shown, found.mentions, strict=True)
    ]


def choose(document: Document, found: Document, data: st.DataObject) -> tuple[int, Mention]:
    """Draw a mention that the format shows and that nothing else on its span can be taken for."""
    spans = Counter((mention.start, mention.end) for mention in document.mentions)
    choices = [
        (number, mention)
        for number, mention in enumerate(find_shown(document, found))
        if mention is not None and spans[mention.start, mention.end] == 1
    ]
    assume(choices)
    return data.draw(st.sampled_from(choices))


def has_company(document: Document, found: Document, mention: Mention) -> bool:
    """Return whether the mention's entity keeps a mention, its label and a name that one has, without it.

    Only what the format shows counts: a fact cannot hang on a mention that is not there.
    """
    shown = [item for item in find_shown(document, found) if item is not None and item.id != mention.id]
    others = [item for item in shown if item.entity == mention.entity]
    (entity,) = [item for item in document.entities if item.id == mention.entity]
    if entity.label not in {item.label for item in others}:  # it takes the label that is left
        return False
    return entity.name != mention.text or mention.text in {item.text for item in others}


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=DOCUMENTS, data=st.data())
def test_a_removed_mention_is_all_that_goes(name, document, data):
    found = read_back(document, name)
    number, gone = choose(document, found, data)
    assume(gone.label == "DATE" or (gone.entity is not None and has_company(document, found, gone)))
    corrected = with_items(found, mentions=found.mentions[:number] + found.mentions[number + 1 :])
    merged = merge(document, corrected, load_format(name))
    left = tuple(mention for mention in document.mentions if mention.id != gone.id)
    assert same(merged.document, with_items(document, mentions=left))
    assert merged.changes == {("mentions", "removed"): 1}


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=DOCUMENTS, data=st.data(), label=st.sampled_from(("PERSON", "VESSEL", "LAW")))
def test_a_relabeled_mention_is_all_that_changes(name, document, data, label):
    found = read_back(document, name)
    number, old = choose(document, found, data)
    assume(old.entity is not None and old.label != label)
    mentions = list(found.mentions)
    mentions[number] = replace(mentions[number], label=label)
    merged = merge(document, with_items(found, mentions=tuple(mentions)), load_format(name))
    expected = tuple(replace(item, label=label) if item.id == old.id else item for item in document.mentions)
    assert same(
        with_items(merged.document, entities=document.entities), with_items(document, mentions=expected)
    )
    labels = {item.label for item in expected if item.entity == old.entity}
    for before, after in zip(document.entities, merged.document.entities, strict=True):
        follows = before.id == old.entity and before.label == old.label and labels == {label}
        assert after == (replace(before, label=label) if follows else before)


@pytest.mark.parametrize("name", FORMATS)
@MODEST
@given(document=DOCUMENTS, data=st.data())
def test_a_new_mention_is_all_that_comes(name, document, data):
    found = read_back(document, name)
    taken = {at for item in document.mentions if item.level == "name" for at in range(item.start, item.end)}
    free = [at for at, char in enumerate(document.text) if char.isalnum() and at not in taken]
    assume(free)
    at = data.draw(st.sampled_from(free))
    new = Mention(id="+m999", start=at, end=at + 1, text=document.text[at], label="LAW", entity=None)
    merged = merge(document, with_items(found, mentions=(*found.mentions, new)), load_format(name)).document
    (came,) = [item for item in merged.mentions if item.id not in {known.id for known in document.mentions}]
    assert came == replace(new, id=came.id, entity=came.entity)
    assert merged.entities == (*document.entities, Entity(id=came.entity, label="LAW", name=new.text))
    left = tuple(item for item in merged.mentions if item.id != came.id)
    assert same(with_items(merged, mentions=left, entities=document.entities), document)


def change_word(name: str, old: bytes, new: bytes) -> list[File]:
    """Return the files of the example with a word changed in them, wherever it stands."""
    document = example()
    if name == "docbin":  # in it words are numbers
        text = document.text.replace(old.decode(), new.decode())
        document = Document(id=document.id, text=text, sha256=hash_text(text))
    return [replace(file, data=file.data.replace(old, new)) for file in load_format(name).write([document])]


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_that_was_changed_in_the_tool_s_file_is_refused_with_the_first_difference(name):
    """The first letter that differs comes after an emoji, so that no other unit would give this offset."""
    (found,) = load_format(name).read(change_word(name, b"eight", b"seven"))
    assert isinstance(found, Document), found
    place = TEXT.index("eight")
    assert place > TEXT.index("😀")
    with pytest.raises(RecordError, match=f"first difference at offset {place}: expected 'and eight firms"):
        merge(example(), found, load_format(name))
