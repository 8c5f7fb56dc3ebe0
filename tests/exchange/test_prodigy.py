"""Prodigy: tasks as its recipes take and give them, corrected as its pages do it, and files that are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from exchange.documents import PIECES, draw_document, same
from exchange.example import TEXT, example, find
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.exchange.plain_labels import list_labels
from sanctionwire.exchange.prodigy import FORMAT
from sanctionwire.exchange.prodigy.tokens import Tokens
from sanctionwire.schema.records import Document

Task = dict[str, Any]
Change = Callable[[Task], object]
MODEST = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def export(document: Document) -> tuple[Task, Task]:
    """Return the task with the relations and the one with the quotes."""
    files = {file.name: file.data for file in FORMAT.write([document])}
    assert sorted(files) == ["quotes.jsonl", "relations.jsonl"]
    return json.loads(files["relations.jsonl"]), json.loads(files["quotes.jsonl"])


def answer(task: Task, verdict: str = "accept") -> Task:
    """Return a task as `db-out` writes it."""
    return task | {
        "_input_hash": -127,
        "_task_hash": 4711,
        "_view_id": "relations" if "relations" in task else "spans_manual",
        "answer": verdict,
        "_timestamp": 1700000000,
    }


def pack(name: str, *tasks: Task) -> File:
    return File(name, "".join(f"{json.dumps(task)}\n" for task in tasks).encode())


def read(relations: Task, quotes: Task) -> Document | RecordError:
    (found,) = FORMAT.read([pack("rel.jsonl", relations), pack("spans.jsonl", quotes)])
    return found


def correct(change: Change = lambda task: None, change_quotes: Change = lambda task: None) -> Merged:
    relations, quotes = export(example())
    change(relations)
    change_quotes(quotes)
    found = read(answer(relations), answer(quotes))
    assert isinstance(found, Document), found
    return merge(example(), found, FORMAT)


def refuse(change: Change = lambda task: None, change_quotes: Change = lambda task: None) -> RecordError:
    relations, quotes = export(example())
    change(relations)
    change_quotes(quotes)
    found = read(answer(relations), answer(quotes))
    assert isinstance(found, RecordError), found
    return found


def get(task: Task, words: str, number: int = 1) -> Task:
    """Return the span on words."""
    (span,) = (span for span in task["spans"] if (span["start"], span["end"]) == find(words, number))
    return span


def select(task: Task, words: str, label: str, number: int = 1) -> Task:
    """Mark words as the page does: from the first to the last token that they touch, without an id."""
    start, end = find(words, number)
    (first, last) = (
        next(token for token in task["tokens"] if token["end"] > start),
        next(token for token in reversed(task["tokens"]) if token["start"] < end),
    )
    span = {"start": first["start"], "end": last["end"], "token_start": first["id"], "token_end": last["id"]}
    task["spans"].append(span | {"label": label})
    return task["spans"][-1]


def drop(task: Task, words: str, number: int = 1) -> None:
    """Remove a span as the page does: its arrows go along."""
    gone = get(task, words, number)
    task["spans"].remove(gone)
    place = gone["start"], gone["end"]
    task["relations"] = [
        arrow
        for arrow in task["relations"]
        if place not in [(arrow[end]["start"], arrow[end]["end"]) for end in ("head_span", "child_span")]
    ]


def draw(task: Task, head: Task, child: Task, label: str) -> None:
    """Draw an arrow."""
    ends = {
        f"{name}_span": {key: span[key] for key in ("start", "end", "token_start", "token_end", "label")}
        for name, span in (("head", head), ("child", child))
    }
    arrow = {"head": head["token_end"], "child": child["token_end"], "label": label, "color": "#c5bdf4"}
    task["relations"].append(arrow | ends)


def test_spans_stand_on_tokens_and_arrows_on_spans():
    for task in export(example()):
        tokens = task["tokens"]
        assert task["text"] == TEXT
        assert [token["id"] for token in tokens] == list(range(len(tokens)))
        assert [TEXT[token["start"] : token["end"]] for token in tokens] == [
            token["text"] for token in tokens
        ]
        assert "".join(token["text"] + " " * token["ws"] for token in tokens) == TEXT
        for span in task["spans"]:
            first, last = tokens[span["token_start"]], tokens[span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
        marked = [{key: value for key, value in span.items() if key != "id"} for span in task["spans"]]
        for arrow in task.get("relations", ()):
            for end in ("head", "child"):
                assert arrow[f"{end}_span"] in marked
                assert arrow[f"{end}_span"]["token_end"] == arrow[end]


def test_what_an_annotator_sees():
    relations, quotes = export(example())
    assert get(relations, "Ida Berg")["label"] == "PERSON"
    assert get(relations, "eight firms")["label"] == "group/COMPANY"
    assert get(relations, "blacklisted")["label"] == "impose/in_force"
    assert get(relations, "blacklists")["label"] == "passage"
    arrows = {
        (TEXT[slice(*(arrow["head_span"][key] for key in ("start", "end")))], arrow["label"],
         TEXT[slice(*(arrow["child_span"][key] for key in ("start", "end")))])
        for arrow in relations["relations"]
    }  # fmt: skip
    assert arrows == {
        ("blacklisted", "imposer", "Norland Treasury"),
        ("blacklisted", "target", "Acme Bank"),
        ("blacklisted", "target", "eight firms"),
        ("blacklisted", "reason", "It must end,"),
        ("blacklisted", "amount", "at least $4 million"),
        ("blacklisted", "evidence", "blacklists"),
        ("at least $4 million", "value/penalty", "Acme Bank"),
        ("Ida Berg", "role_of", "Acme Bank"),
        ("Acme Bank", "same_as", "Acme Bank"),
    }
    (quote,) = quotes["spans"]
    assert (quote["label"], quote["start"], quote["end"]) == ("quote/direct", *find("It must end,"))
    labels = set(list_labels())
    assert {span["label"] for task in (relations, quotes) for span in task["spans"]} <= labels


def test_spans_for_arrows_never_overlap():
    """The page of rel.manual cannot show them, so names go first and descriptions are left out."""
    document = example()
    longer = replace(document.mentions[4], id="m10", start=find("Acme Bank", 2)[0])
    longer = replace(longer, text=TEXT[longer.start : longer.end])
    relations, _ = export(replace(document, mentions=(*document.mentions, longer)))
    spans = sorted((span["start"], span["end"]) for span in relations["spans"])
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert get(relations, "Acme Bank", 2)["label"] == "COMPANY"


def test_answers_that_changed_nothing_change_nothing():
    merged = correct()
    assert same(merged.document, example())
    assert not merged.changes


def test_spans_and_arrows_in_another_order_and_without_ids_change_nothing():
    def shuffle(task: Task) -> None:
        task["spans"] = [{key: span[key] for key in span if key != "id"} for span in task["spans"][::-1]]
        task.get("relations", []).reverse()

    merged = correct(shuffle, shuffle)
    assert same(merged.document, example())


def test_a_relabeled_mention():
    merged = correct(lambda task: get(task, "7 October 2019").update(label="LAW"))
    assert merged.document.mentions[5].label == "LAW"
    assert merged.changes == {("mentions", "changed"): 1, ("entities", "added"): 1}


def test_a_moved_mention_keeps_its_id_and_what_hangs_on_it():
    def change(task: Task) -> None:
        arrows = [arrow["label"] for arrow in task["relations"] if arrow["child"] == get(task, "Norland Treasury")["token_end"]]  # fmt: skip
        assert arrows == ["imposer"]
        drop(task, "Norland Treasury")
        moved = select(task, "The Norland Treasury", "PUBLIC_BODY")
        draw(task, get(task, "blacklisted"), moved, "imposer")

    merged = correct(change)
    mention = merged.document.mentions[2]
    assert (mention.id, mention.text, mention.entity) == ("m3", "The Norland Treasury", "e3")
    assert merged.document.sanctions == example().sanctions
    assert merged.changes == {("mentions", "changed"): 1, ("entities", "changed"): 1}


def test_a_new_mention_joins_an_entity_by_an_arrow():
    def change(task: Task) -> None:
        draw(task, select(task, "The bank", "group/COMPANY"), get(task, "Acme Bank", 3), "same_as")

    merged = correct(change)
    (new,) = (item for item in merged.document.mentions if item not in example().mentions)
    assert (new.id, new.text, new.level, new.entity) == ("m10", "The bank", "group", "e2")
    assert merged.changes == {("mentions", "added"): 1}


def test_a_removed_mention_takes_its_arrows_along():
    merged = correct(lambda task: drop(task, "eight firms"))
    assert [mention.id for mention in merged.document.mentions] == ["m1", "m2", "m3", "m4", "m6", "m7", "m8", "m9"]  # fmt: skip
    assert merged.document.sanctions == (replace(example().sanctions[0], target=("e2",)),)
    assert merged.document.relations == example().relations
    assert "eight firms" in " ".join(merged.consequences)


def test_a_sanction_that_was_relabeled_changes_in_that_alone():
    merged = correct(lambda task: get(task, "blacklisted").update(label="impose/planned"))
    expected = replace(example(), sanctions=(replace(example().sanctions[0], status="planned"),))
    assert same(merged.document, expected)


def test_an_arrow_less_is_a_role_less():
    def change(task: Task) -> None:
        task["relations"] = [arrow for arrow in task["relations"] if arrow["label"] != "imposer"]

    merged = correct(change)
    expected = replace(example(), sanctions=(replace(example().sanctions[0], imposer=()),))
    assert same(merged.document, expected)


def test_a_new_sanction_with_its_arrows():
    def change(task: Task) -> None:
        trigger = select(task, "fined", "enforce/in_force")
        draw(task, trigger, get(task, "Acme Bank", 3), "target")
        draw(task, trigger, get(task, "at least $4 million"), "amount")

    merged = correct(change)
    new = merged.document.sanctions[1]
    assert (new.id, new.action, new.status, new.target, new.amount) == ("s2", "enforce", "in_force", ("e2",), "v1")  # fmt: skip
    assert new.evidence == (find("fined"),)
    assert merged.document.sanctions[0] == example().sanctions[0]


def test_the_kind_of_a_valuation_is_the_label_of_its_arrow():
    def change(task: Task) -> None:
        (arrow,) = (arrow for arrow in task["relations"] if arrow["label"] == "value/penalty")
        arrow["label"] = "value/valuation"

    merged = correct(change)
    expected = replace(example(), valuations=(replace(example().valuations[0], kind="valuation"),))
    assert same(merged.document, expected)


def test_a_new_relation_between_the_ends_by_token_alone():
    """Arrows that another program wrote may name the last token of their ends and nothing else."""

    def change(task: Task) -> None:
        ends = get(task, "Norland Treasury")["token_end"], get(task, "Norland")["token_end"]
        task["relations"].append({"head": ends[0], "child": ends[1], "label": "based_in"})

    relation = correct(change).document.relations[1]
    assert (relation.id, relation.type, relation.head, relation.tail) == ("r2", "based_in", "e3", "e1")


def test_quotes_are_relabeled_added_and_removed():
    merged = correct(change_quotes=lambda task: task["spans"][0].update(label="quote/indirect"))
    assert same(merged.document, replace(example(), quotes=(replace(example().quotes[0], kind="indirect"),)))
    merged = correct(change_quotes=lambda task: select(task, "The bank was fined", "quote/indirect"))
    assert [(quote.id, quote.kind) for quote in merged.document.quotes] == [("q1", "direct"), ("q2", "indirect")]  # fmt: skip
    merged = correct(change_quotes=lambda task: task["spans"].clear())
    assert same(merged.document, replace(example(), quotes=()))


def test_answers_replace_what_was_exported():
    relations, quotes = export(example())
    files = [pack("relations.jsonl", relations), pack("quotes.jsonl", quotes)]
    drop(relations, "eight firms")
    (found,) = FORMAT.read([*files, pack("answers.jsonl", answer(relations))])
    assert isinstance(found, Document)
    assert len(found.mentions) == len(example().mentions) - 1
    assert len(found.quotes) == 1


def test_a_changed_text_is_refused_with_the_first_difference():
    def change(task: Task) -> None:
        task["text"] = task["text"].replace("blacklists", "blackmails")

    relations, quotes = export(example())
    change(relations)
    change(quotes)
    found = read(answer(relations), answer(quotes))
    assert isinstance(found, Document)
    with pytest.raises(RecordError, match="first difference at offset 13: expected 'lacklists"):
        merge(example(), found, FORMAT)
    assert "not the text of the task with the relations" in str(refuse(change))


def test_without_the_other_file_nothing_is_lost_silently():
    relations, quotes = export(example())
    for task, missing in ((relations, "quotes"), (quotes, "relations")):
        (found,) = FORMAT.read([pack("answers.jsonl", answer(task))])
        assert isinstance(found, RecordError)
        assert f"the task with the {missing} of this document is missing" in str(found)


@pytest.mark.parametrize("verdict", ["reject", "ignore"])
def test_an_answer_that_does_not_accept_is_named(verdict):
    relations, quotes = export(example())
    found = read(answer(relations, verdict), answer(quotes))
    assert isinstance(found, RecordError)
    assert str(found).startswith(f"rel.jsonl:1: document 'norland': the answer is '{verdict}'")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda task: task.pop("spans"), ["no list of spans", "rel.manual"]),
        (lambda task: task.update(relations=None), ["no list of relations"]),
        (lambda task: task["spans"][0].pop("label"), ["spans[0]", "start, end and label"]),
        (lambda task: task["spans"][0].update(start="0"), ["spans[0]", "start, end and label"]),
        (lambda task: task["spans"][0].update(end=9999), ["[0, 9999) in a text of"]),
        (lambda task: task["spans"][0].update(label="SHIP"), ["label is 'SHIP'", "'Norland'"]),
        (lambda task: get(task, "blacklisted").update(label="impose/later"), ["status is 'later'"]),
        (lambda task: task["relations"][0].pop("label"), ["relations[0]", "head, child and label"]),
        (lambda task: task["relations"][0]["head_span"].update(end=1), ["relations[0]", "not marked"]),
        (lambda task: draw(task, task["spans"][1], task["spans"][0], "same_as"), ["'same_as'", "two mentions"]),
        (lambda task: draw(task, get(task, "Ida Berg"), get(task, "Norland"), "likes"), ["'likes'"]),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_place(change, words):
    found = refuse(change)
    assert str(found).startswith("rel.jsonl:1: document 'norland': ")
    for word in words:
        assert word in str(found)
    assert found.remedy


def test_only_quotes_are_marked_where_quotes_are():
    found = refuse(change_quotes=lambda task: select(task, "Ida Berg", "PERSON"))
    assert str(found).startswith("spans.jsonl:1: document 'norland': ")
    assert "spans[1]" in str(found)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"text": 3}', b"\xff"])
def test_a_file_that_is_no_export_is_refused(data):
    (found,) = FORMAT.read([File("answers.jsonl", data)])
    assert isinstance(found, RecordError)
    assert str(found).startswith("answers.jsonl")


def test_two_answers_for_one_document_are_refused():
    relations, quotes = map(answer, export(example()))
    (found,) = FORMAT.read([pack("a.jsonl", relations, quotes), pack("b.jsonl", relations)])
    assert isinstance(found, RecordError)
    assert "2 entries of this document" in str(found)


def test_spaces_between_words_are_no_tokens():
    tokens = Tokens("a bc  d", [(2, 4)]).write()
    assert [(token["text"], token["ws"]) for token in tokens] == [("a", True), ("bc", True), (" ", False), ("d", False)]  # fmt: skip


@pytest.mark.parametrize("span", [(1, 2), (0, 2), (1, 4)])
def test_spaces_at_the_ends_of_spans_are_tokens(span):
    tokens = Tokens("a bc", [span])
    first, last = tokens.find(span)
    written = tokens.write()
    assert (written[first]["start"], written[last]["end"]) == span


@MODEST
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), data=st.data())
def test_tokens_make_the_text_and_spans_stand_on_them(pieces, data):
    text = "".join(pieces)
    place = st.integers(0, len(text))
    pairs = st.tuples(place, place).filter(lambda pair: pair[0] < pair[1])
    spans = data.draw(st.lists(pairs, max_size=4)) if text else []
    tokens = Tokens(text, spans)
    written = tokens.write()
    assert "".join(token["text"] + " " * token["ws"] for token in written) == text
    assert all(text[token["start"] : token["end"]] == token["text"] for token in written)
    for span in spans:
        first, last = tokens.find(span)
        assert (written[first]["start"], written[last]["end"]) == span


@MODEST
@given(document=draw_document("d"))
def test_no_two_spans_for_arrows_overlap_in_any_document(document):
    relations, *_ = (json.loads(line) for file in FORMAT.write([document]) for line in file.data.splitlines())
    spans = sorted((span["start"], span["end"]) for span in relations["spans"])
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
