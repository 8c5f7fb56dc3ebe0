"""What holds for every operation on every document."""

from __future__ import annotations

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from review.random_work import draw_document, draw_operation

from sanctionwire.errors import RecordError
from sanctionwire.review.operations import plan
from sanctionwire.review.state import State, apply_changes, find_changes
from sanctionwire.schema.parse import to_json
from sanctionwire.schema.validate import find_problems

_SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dump(state: State) -> object:
    """All of a state: records are equal also where their confidences differ, JSON values are not."""
    return to_json(state.document), {layer: dict(items) for layer, items in state.marks.items() if items}


@given(st.data())
@_SETTINGS
def test_any_operations_leave_a_valid_document_or_are_refused(data):
    state = State(document=data.draw(draw_document()))
    for revision in range(1, data.draw(st.integers(1, 6)) + 1):
        before = dump(state)
        operation = data.draw(draw_operation(state.document))
        try:
            made = plan(state, operation, revision=revision, annotator="Ada", at="2026-01-01")
        except RecordError as error:
            event(f"{operation.op} refused")
            assert error.problem and error.remedy
            assert dump(state) == before
            continue
        event(f"{operation.op} done")
        assert not list(find_problems(made.state.document))
        assert made.changes, "an operation that changes nothing is refused"
        assert made.said.endswith(".")
        labels = {entity.id: entity.label for entity in made.state.document.entities}
        for mention in made.state.document.mentions:
            assert mention.entity is None or mention.label == labels[mention.entity]
        assert set(labels) == {mention.entity for mention in made.state.document.mentions} - {None}
        assert made.state.document.text == state.document.text
        state = made.state


@given(st.data())
@_SETTINGS
def test_changes_lead_there_and_back_exactly(data):
    state = State(document=data.draw(draw_document()))
    for revision in range(1, 5):
        try:
            made = plan(state, data.draw(draw_operation(state.document)), revision=revision)
        except RecordError:
            continue
        assert dump(apply_changes(state, made.changes)) == dump(made.state)
        back = [change.invert() for change in made.changes]
        assert dump(apply_changes(made.state, back)) == dump(state)
        state = made.state


@given(draw_document(), draw_document())
@_SETTINGS
def test_changes_between_any_two_documents_of_one_text(first, second):
    from dataclasses import replace

    layers = ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    other = replace(first, **{layer: getattr(second, layer) for layer in layers})
    one, two = State(document=first), State(document=other)
    there = apply_changes(one, find_changes(one, two))
    for layer in layers:
        ids = {item.id for item in getattr(first, layer)}
        # What both have stays where the first has it; everything else is exact.
        assert {item.id for item in getattr(there.document, layer)} == {
            item.id for item in getattr(other, layer)
        }
        kept = [item.id for item in getattr(there.document, layer) if item.id in ids]
        assert kept == [item.id for item in getattr(first, layer) if item.id in set(kept)]
