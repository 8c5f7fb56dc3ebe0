"""The extractor's parts, with tables of probabilities in place of the trained weights."""

from __future__ import annotations

import doctest

import pytest
from spacy.tokens import Doc, Span
from support import annotate_case

from sanctionwire.extract.sanctions import Judges, actors, extract_sanctions
from sanctionwire.extract.sanctions.actors import read_actor
from sanctionwire.extract.sanctions.arguments import describe_arguments, judge_roles
from sanctionwire.extract.sanctions.claims import describe_claims
from sanctionwire.extract.sanctions.details import find_bases, find_date, find_reason
from sanctionwire.extract.sanctions.measures import describe_measures, judge_measures
from sanctionwire.extract.sanctions.scene import read_scene
from sanctionwire.linear import Features
from sanctionwire.schema.layers import PUBLISHED, TRIGGERS


def announce(marked: str, *words: tuple[str, str, str], published: str = "2021-06-18") -> Doc:
    """Lay triggers over a marked text: (word, action, status), each the first token that reads so."""
    doc = annotate_case(marked, until="triggers", published=published)
    triggers = []
    for number, (word, action, status) in enumerate(words, start=1):
        token = next(token for token in doc if token.text == word)
        triggers.append(Span(doc, token.i, token.i + 1, label=action, kb_id=status, span_id=f"t{number}"))
    doc.spans[TRIGGERS] = triggers
    return doc


class RolesBySlot:
    """Believes the syntax: agents and owners impose, patients are hit."""

    def score(self, features: Features) -> dict[str, float]:
        acts = any(name.startswith(("part=agent", "part=owner")) for name in features)
        hit = any(name.startswith("part=patient") for name in features)
        return {"imposer": 0.9 if acts else 0.1, "target": 0.9 if hit else 0.1}


class ClaimsByJoint:
    """Believes claims whose imposer and target are likely at one trigger."""

    def score(self, features: Features) -> dict[str, float]:
        return {"true": features.get("joint", 0.0)}


class Unspecified:
    def score(self, features: Features) -> dict[str, float]:
        return {"unspecified": 1.0}


JUDGES = Judges(RolesBySlot(), ClaimsByJoint(), Unspecified())
PLAIN = "<GPE e1>Norway</GPE> imposed sanctions on <COMPANY e2>Lirbank</COMPANY> and <COMPANY e3>Torbank</COMPANY>."


def test_one_fact_an_occasion_with_all_its_targets() -> None:
    (fact,) = extract_sanctions(announce(PLAIN, ("sanctions", "impose", "in_force")), judges=JUDGES)
    assert (fact.id, fact.action, fact.status) == ("s1", "impose", "in_force")
    assert (fact.imposer, fact.target, fact.measure) == (("e1",), ("e2", "e3"), ("unspecified",))
    assert fact.evidence == ((15, 24),)
    assert fact.confidence == pytest.approx(0.81)


def test_facts_are_numbered_by_their_first_evidence() -> None:
    doc = announce(
        "<GPE e1>Norway</GPE> lifted sanctions on <COMPANY e2>Lirbank</COMPANY>. "
        "<GPE e4>Peru</GPE> blacklisted <COMPANY e3>Torbank</COMPANY>.",
        ("sanctions", "lift", "in_force"),
        ("blacklisted", "impose", "in_force"),
    )
    facts = extract_sanctions(doc, judges=JUDGES)
    assert [(f.id, f.action, f.imposer, f.target) for f in facts] == [
        ("s1", "lift", ("e1",), ("e2",)),
        ("s2", "impose", ("e4",), ("e3",)),
    ]


def test_without_triggers_there_are_no_facts() -> None:
    assert extract_sanctions(announce(PLAIN), judges=JUDGES) == ()


def test_a_nationality_stands_for_its_state_where_the_text_names_it() -> None:
    doc = announce(
        "<GPE e1>Norway</GPE> met. <NORP e5>Norwegian</NORP> sanctions on <COMPANY e2>Lirbank</COMPANY> stay.",
        ("sanctions", "impose", "in_force"),
    )
    assert {entity for entity, _ in describe_arguments(read_scene(doc), 0)} == {"e1", "e2"}


def test_roles_are_probabilities_of_the_sentence_alone() -> None:
    doc = announce(PLAIN + " <GPE e9>Chad</GPE> waited.", ("sanctions", "impose", "in_force"))
    roles = judge_roles(read_scene(doc), 0, RolesBySlot())
    assert set(roles) == {"e1", "e2", "e3"}
    assert roles["e1"] == (0.9, 0.1)


