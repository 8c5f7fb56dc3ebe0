from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.benchmark.documents import Name, add_names, make_article
from sanctionwire.benchmark.scoring import find_scope
from sanctionwire.benchmark.sets.folding import BEYOND, fold, trim_name
from sanctionwire.benchmark.sets.schemes import OWN_LABELS, load_scheme, load_schemes
from sanctionwire.benchmark.systems.coverage import CONLL, ONTONOTES, Found, add_labeled, read_coverage
from sanctionwire.schema.labels import NAME_LABELS, RELATION_TYPES
from sanctionwire.schema.records import Quote, Relation
from sanctionwire.schema.validate import check_document

TEXT = "The Ministry of Trade fined Orvik Bank's owner Ada Lind in Bergen; the Norwegian Oil Fair went on."


def document(*names, text=TEXT):
    spans = [(text.index(words), label) for words, label in names]
    lengths = [len(words) for words, _ in names]
    return add_names(
        make_article("a", text),
        [
            Name(start=start, end=start + length, label=label)
            for (start, label), length in zip(spans, lengths, strict=True)
        ],
    )


def names(document):
    return [(mention.text, mention.label) for mention in document.mentions]


def test_classes_that_merge_are_written_with_one_label():
    ours = document(("Ministry of Trade", "PUBLIC_BODY"), ("Orvik Bank", "COMPANY"), ("Bergen", "GPE"))
    folded = fold(ours, load_scheme("names"), OWN_LABELS)
    assert names(folded) == [
        ("Ministry of Trade", "ORGANIZATION"),
        ("Orvik Bank", "ORGANIZATION"),
        ("Bergen", "LOC"),
    ]
    check_document(folded)


def test_what_is_in_no_class_is_left_out_on_both_sides():
    ours = document(("Norwegian", "NORP"), ("Ada Lind", "PERSON"))
    assert names(fold(ours, load_scheme("names"), OWN_LABELS)) == [("Ada Lind", "PERSON")]


def test_a_system_that_merges_our_labels_does_only_classes_that_hold_them_all():
    found = document(("Orvik Bank", "ORGANIZATION"), ("Ada Lind", "PERSON"))
    coverage = read_coverage(ONTONOTES)
    assert names(fold(found, load_scheme("names"), coverage))[0] == ("Orvik Bank", "ORGANIZATION")
    assert names(fold(found, load_scheme("facts"), coverage)) == [("Ada Lind", "PERSON")]


def test_articles_and_possessives_count_for_nothing():
    found = document(("The Ministry of Trade", "PUBLIC_BODY"), ("Orvik Bank's", "COMPANY"))
    assert names(fold(found, load_scheme("names"), OWN_LABELS)) == [
        ("Ministry of Trade", "ORGANIZATION"),
        ("Orvik Bank", "ORGANIZATION"),
    ]


def test_labels_beyond_the_schema_reach_the_sets_that_have_a_class_for_them():
    start = TEXT.index("Norwegian Oil Fair")
    span = (start, start + len("Norwegian Oil Fair"))
    found = add_labeled(make_article("a", TEXT), [(span, Found("EVENT"))], ONTONOTES)
    assert (found.mentions, found.extra) == ((), {BEYOND: [[*span, "EVENT"]]})
    assert names(fold(found, load_scheme("conll2003"), OWN_LABELS)) == [("Norwegian Oil Fair", "NORP")]
    assert names(fold(found, load_scheme("names"), OWN_LABELS)) == []


def test_relations_of_a_class_stay_when_their_ends_do():
    ours = document(("Ada Lind", "PERSON"), ("Orvik Bank", "COMPANY"), ("Bergen", "GPE"))
    entities = {mention.text: mention.entity for mention in ours.mentions}
    person, bank, town = (entities[words] for words in ("Ada Lind", "Orvik Bank", "Bergen"))
    relations = (
        Relation(id="r1", type="role_of", head=person, tail=bank, title="owner"),
        Relation(id="r2", type="member_of", head=person, tail=bank),
        Relation(id="r3", type="based_in", head=bank, tail=town),
        Relation(id="r4", type="role_of", head=person, tail=town),
    )
    folded = fold(replace(ours, relations=relations), load_scheme("re3d"), OWN_LABELS)
    assert [(each.type, each.head, each.tail) for each in folded.relations] == [("member_of", person, bank)]


def test_quotes_of_polnear_have_one_kind_and_no_entity():
    ours = document(("Ada Lind", "PERSON"))
    quote = Quote(id="q1", kind="indirect", content=((0, 5),), speaker=ours.mentions[0].entity, source=(6, 9))
    folded = fold(replace(ours, quotes=(quote,)), load_scheme("polnear"), OWN_LABELS)
    assert folded.mentions == ()
    assert [(each.kind, each.speaker, each.source) for each in folded.quotes] == [("direct", None, (6, 9))]
    check_document(folded)


def test_whole_documents_are_scored_as_they_are():
    ours = document(("Norwegian", "NORP"), ("The Ministry of Trade", "PUBLIC_BODY"))
    assert fold(ours, load_scheme("facts"), OWN_LABELS) is ours


@pytest.mark.parametrize(
    ("coverage", "scheme", "classes", "whole"),
    [
        (OWN_LABELS, "facts", 14, True),
        (read_coverage(ONTONOTES), "facts", 7, False),
        (read_coverage(ONTONOTES), "conll2003", 4, True),
        (read_coverage(CONLL), "names", 3, True),
        (read_coverage(CONLL), "facts", 1, False),
    ],
)
def test_scope_tells_classes_done_from_layers_done(coverage, scheme, classes, whole):
    class System:
        layers = frozenset({"mentions"})
        labels = coverage

    scope = find_scope(load_scheme(scheme), System())
    assert len(scope.classes) == classes
    assert ("mentions" in scope.layers) == whole


@pytest.mark.parametrize("name", load_schemes())
def test_the_table_says_what_becomes_of_every_label_of_ours(name):
    scheme = load_scheme(name)
    left_out = {label.strip() for labels in scheme.left_out for label in labels.split(",")}
    if "mentions" in scheme.layers:
        ours = [label for each in scheme.names.values() for label in each.ours]
        assert sorted([*ours, *(left_out & set(NAME_LABELS))]) == sorted(NAME_LABELS)
    if scheme.relations:
        ours = [label for each in scheme.relations.values() for label in each.ours]
        assert sorted([*ours, *(left_out & set(RELATION_TYPES))]) == sorted(RELATION_TYPES)
    written = [each.written for each in scheme.names.values()]
    assert len(set(written)) == len(written)


@settings(max_examples=200, deadline=None)
@given(st.text("the TA'’s🚢 ", min_size=1, max_size=12), st.data())
def test_trimming_stays_within_the_name_and_happens_once(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    trimmed = trim_name(text, (start, end))
    assert start <= trimmed[0] < trimmed[1] <= end


LABELS = st.sampled_from(NAME_LABELS)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30), LABELS), max_size=12),
    st.sampled_from(list(load_schemes())),
)
def test_whatever_is_found_folds_to_a_valid_document(spans, name):
    found = add_names(
        make_article("a", TEXT),
        [
            Name(start=start, end=min(start + length, len(TEXT)), label=label)
            for start, length, label in spans
        ],
    )
    check_document(found)
    folded = fold(found, load_scheme(name), OWN_LABELS)
    check_document(folded)
