import copy
import hashlib
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SHARED

from sanctionwire.errors import RecordError
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.parse import json_schema, parse_document, to_json

TEXT = "Fine 😀 news\n\nOfland fined Acme $5 million on May 3, 2021. “We object,” said Acme."


def _at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def _mention(number: int, words: str, label: str, **more: object) -> dict:
    start, end = _at(words)
    return {
        "id": f"m{number}", "start": start, "end": end, "text": words, "label": label, "level": "name",
        "entity": None, **more,
    }  # fmt: skip


def valid() -> dict:
    return {
        "schema": "sanctions-facts/1",
        "id": "d1",
        "source": None,
        "title": "Fine 😀 news",
        "published": "2021-05-04",
        "url": None,
        "language": "en",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "text": TEXT,
        "mentions": [
            _mention(1, "Ofland", "GPE", entity="e1"),
            _mention(2, "Acme", "COMPANY", entity="e2"),
            _mention(3, "$5 million", "MONEY"),
            _mention(4, "May 3, 2021", "DATE", value="2021-05-03"),
        ],
        "entities": [
            {"id": "e1", "label": "GPE", "name": "Ofland"},
            {"id": "e2", "label": "COMPANY", "name": "Acme", "links": ["Q42"]},
        ],
        "sanctions": [
            {
                "id": "S1", "action": "enforce", "status": "in_force", "imposer": ["e1"], "target": ["e2"],
                "measure": ["penalty"], "program": [], "law": [], "date": "2021-05-03", "reason": None,
                "amount": "v1", "evidence": [_at("fined")],
            }
        ],
        "relations": [{"id": "r1", "type": "based_in", "head": "e2", "tail": "e1", "title": None}],
        "quotes": [
            {
                "id": "Q1", "kind": "direct", "content": [_at("We object,")], "speaker": "e2",
                "speaker_text": "Acme", "cue": _at("said"),
            }
        ],
        "valuations": [
            {
                "id": "v1", "mention": "m3", "amount": 5000000, "amount_max": None, "currency": "USD",
                "modifier": "exact", "kind": "penalty", "subject": "e2", "as_of": None,
            }
        ],
        "feed_id": "kept",
    }  # fmt: skip


def test_reading_and_writing_gives_the_object_back_with_fields_of_others():
    assert json.loads(json.dumps(to_json(parse_document(valid())))) == valid()