def test_every_target_may_lack_an_imposer() -> None:
    doc = announce(PLAIN, ("sanctions", "impose", "in_force"))
    scene = read_scene(doc)
    claims = [claim for claim, _ in describe_claims(scene, [judge_roles(scene, 0, RolesBySlot())])]
    assert len(claims) == len(set(claims))
    assert {c.target for c in claims if c.imposer is None} == {c.target for c in claims}
    assert all(c.imposer != c.target for c in claims)


def test_second_readings_of_a_trigger_are_weighed_too() -> None:
    doc = announce(PLAIN, ("sanctions", "impose", "in_force"))
    doc.spans[TRIGGERS].attrs["readings"] = {"t1": [["impose", "in_force", 0.6], ["impose", "planned", 0.3]]}
    scene = read_scene(doc)
    statuses = {c.status for c, _ in describe_claims(scene, [judge_roles(scene, 0, RolesBySlot())])}
    assert statuses == {"in_force", "planned"}


def test_docstrings() -> None:
    assert doctest.testmod(actors).failed == 0


@pytest.mark.parametrize(
    ("name", "label", "state", "level"),
    [
        ("United States", "GPE", "United States", 0.0),
        ("Washington", "GPE", "United States", 0.0),
        ("American", "NORP", "United States", 0.0),
        ("Office of Foreign Assets Control", "PUBLIC_BODY", "United States", 3.0),
        ("Treasury Department", "PUBLIC_BODY", "United States", 2.0),
        ("Donald Trump", "PERSON", "United States", 1.5),
        ("Harbor Council", "ORGANIZATION", "Harbor Council", 2.0),
    ],
)
def test_actors_know_their_state_and_rank(name: str, label: str, state: str, level: float) -> None:
    actor = read_actor(name, label)
    assert (actor.state, actor.level) == (state, level)


@pytest.mark.parametrize(
    ("marked", "word", "status", "date"),
    [
        (
            "On <DATE 2021-06-15>Tuesday</DATE> <GPE e1>Norway</GPE> imposed sanctions.",
            "sanctions",
            "in_force",
            "2021-06-15",
        ),
        ("<GPE e1>Norway</GPE> imposed sanctions.", "sanctions", "in_force", None),
        (
            "<GPE e1>Norway</GPE> said on <DATE 2021-06-15>Tuesday</DATE> it would impose sanctions.",
            "sanctions",
            "in_force",
            "2021-06-15",
        ),
        (
            "<GPE e1>Norway</GPE> said on <DATE 2021-06-15>Tuesday</DATE> it would impose sanctions.",
            "sanctions",
            "threatened",
            None,
        ),
    ],
)
def test_the_date_is_that_of_the_step(marked: str, word: str, status: str, date: str | None) -> None:
    doc = announce(marked, (word, "impose", status))
    assert doc.user_data[PUBLISHED] == "2021-06-18"
    assert find_date(doc, doc.spans[TRIGGERS], status) == date


def test_laws_and_programs_under_which_it_happens() -> None:
    doc = announce(
        "<GPE e1>Norway</GPE> designated <COMPANY e2>Lirbank</COMPANY> under the <LAW e3>Harbor Act</LAW> as a "
        "<PROGRAM e4>Specially Designated National</PROGRAM>.",
        ("designated", "impose", "in_force"),
    )
    assert find_bases(doc, doc.spans[TRIGGERS], "LAW") == ("e3",)
    assert find_bases(doc, doc.spans[TRIGGERS], "PROGRAM") == ("e4",)


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("Norway imposed sanctions over illegal fishing.", "sanctions", "illegal fishing"),
        ("Norway designated two firms for helping smugglers.", "designated", "helping smugglers"),
        ("Norway imposed sanctions because the firms lied.", "sanctions", "the firms lied"),
        ("Norway imposed sanctions for two years.", "sanctions", None),
        ("Norway imposed sanctions.", "sanctions", None),
    ],
)
def test_the_shortest_phrase_that_says_why(text: str, word: str, reason: str | None) -> None:
    doc = announce(text, (word, "impose", "in_force"))
    span = find_reason(doc.spans[TRIGGERS])
    assert (None if span is None else text[span[0] : span[1]]) == reason


def test_measures_come_in_the_order_of_the_guideline_and_never_none() -> None:
    class Table:
        def score(self, features: Features) -> dict[str, float]:
            return {"travel_ban": 0.7, "asset_freeze": 0.9, "penalty": 0.2}

    assert judge_measures({}, Table()) == ("asset_freeze", "travel_ban")
    assert judge_measures({}, Unspecified()) == ("unspecified",)


def test_wordings_near_the_trigger_are_features_of_measures() -> None:
    doc = announce("Norway froze the assets of two firms.", ("froze", "impose", "in_force"))
    features = describe_measures(
        doc, "impose", "in_force", doc.spans[TRIGGERS], ["COMPANY"], is_release=False
    )
    assert {"near asset_freeze", "l=freeze", "target COMPANY"} <= set(features)
