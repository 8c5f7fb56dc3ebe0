"""What each operation does, consequences included."""

from __future__ import annotations

from typing import Any

import pytest
from review.conftest import TEXT, span

from sanctionwire.errors import RecordError
from sanctionwire.review.operations import Plan, plan, read_operation
from sanctionwire.review.state import State
from sanctionwire.schema.records import Document


def do(document: Document | State, op: str, **fields: Any) -> Plan:
    state = document if isinstance(document, State) else State(document=document)
    return plan(state, read_operation({"op": op, **fields}), revision=7, annotator="Ada", at="now")


def refuse(document: Document | State, op: str, **fields: Any) -> RecordError:
    with pytest.raises(RecordError) as caught:
        do(document, op, **fields)
    return caught.value


def entities(made: Plan) -> dict[str, tuple[str, str]]:
    return {entity.id: (entity.label, entity.name) for entity in made.state.document.entities}


def get(made: Plan, layer: str, name: str) -> Any:
    return next((item for item in getattr(made.state.document, layer) if item.id == name), None)


def test_a_mention_makes_an_entity_and_stands_where_the_text_has_it(document):
    made = do(document, "add_mention", **span("fined"), label="LAW")
    assert [mention.text for mention in made.state.document.mentions][:3] == [
        "Norland",
        "fined",
        "Acme Lines",
    ]
    assert entities(made)["e7_1"] == ("LAW", "fined")
    assert made.said == "Marked “fined” as LAW."


def test_a_mention_joins_an_entity(document):
    made = do(document, "add_mention", **span("it"), label="COMPANY", entity="e2")
    assert len(entities(made)) == 3
    assert refuse(document, "add_mention", **span("it"), label="PERSON", entity="e2").field == "label"
    assert refuse(document, "add_mention", **span("it"), label="PERSON", entity="e9").field == "entity"


def test_white_space_at_the_ends_of_a_mention_is_left_out(document):
    start = span("fined")["start"]
    made = do(document, "add_mention", start=start - 1, end=start + 6, label="LAW")
    assert get(made, "mentions", "m7_2").text == "fined"
    assert "white space" in refuse(document, "add_mention", start=start - 1, end=start, label="LAW").problem


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 2), (0, len(TEXT) + 1), (10**9, 10**9 + 1)])
def test_a_mention_outside_the_text_is_refused(document, start, end):
    assert refuse(document, "add_mention", start=start, end=end, label="LAW").field == "start"


def test_everywhere_marks_whole_words_that_are_free(document):
    text_free = do(document, "remove_mention", id="m2").state
    made = do(text_free, "add_mention", **span("Acme Lines"), label="COMPANY", entity="e2", everywhere=True)
    assert "0 other places" in made.said, "the second one is marked already"
    both_free = do(text_free, "remove_mention", id="m5").state
    made = do(both_free, "add_mention", **span("Acme Lines", 20), label="COMPANY", everywhere=True)
    marked = [mention for mention in made.state.document.mentions if mention.text == "Acme Lines"]
    assert [mention.start for mention in marked] == [
        span("Acme Lines")["start"],
        span("Acme Lines", 20)["start"],
    ]
    assert len({mention.entity for mention in marked}) == 1
    start = span("in May")["start"]
    made = do(document, "add_mention", start=start, end=start + 2, label="LAW", everywhere=True)
    assert "0 other places" in made.said, "“in” inside “Lines” and “fined” is no word"


def test_everywhere_knows_words_that_end_in_a_dot(document):
    from review.random_work import make_document

    made = do(
        make_document("Acme Co. paid. Acme Co. left."),
        "add_mention",
        start=0,
        end=8,
        label="COMPANY",
        everywhere=True,
    )
    assert len(made.state.document.mentions) == 2


def test_names_do_not_overlap_but_groups_hold_names(document):
    inside = {**span("Lines"), "label": "COMPANY"}
    assert "overlaps “Acme Lines”" in refuse(document, "add_mention", **inside).problem
    start, end = span("Acme")["start"], span("$5m")["end"]
    group = do(document, "add_mention", start=start, end=end, label="COMPANY", level="group")
    assert get(group, "mentions", "m7_2").level == "group"
    assert (
        "is marked already"
        in refuse(group.state, "add_mention", start=start, end=end, label="GPE", level="group").problem
    )


