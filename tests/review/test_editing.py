"""Editing a project: undo and redo, two annotators, history, what survives."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from review.conftest import span
from review.random_work import draw_document, draw_operation

from sanctionwire.errors import InputError, RecordError
from sanctionwire.review.editing import Outcome
from sanctionwire.review.operations import read_operation
from sanctionwire.review.project import Project, open_project
from sanctionwire.review.state import Change, State, apply_changes, fits
from sanctionwire.schema.parse import parse_document, to_json


def do(
    project: Project, op: str, *, base: int | None = None, by: str = "Ada", key: int = 1, **fields: Any
) -> Outcome:
    """Carry out an operation; without `base` by somebody who has seen everything."""
    if base is None:
        base = project.open_document(key, by)["revision"]
    return project.edit(key, read_operation({"op": op, **fields}), base=base, annotator=by)


def see(project: Project, key: int = 1) -> dict[str, Any]:
    """All of a document that edits can change."""
    shown = project.open_document(key, "nobody")
    return {name: shown[name] for name in ("document", "verdicts", "comments")}


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_undo_leads_back_exactly_and_redo_forth(data):
    with tempfile.TemporaryDirectory() as folder:
        project = open_project(Path(folder) / "p.db", create=True)
        project.add([data.draw(draw_document())])
        seen = [see(project)]
        for _ in range(data.draw(st.integers(1, 6))):
            document = parse_document(seen[-1]["document"])
            try:
                outcome = do(project, **_fields(data.draw(draw_operation(document))))
            except RecordError:
                continue
            assert not outcome.conflict
            seen.append(see(project))
        for before in reversed(seen[:-1]):
            assert not do(project, "undo").conflict
            assert see(project) == before
        for after in seen[1:]:
            assert not do(project, "redo").conflict
            assert see(project) == after
        with pytest.raises(RecordError, match="nothing to redo"):
            do(project, "redo")
        project.close()


def _fields(operation: Any) -> dict[str, Any]:
    return operation.model_dump(mode="json", by_alias=True, exclude_unset=True)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_annotators_never_lose_an_update(data):
    """Each acts on what was last seen; what is applied touched nothing that changed unseen."""
    with tempfile.TemporaryDirectory() as folder:
        project = open_project(Path(folder) / "p.db", create=True)
        original = data.draw(draw_document())
        project.add([original])
        seen = {"Ada": 0, "Bo": 0}
        views = dict.fromkeys(seen, json.loads(json.dumps(to_json(original))))
        acknowledged: list[tuple[int, int]] = []
        for _ in range(data.draw(st.integers(2, 12))):
            name = data.draw(st.sampled_from(sorted(seen)))
            base, before = seen[name], see(project)
            if data.draw(st.integers(0, 3)) == 0:
                fields = {"op": data.draw(st.sampled_from(("undo", "redo")))}
            else:
                fields = _fields(data.draw(draw_operation(parse_document(views[name]))))
            try:
                outcome = do(project, base=base, by=name, **fields)
            except RecordError:
                assert see(project) == before
                continue
            if outcome.conflict:
                event("conflict")
                assert see(project) == before
            else:
                acknowledged.append((base, outcome.revision))
            # What is told is enough to bring the view of an annotator up to date.
            views[name] = _patch(views[name], outcome.changes)
            seen[name] = outcome.revision
            assert _unordered(views[name]) == _unordered(see(project)["document"])
        entries = project.read_history(1)
        assert [entry["revision"] for entry in entries] == [revision for _, revision in acknowledged]
        state = State(document=original)
        for (base, revision), entry in zip(acknowledged, entries, strict=True):
            changes = [Change(**change) for change in entry["changes"]]
            assert fits(state, changes), "before is what was there"
            state = apply_changes(state, changes)
            if not entry["said"].startswith(("Undone", "Done again")):
                unseen = {key for other in entries[base : revision - 1] for key in _keys(other)}
                assert not unseen & _keys(entry), "nothing that changed unseen was overwritten"
        assert json.loads(json.dumps(to_json(state.document))) == see(project)["document"], (
            "the history leads to what is there"
        )
        project.close()


def _keys(entry: dict[str, Any]) -> set[tuple[str, str]]:
    return {(change["layer"], change["id"]) for change in entry["changes"]}


def _patch(document: dict[str, Any], changes: Any) -> dict[str, Any]:
    patched = json.loads(json.dumps(document))
    for change in changes:
        items = [item for item in patched[change["layer"]] if item["id"] != change["id"]]
        patched[change["layer"]] = items + ([change["value"]] if change["value"] else [])
    return patched


def _unordered(document: dict[str, Any]) -> dict[str, Any]:
    layers = ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    return {**document, **{layer: {item["id"]: item for item in document[layer]} for layer in layers}}


def test_an_operation_on_what_somebody_changed_is_a_conflict(project):
    do(project, "put_fact", by="Ada", layer="sanctions", id="s1", value={"status": "planned"})
    before = see(project)
    outcome = do(project, "put_fact", by="Bo", base=0, layer="sanctions", id="s1", value={"date": "2024-05"})
    assert outcome.conflict
    assert see(project) == before
    assert [(change["id"], change["value"]["status"]) for change in outcome.changes] == [("s1", "planned")]
    again = do(
        project,
        "put_fact",
        by="Bo",
        base=outcome.revision,
        layer="sanctions",
        id="s1",
        value={"date": "2024-05"},
    )
    assert not again.conflict
    fact = see(project)["document"]["sanctions"][0]
    assert (fact["status"], fact["date"]) == ("planned", "2024-05")


def test_operations_on_different_items_both_hold(project):
    do(project, "put_fact", by="Ada", layer="sanctions", id="s1", value={"status": "planned"})
    outcome = do(project, "set_mention", by="Bo", base=0, id="m4", value="2024")
    assert not outcome.conflict
    assert {change["id"] for change in outcome.changes} == {"s1", "m4"}, "others' work comes along"


def test_an_operation_on_what_is_gone_is_a_conflict_only_for_who_could_not_know(project):
    do(project, "remove_mention", by="Ada", id="m6")
    stale = {"op": "put_fact", "layer": "sanctions", "id": "s1", "value": {"target": ["e2", "e3"]}}
    assert do(project, by="Bo", base=0, **stale).conflict
    with pytest.raises(RecordError, match="no entity has the id"):
        do(project, by="Bo", **stale)


def test_a_removal_does_not_take_out_of_a_fact_what_was_just_put_there(project):
    do(project, "put_fact", by="Ada", layer="sanctions", id="s1", value={"target": ["e3"]})
    assert do(project, "remove_mention", by="Bo", base=0, id="m6").conflict


def test_who_judges_an_item_has_seen_it(project):
    do(project, "put_fact", by="Ada", layer="sanctions", id="s1", value={"status": "planned"})
    assert do(project, "judge", by="Bo", base=0, layer="sanctions", id="s1", verdict="accepted").conflict
    do(project, "judge", by="Bo", layer="quotes", id="q1", verdict="accepted")
    assert do(
        project, "put_fact", by="Ada", base=1, layer="quotes", id="q1", value={"kind": "mixed"}
    ).conflict


def test_who_finishes_a_document_has_seen_all_of_it(project):
    do(project, "comment", by="Ada", text="Wait")
    assert do(project, "finish", by="Bo", base=0).conflict
    assert do(project, "finish", by="Bo").status == "finished"
    assert do(project, "set_mention", by="Ada", base=1, id="m4", value="2024").conflict, "finished meanwhile"


def test_the_same_name_in_two_windows_is_two_annotators(project):
    do(project, "set_mention", id="m4", value="2024")
    assert do(project, "set_mention", base=0, id="m4", value="2023").conflict


def test_an_undo_is_refused_when_others_went_on_from_there(project):
    do(project, "put_fact", by="Ada", layer="sanctions", id="s1", value={"status": "planned"})
    do(project, "put_fact", by="Bo", layer="sanctions", id="s1", value={"date": "2024-05"})
    before = see(project)
    outcome = do(project, "undo", by="Ada")
    assert outcome.conflict and see(project) == before
    assert not do(project, "undo", by="Bo").conflict
    assert not do(project, "undo", by="Ada").conflict
    assert see(project)["document"]["sanctions"][0]["status"] == "in_force"


def test_an_undo_is_refused_when_others_built_on_it(project):
    added = do(project, "add_mention", by="Ada", **span("it"), label="COMPANY")
    entity = next(change["id"] for change in added.changes if change["layer"] == "entities")
    do(project, "put_fact", by="Bo", layer="sanctions", id="s1", value={"target": [entity]})
    assert do(project, "undo", by="Ada").conflict


def test_each_annotator_undoes_the_own_work(project):
    do(project, "set_mention", by="Ada", id="m4", value="2024")
    do(project, "set_mention", by="Bo", id="m1", label="LOC")
    outcome = do(project, "undo", by="Ada")
    assert outcome.redo == "“May” is now dated 2024." and outcome.undo is None
    assert see(project)["document"]["mentions"][0]["label"] == "LOC"
    with pytest.raises(RecordError, match="nothing to undo"):
        do(project, "undo", by="Eve")


def test_a_new_operation_forgets_what_could_be_redone(project):
    do(project, "set_mention", id="m4", value="2024")
    do(project, "undo")
    outcome = do(project, "set_mention", id="m4", value="2023")
    assert outcome.redo is None and outcome.undo is not None


def test_undoing_finish_reopens(project):
    do(project, "finish")
    assert do(project, "undo").status == "started"
    do(project, "set_mention", id="m4", value="2024")
    do(project, "finish", by="Bo")
    with pytest.raises(RecordError, match="finished"):
        do(project, "undo", by="Ada")


def test_ids_of_removed_items_are_never_given_again(project):
    first = do(project, "add_mention", **span("it"), label="COMPANY")
    do(project, "undo")
    second = do(project, "add_mention", **span("it"), label="COMPANY")
    ids = [{change["id"] for change in outcome.changes} for outcome in (first, second)]
    assert not ids[0] & ids[1]


def test_the_history_says_who_when_before_and_after(project):
    do(project, "set_mention", by="Ådá 🙂", id="m4", value="2024")
    (entry,) = project.read_history(1)
    assert entry == {
        "revision": 1, "at": "2026-01-01T00:00:00Z", "annotator": "Ådá 🙂", "said": "“May” is now dated 2024.",
        "changes": [{
            "layer": "mentions", "id": "m4", "place": None,
            "before": {"id": "m4", **span("May"), "text": "May", "label": "DATE", "level": "name", "entity": None, "value": "2024-05"},
            "after": {"id": "m4", **span("May"), "text": "May", "label": "DATE", "level": "name", "entity": None, "value": "2024"},
        }],
    }  # fmt: skip


def test_the_history_cannot_be_changed(project):
    do(project, "comment", text="x")
    with sqlite3.connect(project.path) as connection:
        for statement in ("delete from history", "update history set annotator = 'Eve'"):
            with pytest.raises(sqlite3.DatabaseError, match="history"):
                connection.execute(statement)
    connection.close()


def test_two_processes_on_one_project_file(project):
    other = open_project(project.path)
    do(other, "set_mention", by="Bo", id="m4", value="2024")
    assert do(project, "set_mention", by="Ada", base=0, id="m4", value="2023").conflict
    other.close()


def test_an_operation_that_fails_on_the_way_leaves_nothing(project, monkeypatch):
    from sanctionwire.review import editing

    def fail(*arguments: object, **named: object) -> None:
        raise OSError("disk full")

    before = see(project)
    monkeypatch.setattr(editing, "_write_state", fail)
    with pytest.raises(OSError, match="disk full"):
        do(project, "set_mention", id="m4", value="2024")
    monkeypatch.undo()
    assert see(project) == before and not project.read_history(1)
    assert not do(project, "set_mention", id="m4", value="2024").conflict


def test_a_base_that_never_was_is_refused(project):
    with pytest.raises(RecordError, match="no revision 5"):
        do(project, "undo", base=5)


def test_documents_are_added_once(project, document):
    added = project.add([document, document])
    assert (added.new, added.known) == (0, 2)
    from review.random_work import make_document

    added = project.add([make_document("Another text.", "fine"), make_document("New.", "odd/'\"id 🙂\n")])
    assert added.new == 1
    assert "another text under this id" in str(added.refused[0])
    assert project.count() == 2


def test_documents_that_no_page_can_show_are_refused(project):
    from review.random_work import make_document

    added = project.add([make_document("x" * 1_000_001, "long")])
    assert "1,000,001 code points" in str(added.refused[0])


def test_what_is_no_project_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such project"):
        open_project(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to be one" * 9)
    with pytest.raises(InputError, match="cannot be used"):
        open_project(tmp_path / "text.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("create table t (x)")
    other.close()
    with pytest.raises(InputError, match="no review project"):
        open_project(tmp_path / "other.db")
    with pytest.raises(InputError, match="folder"):
        open_project(tmp_path, create=True)


def test_a_project_of_a_newer_version_is_refused(project, tmp_path):
    project.close()
    newer = tmp_path / "newer.db"
    shutil.copy(project.path, newer)
    connection = sqlite3.connect(newer)
    connection.execute("pragma user_version=99")
    connection.close()
    with pytest.raises(InputError, match="newer sanctionwire"):
        open_project(newer)
    project._database = open_project(project.path)._database
