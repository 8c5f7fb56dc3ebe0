"""A correction put back: exactly the change, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchange.documents import draw_document, same
from exchange.plain_formats import ALL, NAMELESS, WHOLE, Plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.exchange.references import rename_references, with_items
from sanctionwire.schema.records import Document, Entity, Mention

each_format = pytest.mark.parametrize("plain", ALL, ids=lambda plain: plain.name)
with_entities = pytest.mark.parametrize("plain", (WHOLE, NAMELESS), ids=lambda plain: plain.name)
MODEST = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def change(document: Document, layer: str, place: int, **values: object) -> Document:
    """Return the document with fields of one item changed."""
    items = list(getattr(document, layer))
    items[place] = replace(items[place], **values)
    return with_items(document, **{layer: tuple(items)})


def remove(document: Document, layer: str, place: int) -> Document:
    items = getattr(document, layer)
    return with_items(document, **{layer: items[:place] + items[place + 1 :]})


def add(document: Document, layer: str, item: object) -> Document:
    return with_items(document, **{layer: (*getattr(document, layer), item)})


def shown(document: Document, plain: Plain) -> Document:
    return next(iter(plain.read(plain.write([document]))))


def place_of(document: Document, words: str, occurrence: int = 0) -> int:
    return [place for place, item in enumerate(document.mentions) if item.text == words][occurrence]


@each_format
@MODEST
@given(document=draw_document())
def test_what_is_untouched_stays_exactly(plain, document):
    assert same(merge(document, shown(document, plain), plain).document, document)


@each_format
@MODEST
@given(document=draw_document(), data=st.data())
def test_order_in_the_files_does_not_matter(plain, document, data):
    found = shown(document, plain)
    spans = [(mention.start, mention.end, mention.label, mention.level) for mention in found.mentions]
    if not plain.with_ids and len(set(spans)) < len(spans):
        return  # nothing tells two such mentions apart
    shuffled = with_items(found, mentions=tuple(data.draw(st.permutations(found.mentions))))
    assert same(merge(document, shuffled, plain).document, document)


@each_format
def test_a_removed_mention_is_all_that_goes(plain, document):
    found = shown(document, plain)
    merged = merge(document, remove(found, "mentions", place_of(found, "Norland", 1)), plain)
    assert same(merged.document, remove(document, "mentions", 3))
    assert merged.changes == {("mentions", "removed"): 1}
    assert not merged.consequences


@each_format
def test_the_last_mention_takes_its_entity_along(plain, document):
    found = shown(document, plain)
    merged = merge(document, remove(found, "mentions", place_of(found, "Trade Office")), plain)
    assert "e3" not in {entity.id for entity in merged.document.entities}
    assert merged.document.sanctions[0].imposer == ()
    assert merged.document.relations == document.relations[:1]
    assert merged.consequences == (
        "entity e3 ('Trade Office') has no mention left and is gone",
        "relation r2 (subsidiary_of) is gone: one of its ends is",
        "sanction s1 (enforce) has lost 1 imposer",
    )


@each_format
def test_a_money_mention_takes_its_valuation_along(plain, document):
    found = shown(document, plain)
    merged = merge(document, remove(found, "mentions", place_of(found, "about $5 million")), plain)
    assert not merged.document.valuations
    assert merged.document.sanctions[0].amount is None
    assert len(merged.consequences) == 2


@each_format
def test_a_relabeled_mention_keeps_the_rest_and_takes_its_only_entity_along(plain, document):
    found = shown(document, plain)
    merged = merge(
        document, change(found, "mentions", place_of(found, "Trade Office"), label="COMPANY"), plain
    )
    expected = change(document, "mentions", 2, label="COMPANY")
    expected = change(expected, "entities", 2, label="COMPANY")
    assert same(merged.document, expected)


@each_format
def test_one_relabeled_mention_of_several_leaves_the_entity(plain, document):
    found = shown(document, plain)
    merged = merge(document, change(found, "mentions", place_of(found, "Norland", 1), label="LOC"), plain)
    assert same(merged.document, change(document, "mentions", 3, label="LOC"))


@each_format
def test_a_moved_mention_stays_itself(plain, document):
    found = shown(document, plain)
    place = place_of(found, "Acme Lines")
    start = found.mentions[place].start
    merged = merge(document, change(found, "mentions", place, end=start + 4, text="Acme"), plain)
    mention = merged.document.mentions[1]
    assert mention == replace(document.mentions[1], end=start + 4, text="Acme")
    assert mention.extra == {"note": "checked"}
    assert merged.document.entities[1].name == "Acme"
    assert merged.consequences == ("entity e2 is now called 'Acme'",)


@each_format
def test_a_new_mention_gets_an_entity_and_lasting_ids(plain, document):
    start = document.text.index("affiliates")
    new = Mention(id="+m99", start=start, end=start + 10, text="affiliates", label="PERSON")
    merged = merge(document, add(shown(document, plain), "mentions", new), plain)
    mention = merged.document.mentions[-1]
    assert mention == replace(new, id="m10", entity="e6")
    assert merged.document.entities[-1] == Entity(id="e6", label="PERSON", name="affiliates")
    assert same(with_items(merged.document, mentions=document.mentions, entities=document.entities), document)


@each_format
def test_the_id_of_what_was_removed_is_not_given_again(plain, document):
    found = remove(shown(document, plain), "mentions", 3)
    new = Mention(id="+m1", start=8, end=18, text="blacklists", label="LAW")
    merged = merge(document, add(found, "mentions", new), plain)
    assert {mention.id for mention in merged.document.mentions} == {
        "m1",
        "m2",
        "m3",
        *(f"m{n}" for n in range(5, 11)),
    }
    assert merged.changes == {("mentions", "added"): 1, ("mentions", "removed"): 1, ("entities", "added"): 1}


@each_format
def test_new_mentions_stand_in_text_order(plain, document):
    new = Mention(id="+m99", start=8, end=18, text="blacklists", label="LAW")
    merged = merge(document, add(shown(document, plain), "mentions", new), plain)
    starts = [mention.start for mention in merged.document.mentions]
    assert starts == sorted(starts)


@each_format
def test_a_mention_marked_twice_is_kept_once(plain, document):
    found = shown(document, plain)
    for copy in (found.mentions[0], replace(found.mentions[0], id="+m50")):
        merged = merge(document, add(found, "mentions", copy), plain)
        assert same(merged.document, document)
        assert merged.consequences == (
            "one of the mentions is there twice and was kept once: GPE 'Norland' at 0",
        )


def test_a_copy_that_was_moved_is_a_new_mention(document):
    start = document.text.index("affiliates")
    moved = replace(document.mentions[7], start=start, end=start + 10, text="affiliates")
    for mentions in ((moved, *document.mentions), (*document.mentions, moved)):
        merged = merge(document, with_items(document, mentions=mentions), WHOLE).document
        assert merged.mentions[:-1] == document.mentions
        assert merged.mentions[-1] == replace(moved, id="m10")


@with_entities
def test_joined_entities_take_the_facts_along(plain, document):
    found = shown(document, plain)
    ours, theirs = (found.mentions[place_of(found, words)].entity for words in ("Acme Lines", "Acme Lines and two affiliates"))  # fmt: skip
    corrected = rename_references(found, "entities", {theirs: ours})
    entities = tuple(entity for entity in found.entities if entity.id != theirs)
    corrected = with_items(corrected, entities=entities)
    merged = merge(document, corrected, plain)
    assert merged.document.sanctions[0].target == ("e2",)
    assert merged.consequences == ("entity e5 ('Acme Lines and two affiliates') is now one with e2",)


def test_facts_that_were_not_shown_follow_joined_entities(document):
    plain = Plain("clusters", with_ids=True, layers=("mentions", "entities"))
    found = shown(document, plain)
    corrected = rename_references(found, "entities", {"e5": "e2"})
    merged = merge(document, with_items(corrected, entities=found.entities[:4]), plain)
    assert merged.document.sanctions[0].target == ("e2",)
    assert merged.document.relations == document.relations


@with_entities
def test_a_split_entity_keeps_its_id_where_most_of_it_is(plain, document):
    found = shown(document, plain)
    found = add(found, "entities", Entity(id="+e77", label="COMPANY", name="Acme"))
    merged = merge(
        document, change(found, "mentions", place_of(found, "Acme"), entity="+e77"), plain
    ).document
    assert [mention.entity for mention in merged.mentions if mention.text.startswith("Acme")] == [
        "e2",
        "e6",
        "e5",
    ]
    assert merged.relations == document.relations


@with_entities
@pytest.mark.parametrize(
    ("layer", "values"),
    [
        ("sanctions", {"status": "planned"}),
        ("sanctions", {"action": "impose", "date": None}),
        ("sanctions", {"measure": ("asset_freeze", "penalty")}),
        ("sanctions", {"evidence": ((8, 18),)}),
        ("relations", {"type": "acts_for"}),
        ("quotes", {"kind": "mixed"}),
        ("quotes", {"speaker": None}),
        ("valuations", {"amount": 6e6, "kind": "debt"}),
    ],
)
def test_a_corrected_fact_changes_in_that_alone(plain, document, layer, values):
    merged = merge(document, change(shown(document, plain), layer, 0, **values), plain)
    assert same(merged.document, change(document, layer, 0, **values))
    assert merged.changes == {(layer, "changed"): 1}


@with_entities
@pytest.mark.parametrize("layer", ["sanctions", "relations", "quotes"])
def test_a_removed_fact_is_all_that_goes(plain, document, layer):
    merged = merge(document, remove(shown(document, plain), layer, 0), plain)
    assert same(merged.document, remove(document, layer, 0))


@with_entities
def test_a_new_fact_gets_a_lasting_id(plain, document):
    found = shown(document, plain)
    fact = replace(
        found.relations[0], id="+r9", type="associate_of", head=found.relations[1].head, evidence=None
    )
    merged = merge(document, add(found, "relations", fact), plain).document
    assert merged.relations[:2] == document.relations
    assert (merged.relations[2].id, merged.relations[2].head) == ("r3", "e3")


def test_members_that_were_not_shown_stay_when_others_change(document):
    class WithoutGroups(Plain):
        def keep(self, document: Document) -> Document:
            targets = tuple(item for item in document.sanctions[0].target if item != "e5")
            return change(document, "sanctions", 0, target=targets)

    plain = WithoutGroups("without groups", with_ids=True)
    found = change(shown(document, plain), "sanctions", 0, target=("e2", "e4"))
    assert merge(document, found, plain).document.sanctions[0].target == ("e2", "e5", "e4")
    found = change(shown(document, plain), "sanctions", 0, target=())
    assert merge(document, found, plain).document.sanctions[0].target == ("e5",)


@each_format
def test_a_label_that_takes_no_entity_loses_it(plain, document):
    found = shown(document, plain)
    merged = merge(document, change(found, "mentions", place_of(found, "Ada Quill"), label="DATE"), plain)
    assert merged.document.mentions[7].entity is None
    assert "quote q1 has lost its speaker" in merged.consequences
    merged = merge(document, change(found, "mentions", place_of(found, "Monday"), label="PERSON"), plain)
    assert (merged.document.mentions[6].entity, merged.document.mentions[6].value) == ("e6", None)


@each_format
def test_another_text_is_refused_with_the_first_difference(plain, document):
    found = replace(shown(document, plain), text=document.text.replace("“", '"'))
    with pytest.raises(RecordError, match=r"document 'small': field text: .*first difference at offset 98: "):
        merge(document, found, plain)


@each_format
def test_overlapping_names_are_refused(plain, document):
    new = Mention(id="+m99", start=3, end=18, text="land blacklists", label="PERSON")
    with pytest.raises(RecordError, match="overlaps mentions"):
        merge(document, add(shown(document, plain), "mentions", new), plain)


@each_format
def test_an_unknown_label_is_refused(plain, document):
    with pytest.raises(RecordError, match="SHIP"):
        merge(document, change(shown(document, plain), "mentions", 0, label="SHIP"), plain)


@with_entities
@MODEST
@given(document=draw_document(), data=st.data())
def test_any_removed_mention_leaves_a_valid_document_without_it(plain, document, data):
    found = shown(document, plain)
    if not document.mentions:
        return
    place = data.draw(st.integers(0, len(document.mentions) - 1))
    gone = document.mentions[place]
    twins = [item for item in document.mentions if (item.start, item.end, item.level) == (gone.start, gone.end, gone.level)]  # fmt: skip
    if len(twins) > 1 and not plain.with_ids:
        return  # nothing tells two such mentions apart
    merged: Merged = merge(document, remove(found, "mentions", place), plain)
    assert merged.document.mentions == document.mentions[:place] + document.mentions[place + 1 :]
    others = {mention.entity for mention in merged.document.mentions}
    if gone.entity in others or gone.entity is None:
        assert [item.id for item in merged.document.entities] == [item.id for item in document.entities]
    else:
        assert gone.entity not in {item.id for item in merged.document.entities}
    assert merged.document.quotes == tuple(
        replace(quote, speaker=None) if quote.speaker == gone.entity and gone.entity not in others else quote
        for quote in document.quotes
    )
