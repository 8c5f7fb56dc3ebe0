from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stamina
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.systems.chat import ChatSettings
from sanctionwire.benchmark.systems.chat.alignment import Aligner
from sanctionwire.benchmark.systems.chat.answers import BROKEN_ITEM, NO_JSON, read_answer, write_schema
from sanctionwire.benchmark.systems.chat.assembly import NO_ENTITY, NOT_IN_TEXT
from sanctionwire.benchmark.systems.chat.client import CUT_OFF, EMPTY, NO_BUDGET, REFUSED
from sanctionwire.benchmark.systems.protocol import LOSSES
from sanctionwire.errors import InputError
from sanctionwire.schema.validate import check_document

TEXT = (
    "Lakonia froze the assets of Orvik Bank 🚢 on Monday. “We had no choice,” minister Ivo\u00a0Brandt said.\n\n"
    "Orvik  Bank lost $3 million. Lakonia’s move surprised Brandt."
)


def name(text, label, entity=None, level="name", value=None):
    return {"text": text, "label": label, "level": level, "entity": entity or text, "value": value}


ANSWER = {
    "names": [
        name("Lakonia", "GPE"),
        name("Orvik Bank", "COMPANY"),
        name("Monday", "DATE", value="2031-04-07"),
        name("Ivo Brandt", "PERSON"),
        name("Brandt", "PERSON", entity="Ivo Brandt"),
        name("minister", "TITLE"),
        name("$3 million", "MONEY"),
    ],
    "sanctions": [
        {
            "action": "impose",
            "status": "in_force",
            "imposers": ["Lakonia"],
            "targets": ["Orvik Bank"],
            "measures": ["asset_freeze"],
            "programs": [],
            "laws": [],
            "date": "2031-04-07",
            "evidence": "froze",
        }
    ],
    "relations": [{"type": "role_of", "head": "Brandt", "tail": "Lakonia", "title": "minister"}],
    "quotes": [
        {
            "kind": "direct",
            "content": '"We had no choice,"',
            "speaker": "Ivo Brandt",
            "source": "minister Ivo Brandt",
            "cue": "said",
        }
    ],
    "valuations": [
        {
            "money": "$3 million",
            "amount": 3000000,
            "amount_max": None,
            "currency": "USD",
            "modifier": "exact",
            "kind": "other",
            "subject": "Orvik Bank",
        }
    ],
}