def test_a_sector_is_a_group(document):
    assert "SECTOR" in refuse(document, "add_mention", **span("fined"), label="SECTOR").problem
    assert do(document, "add_mention", **span("fined"), label="SECTOR", level="group").changes


def test_a_moved_sole_mention_renames_its_entity(document):
    made = do(document, "set_mention", id="m6", end=span("Bo")["end"])
    assert entities(made)["e3"] == ("PERSON", "Bo")
    made = do(document, "set_mention", id="m2", end=span("Acme")["end"])
    assert entities(made)["e2"] == ("COMPANY", "Acme Lines"), "another mention has the name still"


def test_a_relabeled_sole_mention_takes_its_entity_along(document):
    made = do(document, "set_mention", id="m6", label="COMPANY")
    assert entities(made)["e3"] == ("COMPANY", "Bo Lind")
    assert get(made, "relations", "r1").head == "e3"


def test_a_relabeled_mention_among_others_leaves_them(document):
    made = do(document, "set_mention", id="m5", label="VESSEL")
    assert entities(made)["e7_1"] == ("VESSEL", "Acme Lines")
    assert get(made, "mentions", "m2").entity == "e2"
    assert "an entity of its own" in made.said
    again = do(document, "set_mention", id="m5", label="VESSEL", entity="new")
    assert entities(again) == entities(made)


def test_a_date_has_no_entity_and_money_takes_its_valuation_along(document):
    made = do(document, "set_mention", id="m6", label="DATE")
    assert "e3" not in entities(made)
    assert get(made, "relations", "r1") is None
    made = do(document, "set_mention", id="m3", label="LAW")
    assert get(made, "valuations", "v1") is None
    assert get(made, "sanctions", "s1").amount is None
    assert "valuation" in made.said and "amount" in made.said


def test_a_mention_is_dated(document):
    assert get(do(document, "set_mention", id="m4", value="2024"), "mentions", "m4").value == "2024"
    assert get(do(document, "set_mention", id="m4", value=None), "mentions", "m4").value is None
    assert "ISO" in refuse(document, "set_mention", id="m4", value="soon").problem
    assert "no value" in refuse(document, "set_mention", id="m1", value="2024").problem


def test_a_sole_mention_linked_elsewhere_takes_its_facts_along(document):
    made = do(document, "set_mention", id="m1", entity="e3")
    assert get(made, "sanctions", "s1").imposer == ("e3",)
    assert get(made, "mentions", "m1").label == "PERSON", "it has the label of its entity"
    assert "e1" not in entities(made)


def test_one_of_several_mentions_linked_elsewhere_leaves_the_facts(document):
    made = do(document, "set_mention", id="m5", entity="e3")
    assert get(made, "sanctions", "s1").target == ("e2",)
    made = do(document, "set_mention", id="m5", entity="new")
    assert entities(made)["e7_1"] == ("COMPANY", "Acme Lines")
    assert "only one" in refuse(document, "set_mention", id="m1", entity="new").problem
    assert refuse(document, "set_mention", id="m4", entity="e1").field == "entity"
    assert refuse(document, "set_mention", id="m1", entity=None).field == "entity"


def test_the_last_mention_takes_its_entity_out_of_every_fact(document):
    first = do(document, "remove_mention", id="m2")
    assert "e2" in entities(first)
    made = do(first.state, "remove_mention", id="m5")
    assert "e2" not in entities(made)
    assert get(made, "sanctions", "s1").target == ()
    assert get(made, "relations", "r1") is None
    assert get(made, "quotes", "q1").speaker is None
    assert get(made, "valuations", "v1").subject is None
    assert "taken out of 4 facts" in made.said


def test_an_entity_whose_name_is_unmarked_gets_that_of_another_mention(document):
    joined = do(document, "add_mention", **span("it"), label="COMPANY", entity="e2").state
    made = do(do(joined, "remove_mention", id="m2").state, "remove_mention", id="m5")
    assert entities(made)["e2"] == ("COMPANY", "it")


