"""Two annotators' documents made one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from review.random_work import draw_document, draw_operation, make_document
from review.test_editing import do, see

from sanctionwire.errors import InputError, RecordError
from sanctionwire.evaluate.agreement import find_disagreements
from sanctionwire.review.adjudication import Dispute, make_dispute, plan_settle
from sanctionwire.review.operations import plan, read_operation
from sanctionwire.review.project import Project, open_project
from sanctionwire.review.state import State
from sanctionwire.schema.records import Document
from sanctionwire.schema.validate import find_problems


def correct(document: Document, *operations: dict[str, Any]) -> Document:
    """Return a document as an annotator leaves it."""
    state = State(document=document)
    for revision, operation in enumerate(operations, start=1):
        state = plan(state, read_operation(operation), revision=revision).state
    return state.document


@pytest.fixture
def adjudication(tmp_path, document):
    """Ann found a relation, Bea changed the sanction, moved a name and dropped the quote."""
    ann = correct(
        document,
        {"op": "put_fact", "layer": "relations", "value": {"type": "acts_for", "head": "e2", "tail": "e1"}},
    )
    bea = correct(
        document,
        {"op": "put_fact", "layer": "sanctions", "id": "s1", "value": {"status": "planned", "imposer": []}},
        {"op": "set_mention", "id": "m6", "end": document.mentions[5].start + 2},
        {"op": "remove_fact", "layer": "quotes", "id": "q1"},
    )
    project = open_project(tmp_path / "adj.db", create=True)
    project.add_disputes([ann], [bea], ("Ann", "Bea"))
    yield project
    project.close()


def points(project: Project) -> dict[tuple[str, str], int]:
    shown = project.open_document(1, "Cleo")
    return {(one["layer"], one["kind"]): one["index"] for one in shown["disagreements"]}


def test_the_disagreements_are_shown(adjudication):
    shown = adjudication.open_document(1, "Cleo")
    assert adjudication.mode == "adjudicate"
    assert [other["name"] for other in shown["others"]] == ["Ann", "Bea"]
    assert shown["document"] == shown["others"][0]["document"]
    assert {(one["layer"], one["kind"]) for one in shown["disagreements"]} == {
        ("mentions", "boundary"), ("sanctions", "status"), ("sanctions", "imposer"),
        ("relations", "only_first"), ("quotes", "only_first"),
    }  # fmt: skip
    assert {one["settled"] for one in shown["disagreements"]} == {None}
    assert "Bea" in shown["disagreements"][0]["detail"]
    (item,) = adjudication.list_queue().items
    assert item["why"] == "5 disagreements, 2 on sanctions"


def test_a_point_is_settled_alone_and_the_other_way_again(adjudication):
    index = points(adjudication)["sanctions", "status"]
    outcome = do(adjudication, "settle", index=index, choice="second")
    fact = see(adjudication)["document"]["sanctions"][0]
    assert (fact["status"], fact["imposer"]) == ("planned", ["e1"])
    assert outcome.disagreements[index]["settled"] == "second"
    assert outcome.said.startswith("Settled for Bea: ")
    do(adjudication, "settle", index=index, choice="first")
    assert see(adjudication)["document"]["sanctions"][0]["status"] == "in_force"
    with pytest.raises(RecordError, match="settled like this"):
        do(adjudication, "settle", index=index, choice="first")


def test_what_only_one_has_goes_and_comes_back(adjudication):
    index = points(adjudication)["relations", "only_first"]
    before = see(adjudication)["document"]["relations"]
    do(adjudication, "settle", index=index, choice="neither")
    assert len(see(adjudication)["document"]["relations"]) == 1
    do(adjudication, "settle", index=index, choice="first")
    assert see(adjudication)["document"]["relations"] == before
    do(adjudication, "settle", index=index, choice="second")
    assert len(see(adjudication)["document"]["relations"]) == 1
    do(adjudication, "undo")
    assert see(adjudication)["document"]["relations"] == before


def test_a_moved_name(adjudication):
    do(adjudication, "settle", index=points(adjudication)["mentions", "boundary"], choice="second")
    assert see(adjudication)["document"]["mentions"][5]["text"] == "Bo"
    assert {"id": "e3", "label": "PERSON", "name": "Bo"} in see(adjudication)["document"]["entities"]


def test_an_item_is_taken_over_whole(adjudication):
    do(adjudication, **{"from": "Bea"}, op="take", layer="sanctions", id="s1")
    fact = see(adjudication)["document"]["sanctions"]
    assert [(one["status"], one["imposer"]) for one in fact] == [("planned", [])]
    with pytest.raises(RecordError, match="nothing would change"):
        do(adjudication, **{"from": "Bea"}, op="take", layer="sanctions", id="s1")
    with pytest.raises(RecordError, match="no annotator"):
        do(adjudication, **{"from": "Eve"}, op="take", layer="sanctions", id="s1")
    with pytest.raises(RecordError, match="has no 's9'"):
        do(adjudication, **{"from": "Ann"}, op="take", layer="sanctions", id="s9")


def test_two_adjudicators_do_not_settle_one_point_unseen(adjudication):
    index = points(adjudication)["sanctions", "status"]
    do(adjudication, "settle", by="Cleo", index=index, choice="second")
    assert do(adjudication, "settle", by="Dan", base=0, index=index, choice="neither").conflict


def test_a_review_has_nothing_to_settle(project):
    with pytest.raises(RecordError, match="nothing to adjudicate"):
        do(project, "settle", index=0, choice="first")


def test_reviews_and_adjudications_do_not_mix(project, adjudication, document):
    with pytest.raises(InputError, match="not to adjudicate"):
        project.add_disputes([document], [document], ("Ann", "Bea"))
    with pytest.raises(InputError, match="not to review"):
        adjudication.add([document])


def test_documents_of_one_annotator_are_named(tmp_path, document):
    project = open_project(tmp_path / "adj.db", create=True)
    other = make_document("Another text.", "fine")
    added = project.add_disputes(
        [document, make_document("x", "b")], [other, make_document("y", "c")], ("Ann", "Bea")
    )
    assert added.new == 0
    said = [str(error) for error in added.refused]
    assert (
        "texts differ" in said[0] and "Bea does not have it" in said[1] and "Ann does not have it" in said[2]
    )
    project.close()


@st.composite
def draw_dispute(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw what two annotators make of one document."""
    original = draw(draw_document())
    made = []
    for _ in range(2):
        state = State(document=original)
        for revision in range(1, draw(st.integers(0, 5)) + 1):
            try:
                state = plan(state, draw(draw_operation(state.document)), revision=revision).state
            except RecordError:
                continue
        made.append(state.document)
    return made[0], made[1]


