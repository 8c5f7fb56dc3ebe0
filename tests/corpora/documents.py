"""Random documents whose strings are cut from the text, written otherwise, or stand nowhere in it."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

WORDS = (
    "OSLO",
    "Oslo",
    "Oslo\u00a0Bank",
    "\U0001f600",
    "é",
    "e\u0301",
    "of",
    "fined",
    "$5",
    "May",
    "Müller’s",
    "\u2028",
)


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@st.composite
def draw_annotated(draw: st.DrawFn, identifier: str = "d1") -> Document:
    """Draw a valid document: a title or none, names, and facts whose strings are of every kind."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=14))
    body = " ".join(words)
    title = draw(st.sampled_from((None, "", "Oslo fined", "Oslo")))
    text = f"{title}\n\n{body}" if title else body
    starts = [
        len(text) - len(body) + len(" ".join(words[:place])) + bool(place) for place in range(len(words))
    ]
    spans = st.sampled_from([[start, start + len(word)] for start, word in zip(starts, words, strict=True)])
    string = st.one_of(
        st.none(),
        st.just(""),
        st.just("United States"),
        spans.map(lambda span: text[slice(*span)]),
    )
    mentions, entities = [], []
    for place, (start, word) in enumerate(zip(starts, words, strict=True)):
        label = draw(st.sampled_from(("", "COMPANY", "GPE", "DATE", "MONEY")))
        if not label:
            continue
        mention = {"id": f"m{place}", "start": start, "end": start + len(word), "text": word, "label": label}
        mention |= {"level": "name", "entity": None}
        if label == "DATE":
            mention["value"] = draw(st.sampled_from((None, "2019-10")))
        elif label != "MONEY":
            mention["entity"] = f"e{place}"
            name = draw(
                st.sampled_from((word, word.title(), " ".join(word.split()), "United States", "OSLO"))
            )
            entities.append({"id": f"e{place}", "label": label, "name": name, "links": ["Q585"]})
        mentions.append(mention)
    entity = st.sampled_from([item["id"] for item in entities] or [None])
    relations = [
        {
            "id": f"r{place}",
            "type": "role_of",
            "head": draw(entity),
            "tail": draw(entity),
            "title": draw(string),
        }
        for place in range(draw(st.integers(0, 2)) if entities else 0)
    ]
    quotes = [
        {
            "id": f"Q{place}", "kind": "direct", "content": [draw(spans)], "speaker": draw(st.none() | entity),
            "speaker_text": draw(string), "cue": draw(st.none() | spans),
        }
        | draw(st.sampled_from(({}, {"source": [0, 2]}, {"confidence": 0.5})))
        for place in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    sanctions = [
        {
            "id": "S1", "action": "impose", "status": "planned", "imposer": [draw(entity)], "target": [],
            "measure": ["asset_freeze"], "program": [], "law": [], "date": None, "reason": draw(st.none() | spans),
            "amount": None, "evidence": [draw(spans)],
        }
    ] if entities and draw(st.booleans()) else []  # fmt: skip
    money = [mention["id"] for mention in mentions if mention["label"] == "MONEY"]
    valuations = [
        {
            "id": f"v{place}",
            "mention": item,
            "amount": draw(st.sampled_from((None, 5, 2.5))),
            "currency": "USD",
        }
        for place, item in enumerate(money)
    ]
    return parse_document(
        {
            "schema": "sanctions-facts/1", "id": identifier, "source": "Own", "title": title,
            "published": draw(st.sampled_from((None, "2021-05-04"))), "url": "https://example.org/oslo-fined",
            "language": "en", "sha256": checksum(text), "text": text, "mentions": mentions, "entities": entities,
            "sanctions": sanctions, "relations": relations, "quotes": quotes, "valuations": valuations,
        }
        | draw(st.sampled_from(({}, {"feed_id": "own-1"}, {"extra": {"kept": [1, None]}})))
    )  # fmt: skip


TEXT = (
    "Norland fines Acme\n\nOSLO - Norland’s Trade Office fined Acme\u00a0Shipping $5 million on May 3, 2021. “We object,” said "
    "spokeswoman Ida Berg of Acme. Trade Minister Ola Lund of the U.N. mission was silent.\n"
)


def _at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def _mention(place: int, words: str, label: str, entity: str | None, **more: object) -> dict[str, object]:
    start, end = _at(words)
    mention = {"id": f"m{place}", "start": start, "end": end, "text": words, "label": label, "level": "name"}
    return {**mention, "entity": entity, **more}


def build_example(identifier: str = "d1") -> Document:
    """A small news story with a fact of every layer."""
    return parse_document(
        {
            "schema": "sanctions-facts/1",
            "id": identifier,
            "source": "Own",
            "title": "Norland fines Acme",
            "published": "2021-05-04",
            "url": "https://example.org/1",
            "language": "en",
            "sha256": checksum(TEXT),
            "text": TEXT,
            "mentions": [
                _mention(1, "Norland", "GPE", "e1"),
                _mention(2, "OSLO", "GPE", "e2"),
                _mention(3, "Acme\u00a0Shipping", "COMPANY", "e3"),
                _mention(4, "$5 million", "MONEY", None),
                _mention(5, "May 3, 2021", "DATE", None, value="2021-05-03"),
                _mention(6, "spokeswoman", "TITLE", "e4"),
                _mention(7, "Ida Berg", "PERSON", "e5"),
                _mention(8, "Ola Lund", "PERSON", "e6"),
                _mention(9, "U.N.", "ORGANIZATION", "e7"),
            ],
            "entities": [
                {"id": "e1", "label": "GPE", "name": "Norland"},
                {"id": "e2", "label": "GPE", "name": "Oslo"},
                {"id": "e3", "label": "COMPANY", "name": "Acme Shipping"},
                {"id": "e4", "label": "TITLE", "name": "spokeswoman"},
                {"id": "e5", "label": "PERSON", "name": "Ida Berg"},
                {"id": "e6", "label": "PERSON", "name": "Ola Lund"},
                {"id": "e7", "label": "ORGANIZATION", "name": "United Nations"},
            ],
            "sanctions": [
                {
                    "id": "S1", "action": "enforce", "status": "in_force", "imposer": ["e1"], "target": ["e3"],
                    "measure": ["penalty"], "program": [], "law": [], "date": "2021-05-03", "reason": None,
                    "amount": "v1", "evidence": [_at("fined")],
                }
            ],
            "relations": [
                {"id": "r1", "type": "role_of", "head": "e5", "tail": "e3", "title": "spokeswoman"},
                {"id": "r2", "type": "role_of", "head": "e6", "tail": "e1", "title": "Trade Minister"},
            ],
            "quotes": [
                {
                    "id": "Q1", "kind": "direct", "content": [_at("We object,")], "speaker": "e5",
                    "speaker_text": "spokeswoman Ida Berg", "cue": _at("said"),
                }
            ],
            "valuations": [
                {
                    "id": "v1", "mention": "m4", "amount": 5000000, "amount_max": None, "currency": "USD",
                    "modifier": "exact", "kind": "penalty", "subject": "e3", "as_of": None,
                }
            ],
            "feed_id": "own-1",
        }
    )  # fmt: skip