def test_merging_joins_mentions_and_facts(document):
    made = do(document, "merge_entities", keep="e2", gone=["e3"])
    assert get(made, "mentions", "m6").entity == "e2"
    assert get(made, "mentions", "m6").label == "COMPANY"
    assert get(made, "relations", "r1") is None, "nobody owns himself"
    assert "was a PERSON" in made.said
    both = do(document, "put_fact", layer="sanctions", id="s1", value={"target": ["e2", "e3"]}).state
    assert get(do(both, "merge_entities", keep="e2", gone=["e3"]), "sanctions", "s1").target == ("e2",)
    assert refuse(document, "merge_entities", keep="e2", gone=["e2"]).field == "gone"


def test_merging_keeps_one_of_two_relations_that_become_the_same(document):
    joined = do(document, "add_mention", **span("it"), label="COMPANY").state
    twin = do(
        joined, "put_fact", layer="relations", value={"type": "owns", "head": "e3", "tail": "e7_1"}
    ).state
    made = do(twin, "merge_entities", keep="e2", gone=["e7_1"])
    assert len(made.state.document.relations) == 1


def test_splitting_makes_an_entity_of_some_mentions(document):
    made = do(document, "split_entity", id="e2", mentions=["m5"])
    assert get(made, "mentions", "m5").entity == "e7_1"
    assert get(made, "sanctions", "s1").target == ("e2",)
    assert refuse(document, "split_entity", id="e2", mentions=["m2", "m5"]).field == "mentions"
    assert refuse(document, "split_entity", id="e2", mentions=["m1"]).field == "mentions"


def test_an_entity_is_renamed_and_relabeled_with_its_mentions(document):
    made = do(document, "set_entity", id="e2", name="Acme Lines plc", label="ORGANIZATION")
    assert entities(made)["e2"] == ("ORGANIZATION", "Acme Lines plc")
    assert {get(made, "mentions", name).label for name in ("m2", "m5")} == {"ORGANIZATION"}
    assert refuse(document, "set_entity", id="e2", label="DATE").field == "label"
    assert refuse(document, "set_entity", id="e2", name=" ").field == "name"
    assert refuse(document, "set_entity", id="e2").problem == "nothing would change"


def test_a_fact_is_changed_by_field_and_loses_its_confidence(document):
    made = do(document, "put_fact", layer="sanctions", id="s1", value={"status": "planned"})
    fact = get(made, "sanctions", "s1")
    assert (fact.status, fact.target, fact.confidence, dict(fact.extra)) == (
        "planned",
        ("e2",),
        None,
        {"rule": 7},
    )
    assert made.said == "Changed status of a sanction."


def test_a_fact_is_added(document):
    made = do(
        document,
        "put_fact",
        layer="relations",
        id=None,
        value={"type": "acts_for", "head": "e2", "tail": "e1"},
    )
    assert get(made, "relations", "r7_1").tail == "e1"
    assert "guideline" not in made.said
    made = do(
        document,
        "put_fact",
        layer="relations",
        id=None,
        value={"type": "role_of", "head": "e2", "tail": "e1"},
    )
    assert "the guideline has no COMPANY at this end of “role of”" in made.said


@pytest.mark.parametrize(
    ("layer", "value", "field"),
    [
        ("sanctions", {"status": "over"}, "sanctions.status"),
        ("sanctions", {"target": ["e9"]}, "sanctions[0].target[0]"),
        ("sanctions", {"target": "e2"}, "sanctions.target"),
        ("sanctions", {"evidence": []}, "sanctions[0].evidence"),
        ("sanctions", {"evidence": [[3, 2]]}, "sanctions[0].evidence[0]"),
        ("sanctions", {"evidence": [["0", 2]]}, "sanctions.evidence.0.0"),
        ("sanctions", {"date": "soon"}, "sanctions[0].date"),
        ("sanctions", {"color": "red"}, "value.color"),
        ("sanctions", {"rule": 8}, "value.rule"),
        ("sanctions", {"extra": {}}, "value.extra"),
        ("sanctions", {"target": ["e2"] * 501}, "value.target"),
        ("sanctions", {"status": "in_force"}, "value"),
        ("valuations", {"mention": "m1"}, "valuations[0].mention"),
        ("valuations", {"amount": "5"}, "valuations.amount"),
        ("valuations", {"currency": "x" * 2001}, "value.currency"),
        ("quotes", {"content": []}, "quotes[0].content"),
        ("quotes", {"speaker": "e9"}, "quotes[0].speaker"),
    ],
)
def test_what_makes_no_valid_fact_is_refused_with_its_field(document, layer, value, field):
    error = refuse(document, "put_fact", layer=layer, id=getattr(document, layer)[0].id, value=value)
    assert error.field == field


