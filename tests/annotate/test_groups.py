"""Groups: which noun phrases may be one, how far they reach, their labels and ids."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from support import annotate_case, parse

from sanctionwire.annotate.groups import collect_groups, find_candidates, find_groups
from sanctionwire.annotate.groups.features import count_names
from sanctionwire.annotate.groups.nouns import find_bounds, find_readings, read_count, read_label
from sanctionwire.linear import Features
from sanctionwire.roles.fillers import read_cast
from sanctionwire.schema.layers import GROUPS, TRIGGERS


def head(text: str, word: str) -> tuple[Doc, int]:
    doc = parse(text, until="dates")
    return doc, next(token.i for token in doc if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "group"),
    [
        ("Norway sanctioned eight Chinese companies on Monday.", "companies", "eight Chinese companies"),
        ("Norway sanctioned the two banks.", "banks", "two banks"),
        ("Norway sanctioned officials of the ministry.", "officials", "officials of the ministry"),
        ("Norway sanctioned companies and banks.", "companies", "companies and banks"),
        ("Norway sanctioned firms, including Lirbank.", "firms", "firms"),
        ("Norway sanctioned 10 ships designated in May.", "ships", "10 ships"),
        ("Norway sanctioned firms (and others).", "firms", "firms"),
    ],
)
def test_a_group_reaches_as_far_as_what_narrows_it(text: str, word: str, group: str) -> None:
    doc, index = head(text, word)
    assert find_bounds(doc, doc[index]).text == group


@pytest.mark.parametrize(
    ("text", "word", "readings"),
    [
        ("Norway sanctioned two firms and four banks.", "firms", {"two firms", "two firms and four banks"}),
        ("Norway sanctioned companies and banks.", "companies", {"companies", "companies and banks"}),
        (
            "Norway sanctioned 10 ships that it says carried oil.",
            "ships",
            {"10 ships", "10 ships that it says carried oil"},
        ),
        (
            "Norway sanctioned officials of the ministry.",
            "officials",
            {"officials", "officials of the ministry"},
        ),
    ],
)
def test_a_phrase_has_several_readings(text: str, word: str, readings: set[str]) -> None:
    doc, index = head(text, word)
    assert {span.text for _, span in find_readings(doc, doc[index]).values()} >= readings


def test_a_surer_trigger_makes_another_candidate() -> None:
    doc = announced("<GPE e1>Norway</GPE> sanctioned eight firms.")
    sure = [candidate.features for candidate in find_candidates(doc, read_cast(doc))]
    doc.spans[TRIGGERS].attrs["readings"] = {"t1": [["impose", "in_force", 0.25]]}
    unsure = [candidate.features for candidate in find_candidates(doc, read_cast(doc))]
    assert {features["patient certainty"] for features in sure if "patient" in features} == {1.0}
    assert {features["patient certainty"] for features in unsure if "patient" in features} == {0.25}


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("They hit senior officials.", "officials", "PERSON"),
        ("They hit eight firms.", "firms", "COMPANY"),
        ("They hit three tankers.", "tankers", "VESSEL"),
        ("They hit other countries.", "countries", "GPE"),
        ("They hit armed groups.", "groups", "ORGANIZATION"),
        ("They hit oil imports.", "imports", "SECTOR"),
    ],
)
def test_the_head_tells_the_label(text: str, word: str, label: str) -> None:
    doc, index = head(text, word)
    assert read_label(doc[index]) == label


@pytest.mark.parametrize(
    ("text", "word", "count"),
    [
        ("They hit eight firms.", "firms", 8),
        ("They hit 28 firms.", "firms", 28),
        ("They hit several firms.", "firms", None),
        ("They hit more than 600 firms.", "firms", None),
    ],
)
def test_plain_numbers_are_counted(text: str, word: str, count: int | None) -> None:
    doc, index = head(text, word)
    assert read_count(doc[index]) == count


def test_names_that_could_be_the_members_are_counted() -> None:
    doc = annotate_case(
        "<GPE>Norway</GPE> sanctioned two banks, <COMPANY>Lirbank</COMPANY> and <COMPANY>Torbank</COMPANY>, "
        "and <PERSON>Berg</PERSON>.",
        until="triggers",
    )
    cast = read_cast(doc)
    assert count_names(cast, "COMPANY") == 2
    assert count_names(cast, "PERSON") == 1


class Everything:
    """A judge that takes every noun phrase for a group."""

    def score(self, features: Features) -> dict[str, float]:
        return {"group": 0.9 if features.get("plural") else 0.1}


def announced(marked: str) -> Doc:
    doc = annotate_case(marked, until="triggers")
    word = next(token for token in doc if token.text.startswith("sanction"))
    doc.spans[TRIGGERS] = [Span(doc, word.i, word.i + 1, label="impose", kb_id="in_force", span_id="t1")]
    return doc


def test_ids_go_on_and_repeated_words_share_one() -> None:
    doc = announced(
        "<GPE e7>Norway</GPE> sanctioned eight firms. It said the eight firms and sanctions were new."
    )
    spans = [span for span, _ in find_groups(doc, Everything())]
    assert [span.kb_id_ for span in spans][:1] == ["e8"]
    assert len({span.kb_id_ for span in spans if span.text == "eight firms"}) == 1


def test_groups_carry_their_probability_and_do_not_overlap() -> None:
    doc = announced("<GPE e1>Norway</GPE> sanctioned eight firms and four officials of three ministries.")
    found = find_groups(doc, Everything())
    tokens = [token.i for span, _ in found for token in span]
    assert len(tokens) == len(set(tokens))
    group = collect_groups(doc, found)
    assert set(group.attrs["probabilities"]) == {span.kb_id_ for span in group}


def test_names_and_sentences_without_a_trigger_are_no_candidates() -> None:
    doc = announced(
        "<GPE e1>Norway</GPE> sanctioned <COMPANY e2>Lirbank</COMPANY>. Ministers met in a hotel."
    )
    assert [candidate.span.text for candidate in find_candidates(doc, read_cast(doc))] == []


def test_without_triggers_there_are_no_groups() -> None:
    doc = annotate_case("<GPE>Norway</GPE> has eight firms.", until="triggers")
    doc.spans[TRIGGERS] = []
    assert find_groups(doc) == []


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "sanctions",
                "on",
                "eight",
                "firms",
                "and",
                "officials",
                "that",
                "Iran",
                ",",
                ".",
                "\n\n",
                "(",
                "10",
                "“",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_groups_of_any_text_lie_inside_it(text: str) -> None:
    doc = parse(text, until="")
    for span in doc.spans[GROUPS]:
        assert text[span.start_char : span.end_char] == span.text
        assert span.text.strip()
        assert span.kb_id_