class Endpoint:
    """A stand-in for a chat endpoint: answers from a list, the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.requests: list[dict[str, Any]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                endpoint.requests.append(json.loads(self.rfile.read(length)))
                place = min(len(endpoint.requests), len(endpoint.answers)) - 1
                status, body = endpoint.answers[place]
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


def completion(content, *, finish_reason="stop", refusal=None):
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return 200, {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    stamina.set_testing(True, attempts=3)
    yield made
    stamina.set_testing(False)
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def ask(endpoint, text=TEXT, **changes):
    document = make_article("a", text, published="2031-04-08")
    system = ChatSettings(
        **{"name": "chat", "kind": "chat", "model": "m", "base_url": endpoint.url, "wait": 0, **changes}
    ).build()
    system.load()
    try:
        (found,) = system.predict([document])
    finally:
        system.client.api.close()
    check_document(found)
    return found


def cut(document, span):
    return None if span is None else document.text[slice(*span)]


def test_words_become_records_on_offsets(endpoint):
    endpoint.answers = [completion(json.dumps(ANSWER))]
    found = ask(endpoint)
    assert LOSSES not in found.extra
    assert [(m.text, m.label) for m in found.mentions] == [
        ("Lakonia", "GPE"),
        ("Orvik Bank", "COMPANY"),
        ("Monday", "DATE"),
        ("minister", "TITLE"),
        ("Ivo\u00a0Brandt", "PERSON"),
        ("$3 million", "MONEY"),
        ("Lakonia", "GPE"),
        ("Brandt", "PERSON"),
    ]
    entity = {mention.text: mention.entity for mention in found.mentions}
    assert entity["Brandt"] == entity["Ivo\u00a0Brandt"]
    (sanction,) = found.sanctions
    assert (sanction.imposer, sanction.target) == ((entity["Lakonia"],), (entity["Orvik Bank"],))
    assert cut(found, sanction.evidence[0]) == "froze"
    (relation,) = found.relations
    assert (relation.head, relation.tail, relation.title) == (entity["Brandt"], entity["Lakonia"], "minister")
    (quote,) = found.quotes
    assert cut(found, quote.content[0]) == "We had no choice,"
    assert (quote.speaker, quote.speaker_text) == (entity["Brandt"], "minister Ivo\u00a0Brandt")
    (valuation,) = found.valuations
    assert (valuation.amount, valuation.subject) == (3000000, entity["Orvik Bank"])


def test_the_request_carries_schema_date_and_text(endpoint):
    endpoint.answers = [completion(json.dumps(ANSWER))]
    ask(endpoint, layers=("sanctions",))
    (request,) = endpoint.requests
    schema = request["response_format"]["json_schema"]
    assert schema["strict"] and list(schema["schema"]["properties"]) == ["names", "sanctions"]
    assert request["temperature"] == 0
    assert TEXT in request["messages"][1]["content"] and "2031-04-08" in request["messages"][1]["content"]


@pytest.mark.parametrize(
    ("answer", "losses"),
    [
        (completion("Here are the facts: none."), {NO_JSON: 1}),
        (completion('{"names": [{"text": "Lakonia"'), {NO_JSON: 1}),
        (completion("[1, 2]"), {NO_JSON: 1}),
        (completion(""), {EMPTY: 1}),
        (completion(None, refusal="I cannot help with that."), {REFUSED: 1}),
        (completion(None, finish_reason="content_filter"), {REFUSED: 1}),
        (completion('{"names": [', finish_reason="length"), {CUT_OFF: 1}),
        ((500, {"error": {"message": "broken"}}), {"a call that failed: InternalServerError": 1}),
        ((429, {"error": {"message": "slow down"}}), {"a call that failed: RateLimitError": 1}),
        ((400, {"error": {"message": "no schema"}}), {"a call that failed: BadRequestError": 1}),
    ],
)
def test_what_cannot_be_used_is_counted_and_missed(endpoint, answer, losses):
    endpoint.answers = [answer]
    found = ask(endpoint)
    assert found.extra == {LOSSES: losses}
    assert found.mentions == found.sanctions == ()


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (429, 3), (400, 1)])
def test_only_what_may_pass_is_tried_again(endpoint, status, tries):
    endpoint.answers = [(status, {"error": {"message": "no"}})] * 5
    ask(endpoint)
    assert len(endpoint.requests) == tries


def test_a_call_that_succeeds_at_last_is_none_that_failed(endpoint):
    endpoint.answers = [(429, {}), (500, {}), completion(json.dumps(ANSWER))]
    assert ask(endpoint).extra == {}


def test_hallucinated_words_and_broken_items_are_lost_alone(endpoint):
    answer = {
        **ANSWER,
        "names": [*ANSWER["names"], name("Atlantis", "GPE"), name("Lakonia", "PLANET")],
        "sanctions": [
            {**ANSWER["sanctions"][0], "targets": ["Orvik Bank", "Atlantis"]},
            {**ANSWER["sanctions"][0], "evidence": "bombed"},
            {**ANSWER["sanctions"][0], "action": "praise"},
        ],
        "relations": [{"type": "role_of", "head": "Nobody", "tail": "Lakonia", "title": None}],
    }
    endpoint.answers = [completion(f"```json\n{json.dumps(answer)}\n```")]
    found = ask(endpoint)
    assert len(found.sanctions) == 1 and len(found.sanctions[0].target) == 1
    assert found.relations == ()
    # Not in the text: the name Atlantis and the evidence "bombed"; no entity: Atlantis and Nobody.
    assert found.extra == {LOSSES: {BROKEN_ITEM: 2, NOT_IN_TEXT: 2, NO_ENTITY: 2}}


def test_reruns_ask_nothing_and_are_identical(endpoint, tmp_path):
    endpoint.answers = [completion("nonsense"), completion(json.dumps(ANSWER))]
    first = ask(endpoint, cache=tmp_path)
    assert ask(endpoint, cache=tmp_path, max_calls=0) == first
    assert len(endpoint.requests) == 1
    assert ask(endpoint, cache=tmp_path, temperature=0.5) != first  # another request


def test_failed_calls_are_not_kept(endpoint, tmp_path):
    endpoint.answers = [(400, {}), completion(json.dumps(ANSWER))]
    assert ask(endpoint, cache=tmp_path).extra
    assert not ask(endpoint, cache=tmp_path).extra


def test_long_articles_are_read_in_stretches_to_the_last_word(endpoint):
    filler = "\n\n".join("Nothing happened at all in the quiet town." for _ in range(40))
    text = f"{TEXT}\n\n{filler}\n\nAt the end Lakonia praised Ada Lind."
    endpoint.answers = [
        completion(json.dumps({"names": [name("Ada Lind", "PERSON"), name("Lakonia", "GPE")]}))
    ]
    found = ask(endpoint, text, window_words=50)
    assert len(endpoint.requests) > 5
    assert (
        "".join(each["messages"][1]["content"].split("Article:\n")[1] for each in endpoint.requests) == text
    )
    assert [mention.text for mention in found.mentions] == ["Lakonia", "Lakonia", "Lakonia", "Ada Lind"]
    assert len({mention.entity for mention in found.mentions if mention.text == "Lakonia"}) == 1


def test_calls_have_a_budget(endpoint):
    endpoint.answers = [completion(json.dumps({"names": []}))]
    found = ask(endpoint, TEXT * 20, window_words=50, max_calls=2)
    assert len(endpoint.requests) == 2
    assert found.extra[LOSSES][NO_BUDGET] > 1


def test_a_default_endpoint_needs_a_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(InputError, match="no key; set OPENAI_API_KEY"):
        ChatSettings(name="chat", kind="chat", model="m").build().load()


def test_equal_words_are_found_one_after_the_other():
    aligner = Aligner("We go. We stay. We go.", (0, 22))
    assert [aligner.find_next("We go.", "quote") for _ in range(3)] == [(0, 6), (16, 22), (0, 6)]
    assert aligner.find_next("We go.", "other") == (0, 6)
    assert aligner.find_next("We run.", "quote") is None


def test_names_are_no_parts_of_words():
    assert Aligner("Iranian oil, Iran, IRAN", (0, 23)).find_all("Iran") == [(13, 17)]


@settings(max_examples=200, deadline=None)
@given(st.text("ab “”\"'’\u00a0\n🚢-–", max_size=40), st.data())
def test_any_stretch_of_words_is_found_where_it_may_be(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end].replace("“", '"').replace("\u00a0", " ").replace("\n", "  ")
    aligner = Aligner(f"x {text} x", (2, 2 + len(text)))
    for place, stop in aligner.find_all(words):
        assert 2 <= place < stop <= 2 + len(text)

        def fold(value):
            for sign in "“”":
                value = value.replace(sign, '"')
            return " ".join(value.replace("’", "'").replace("–", "-").split())

        assert fold(aligner.whole[place:stop]) == fold(words)
    bounded = (not start or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
    if words.strip() and bounded:
        assert aligner.find_all(words)


@settings(max_examples=50, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["names", "sanctions", "text", "label"]), x),
        max_leaves=8,
    )
)
def test_no_answer_breaks_the_reader(value):
    read_answer(json.dumps(value))


def test_the_schema_wants_every_property_and_no_other():
    schema = write_schema(["quotes"])
    item = schema["properties"]["quotes"]["items"]
    assert item["required"] == list(item["properties"]) and item["additionalProperties"] is False
