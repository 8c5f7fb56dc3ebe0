"""Trigger words: what they announce, how firmly, and the words that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from support import annotate_case, parse, pipeline

from sanctionwire.annotate.triggers import Judges, find_triggers
from sanctionwire.annotate.triggers.actions import read_action
from sanctionwire.annotate.triggers.features import is_release
from sanctionwire.annotate.triggers.moods import is_negated, read_status
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.linear import Features
from sanctionwire.schema.labels import ACTIONS, STATUSES
from sanctionwire.schema.layers import MENTIONS, TRIGGERS


def word(text: str, target: str) -> tuple[str, str]:
    """Return the action and status that the rules read off one word of a text."""
    doc = parse(text, until="dates")
    token = next(token for token in doc if token.text == target)
    action, anchor = read_action(token)
    return action, read_status(anchor, action)


@pytest.mark.parametrize(
    ("text", "target", "action"),
    [
        ("Norway imposed sanctions on Lirbank.", "sanctions", "impose"),
        ("There are sanctions on Lirbank.", "sanctions", "impose"),
        ("Norway lifted its sanctions on Lirbank.", "sanctions", "lift"),
        ("The sanctions on Lirbank were lifted by Norway.", "sanctions", "lift"),
        ("They discussed the lifting of sanctions on Lirbank.", "sanctions", "lift"),
        ("Norway eased sanctions on Lirbank.", "sanctions", "ease"),
        ("The deal brought Lirbank sanctions relief.", "sanctions", "ease"),
        ("Norway renewed the sanctions on Lirbank.", "sanctions", "extend"),
        ("The sanctions on Lirbank will remain in place.", "sanctions", "extend"),
        ("Lirbank evaded sanctions for years.", "sanctions", "evade"),
        ("Lirbank is accused of sanctions evasion.", "sanctions", "evade"),
        ("The regulator fined Lirbank.", "fined", "enforce"),
        ("Norway sanctioned Lirbank.", "sanctioned", "impose"),
        ("Norway announced a new round of sanctions.", "sanctions", "impose"),
    ],
)
def test_the_governing_word_tells_the_action(text: str, target: str, action: str) -> None:
    assert word(text, target)[0] == action


@pytest.mark.parametrize(
    ("text", "target", "status"),
    [
        ("Norway imposed sanctions on Lirbank.", "sanctions", "in_force"),
        ("Norway will impose sanctions on Lirbank on Monday.", "sanctions", "in_force"),
        ("Norway threatened to impose sanctions on Lirbank.", "sanctions", "threatened"),
        ("Norway could impose sanctions on Lirbank.", "sanctions", "threatened"),
        ("Norway will impose sanctions if Lirbank does not pay.", "sanctions", "threatened"),
        ("Norway plans to impose sanctions on Lirbank.", "sanctions", "planned"),
        ("Norway is considering sanctions on Lirbank.", "sanctions", "planned"),
        ("Norway could lift sanctions on Lirbank.", "sanctions", "planned"),
        ("Sweden urged Norway to impose sanctions on Lirbank.", "sanctions", "requested"),
        ("Sweden called for sanctions on Lirbank.", "sanctions", "requested"),
        ("Norway should impose sanctions on Lirbank.", "sanctions", "requested"),
        ("Norway refused to lift sanctions on Lirbank.", "sanctions", "rejected"),
        ("Norway did not impose sanctions on Lirbank.", "sanctions", "rejected"),
        ("Norway rejected sanctions on Lirbank.", "sanctions", "rejected"),
        ("He called the sanctions on Lirbank unfair.", "sanctions", "in_force"),
        ("In the face of sanctions Lirbank closed.", "sanctions", "in_force"),
    ],
)
def test_governors_mood_and_negation_tell_the_status(text: str, target: str, status: str) -> None:
    assert word(text, target)[1] == status


def test_a_negated_governor_turns_the_status() -> None:
    assert word("Norway does not plan to impose sanctions on Lirbank.", "sanctions")[1] == "rejected"
    assert word("Norway did not refuse to impose sanctions on Lirbank.", "sanctions")[1] == "in_force"


def test_no_longer_negates() -> None:
    doc = parse("Norway no longer exempts Lirbank.", until="dates")
    assert is_negated(next(token for token in doc if token.text == "exempts")) or "longer" in doc.text


def test_every_form_of_a_word_is_looked_at() -> None:
    doc = parse("SANCTIONS, sanctioned, Blacklisting and embargoes; a table.", until="dates")
    assert [token.text for token in find_words(doc)] == [
        "SANCTIONS",
        "sanctioned",
        "Blacklisting",
        "embargoes",
    ]


def test_a_release_is_known_by_its_opening() -> None:
    assert is_release(parse("Treasury Targets Fleet\n\nOSLO - Today the office acted.", until="dates"))
    assert not is_release(parse("Fleet hit\n\nOSLO - The office acted on Monday.", until="dates"))


class Always:
    """A judge that gives every label the same probability."""

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def score(self, features: Features) -> dict[str, float]:
        return dict.fromkeys(("announces", *ACTIONS, *STATUSES), self.probability)


def test_the_rule_outweighs_an_undecided_model() -> None:
    doc = parse("Norway lifted its sanctions on Lirbank.", until="dates")
    found = find_triggers(doc, Judges(Always(0.5), Always(0.5), Always(0.5)))
    assert {(t.span.text, t.span.label_) for t in found} == {("lifted", "lift"), ("sanctions", "lift")}
    assert [t.span.id_ for t in found] == ["t1", "t2"]
    for trigger in found:
        probabilities = [p for _, _, p in trigger.readings]
        assert probabilities == sorted(probabilities, reverse=True)
        assert 0 < sum(probabilities) <= 0.5 + 1e-9


def test_unlikely_words_are_no_triggers() -> None:
    doc = parse("Norway lifted its sanctions on Lirbank.", until="dates")
    assert find_triggers(doc, Judges(Always(0.05), Always(0.5), Always(0.5))) == []


@pytest.mark.parametrize(
    ("marked", "action", "status"),
    [
        (
            "<GPE>Norway</GPE> imposed sanctions on <COMPANY>Lirbank</COMPANY> on Tuesday.",
            "impose",
            "in_force",
        ),
        ("<GPE>Norway</GPE> lifted sanctions on <COMPANY>Lirbank</COMPANY> on Tuesday.", "lift", "in_force"),
        (
            "<ORGANIZATION>EU</ORGANIZATION> extends sanctions on <GPE>Belarus</GPE> for a year.",
            "extend",
            "in_force",
        ),
        (
            "<GPE>Canada</GPE> blacklisted <COMPANY>Lirbank</COMPANY> and froze its assets.",
            "impose",
            "in_force",
        ),
        ("<GPE>Norway</GPE> threatened new sanctions on <GPE>Iran</GPE>.", "impose", "threatened"),
        (
            "<GPE>Sweden</GPE> urged <GPE>Norway</GPE> to sanction <COMPANY>Lirbank</COMPANY>.",
            "impose",
            "requested",
        ),
    ],
)
def test_the_shipped_model_reads_plain_sentences(marked: str, action: str, status: str) -> None:
    doc = annotate_case(marked, until="groups")
    assert (action, status) in {(span.label_, span.kb_id_) for span in doc.spans[TRIGGERS]}


def test_readings_survive_serialization() -> None:
    doc = annotate_case("<GPE>Norway</GPE> imposed sanctions on <GPE>Iran</GPE>.", until="groups")
    back = Doc(pipeline().vocab).from_bytes(doc.to_bytes())
    assert back.spans[TRIGGERS].attrs["readings"] == doc.spans[TRIGGERS].attrs["readings"]
    assert set(back.spans[TRIGGERS].attrs["readings"]) == {span.id_ for span in doc.spans[TRIGGERS]}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "sanctions",
                "on",
                "Iran",
                "lifted",
                "imposed",
                "\n\n",
                "“",
                ".",
                "-",
                "U.S.",
                "not",
                "\u200d",
                "🇺🇸",
                "froze",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_any_text_gives_triggers_inside_it(text: str) -> None:
    doc = parse(text, until="groups")
    for span in doc.spans[TRIGGERS]:
        assert text[span.start_char : span.end_char] == span.text
        assert span.label_ in ACTIONS
        assert span.kb_id_ in STATUSES


def test_texts_without_words_have_no_triggers() -> None:
    for text in ("", " ", "Iran"):
        doc = pipeline().make_doc(text)
        doc.spans[MENTIONS] = []
        assert find_triggers(doc) == []