def settle_all(state: State, dispute: Dispute, choice: str, revision: int) -> State:
    """Settle every point alike; a name may have to wait until another one is gone."""
    waiting = list(range(len(dispute.disagreements)))
    while waiting:
        left = []
        for index in waiting:
            revision += 1
            request = read_operation({"op": "settle", "index": index, "choice": choice})
            try:
                state = plan_settle(state, request, revision, dispute).state
            except RecordError:
                left.append(index)
            assert not list(find_problems(state.document))
        assert len(left) < len(waiting), "one point at least is settled in each round"
        waiting = left
    return state


@given(draw_dispute())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_settling_all_for_the_first_changes_nothing(pair):
    dispute = make_dispute(*pair, ("A", "B"))
    settled = settle_all(State(document=pair[0]), dispute, "first", 100)
    assert settled.document == pair[0]
    assert set(settled.marks.get("settled", {})) == {
        str(index) for index in range(len(dispute.disagreements))
    }


@given(draw_dispute())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_settling_all_for_the_second_leads_to_the_second(pair):
    """What one point hides (the name of an entity that is split) shows, and is settled, when that is settled."""
    state, second = State(document=pair[0]), pair[1]
    sizes = []
    for turn in range(1, 4):
        dispute = make_dispute(state.document, second, ("A", "B"))
        sizes.append(len(dispute.disagreements))
        state = settle_all(State(document=state.document), dispute, "second", 1000 * turn)
    event(f"disagreements turn by turn: {sizes}")
    rest = find_disagreements(state.document, second)
    assert not rest, [one.detail for one in rest]