def _change(path: str, value: object) -> dict:
    document = copy.deepcopy(valid())
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = document
    for part in parents:
        place = place[part]
    place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "field", "problem"),
    [
        ("schema", "facts/9", "schema", "expected 'sanctions-facts/1'"),
        ("id", 7, "id", "valid string"),
        ("text", "Changed. " + TEXT, "sha256", "checksum"),
        ("sha256", "0" * 64, "sha256", "checksum"),
        ("published", "4 May 2021", "published", "ISO date"),
        ("published", "2021-13", "published", "ISO date"),
        ("mentions.0.start", "14", "mentions[0].start", "valid integer"),
        ("mentions.0.end", 9999, "mentions[0]", "does not lie in the text"),
        ("mentions.0.end", 0, "mentions[0]", "does not lie in the text"),
        ("mentions.0.text", "Oflan", "mentions[0].text", "cut 'Ofland'"),
        ("mentions.0.label", "CITY", "mentions[0].label", "input should be"),
        ("mentions.0.label", "SECTOR", "mentions[0].label", "groups only"),
        ("mentions.0.level", "nominal", "mentions[0].level", "input should be"),
        ("mentions.0.entity", "e9", "mentions[0].entity", "no entity has the id 'e9'"),
        ("mentions.0.entity", None, "mentions[0].entity", "needs an entity"),
        ("mentions.0.value", "2021", "mentions[0].value", "has no value"),
        ("mentions.2.entity", "e1", "mentions[2].entity", "has no entity"),
        ("mentions.3.value", "May 3", "mentions[3].value", "ISO date"),
        ("mentions.1.id", "m1", "mentions[1].id", "occurs twice"),
        ("mentions", {}, "mentions", "valid array"),
        ("entities.1.id", "e1", "entities[1].id", "occurs twice"),
        ("sanctions.0.action", "punish", "sanctions[0].action", "input should be"),
        ("sanctions.0.status", "done", "sanctions[0].status", "input should be"),
        ("sanctions.0.measure", ["fine"], "sanctions[0].measure[0]", "input should be"),
        ("sanctions.0.imposer", ["e7"], "sanctions[0].imposer[0]", "no entity has the id 'e7'"),
        ("sanctions.0.target", "e2", "sanctions[0].target", "valid array"),
        ("sanctions.0.evidence", [], "sanctions[0].evidence", "without evidence"),
        ("sanctions.0.evidence", [[5, 5]], "sanctions[0].evidence[0]", "does not lie"),
        ("sanctions.0.amount", "v9", "sanctions[0].amount", "no valuation has the id 'v9'"),
        ("sanctions.0.reason", [0], "sanctions[0].reason[1]", "field required"),
        ("relations.0.tail", "e8", "relations[0].tail", "no entity"),
        ("relations.0.type", "knows", "relations[0].type", "input should be"),
        ("quotes.0.content", [], "quotes[0].content", "without content"),
        ("quotes.0.cue", [3, 4000], "quotes[0].cue", "does not lie"),
        ("quotes.0.speaker", "e5", "quotes[0].speaker", "no entity"),
        ("valuations.0.mention", "m1", "valuations[0].mention", "no MONEY mention"),
        ("valuations.0.amount", "5m", "valuations[0].amount", "valid number"),
        ("valuations.0.currency", 3, "valuations[0].currency", "valid string"),
    ],
)
def test_each_breach_is_named_with_document_field_and_remedy(path, value, field, problem):
    with pytest.raises(RecordError) as caught:
        parse_document(_change(path, value))
    error = caught.value.at(file="facts.jsonl", line=3)
    assert error.field == field
    assert problem in error.problem
    assert error.remedy
    assert str(error).startswith("facts.jsonl:3: ")


def test_overlapping_names_are_refused_and_a_group_may_hold_names():
    document = valid()
    start, end = _at("Acme $5 million")
    overlap = {**_mention(5, "Acme", "COMPANY", entity="e2"), "end": end, "text": TEXT[start:end]}
    with pytest.raises(RecordError, match="overlaps"):
        parse_document({**document, "mentions": [*document["mentions"], overlap]})
    parse_document({**document, "mentions": [*document["mentions"], {**overlap, "level": "group"}]})


@pytest.mark.parametrize("value", [None, [], "text", 3, True])
def test_what_is_no_object_is_refused(value):
    with pytest.raises(RecordError, match="expected a JSON object"):
        parse_document(value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_no_value_of_a_field_escapes_as_another_exception(value):
    for field in valid():
        try:
            parse_document({**valid(), field: value})
        except RecordError:
            continue


def test_json_schema_is_valid_and_accepts_what_the_reader_accepts():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(valid())
    assert not validator.is_valid(_change("sanctions.0.action", "punish"))
    assert not validator.is_valid({key: value for key, value in valid().items() if key != "text"})


def test_sector_is_no_label_of_a_name():
    assert len(NAME_LABELS) == 14
    assert "SECTOR" not in NAME_LABELS


@pytest.mark.shared
@pytest.mark.parametrize("split", ["train", "dev"])
def test_gold_sets_come_back_unchanged(split):
    path = SHARED / "gold" / f"{split}.jsonl"
    if not path.is_file():
        pytest.skip("the shared gold sets are not beside this checkout")
    for line in path.read_text(encoding="utf-8").splitlines():
        value = json.loads(line)
        assert json.loads(json.dumps(to_json(parse_document(value)))) == value