def test_a_removed_valuation_leaves_the_sanction_without_amount(document):
    made = do(document, "remove_fact", layer="valuations", id="v1")
    assert get(made, "sanctions", "s1").amount is None
    assert do(document, "remove_fact", layer="quotes", id="q1").said == "Removed a quote."


def test_verdicts(document):
    made = do(document, "judge", layer="sanctions", id="s1", verdict="rejected")
    assert made.state.marks["verdicts"] == {"sanctions/s1": "rejected"}
    assert made.state.document == document
    corrected = do(made.state, "put_fact", layer="sanctions", id="s1", value={"status": "planned"})
    assert corrected.state.marks["verdicts"] == {}
    gone = do(made.state, "remove_fact", layer="sanctions", id="s1")
    assert gone.state.marks["verdicts"] == {}
    assert do(made.state, "judge", layer="sanctions", id="s1", verdict=None).state.marks["verdicts"] == {}
    assert refuse(made.state, "judge", layer="sanctions", id="s1", verdict="rejected").field == "verdict"
    assert refuse(document, "judge", layer="sanctions", id="s9", verdict="rejected").field == "id"


def test_comments(document):
    made = do(document, "comment", layer="sanctions", id="s1", text="Is it?")
    assert made.state.marks["comments"]["7"] == {
        "layer": "sanctions", "id": "s1", "text": "Is it?", "annotator": "Ada", "at": "now",
    }  # fmt: skip
    assert refuse(document, "comment", text=" ").field == "text"
    assert refuse(document, "comment", text="x", layer="sanctions").field == "id"
    assert refuse(document, "comment", text="x", layer="sanctions", id="s9").field == "id"


def test_a_finished_document_is_reopened_first(document):
    made = do(document, "finish")
    assert made.state.is_finished
    assert refuse(made.state, "remove_mention", id="m1").field == "status"
    assert do(made.state, "comment", text="Late").changes
    assert not do(made.state, "reopen").state.is_finished
    assert refuse(document, "reopen").field == "operation"


@pytest.mark.parametrize(
    "value",
    [
        None, [], "undo", {}, {"op": "nothing"}, {"op": ["undo"]}, {"op": "undo", "id": "m1"},
        {"op": "add_mention", "start": 0.5, "end": 1, "label": "LAW"},
        {"op": "add_mention", "start": True, "end": 1, "label": "LAW"},
        {"op": "add_mention", "start": "0", "end": 1, "label": "LAW"},
        {"op": "add_mention", "start": -1, "end": 1, "label": "LAW"},
        {"op": "add_mention", "start": 0, "end": 1, "label": "law"},
        {"op": "remove_mention", "id": 5}, {"op": "remove_mention", "id": "m" * 201}, {"op": "remove_mention", "id": ""},
        {"op": "put_fact", "layer": "mentions", "id": "m1", "value": {}},
        {"op": "put_fact", "layer": "sanctions", "value": []},
        {"op": "merge_entities", "keep": "e1", "gone": []},
        {"op": "merge_entities", "keep": "e1", "gone": ["e"] * 2001},
        {"op": "comment", "text": "x" * 5001}, {"op": "judge", "layer": "sanctions", "id": "s1"},
    ],
)  # fmt: skip
def test_what_is_no_operation_is_refused(value):
    with pytest.raises(RecordError) as caught:
        read_operation(value)
    assert caught.value.field.startswith("operation")


def test_an_operation_that_changes_nothing_is_refused(document):
    mention = document.mentions[0]
    for fields in ({"start": mention.start}, {"label": "GPE"}, {"end": mention.end + 1}):
        assert refuse(document, "set_mention", id="m1", **fields).problem == "nothing would change"
