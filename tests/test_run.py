import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin
from support import pipeline

from sanctionwire.errors import ConfigError
from sanctionwire.run import (
    WINDOW_CHARS,
    annotate,
    build_document,
    load_pipeline,
    make_doc,
    process,
    split_windows,
)
from sanctionwire.schema.layers import MENTIONS
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Article, Document, Rejection

STORY = (
    "Norway sanctions two Belarusian banks\n\n"
    "OSLO, March 3 (Wire) – Norway imposed sanctions on Belarusbank on Tuesday over the jailing of "
    "journalists, Foreign Minister Espen Barth Eide said.\n\n"
    "“We will not look away,” Eide told reporters. Belarusbank must pay a fine of €2.5 million."
)


NEWS_WORDS = (
    "U.S.", "sanctions", "on", "Iran", "“", "”", "said", "$5", "million", "Tuesday", "the", "Bank", "of",
    "lifted", "(", ")", "’s", "Inc.", ",", ".", "President", "Rouhani", "Entity List", "and", "😀", "18",
    "firms", "\n\n",
)  # fmt: skip


def article(text: str = STORY, **more: str) -> Article:
    return Article(
        id="a1", text=text, title=text.split("\n")[0], published="2026-03-03", origin="case", **more
    )


def test_a_story_becomes_a_valid_document_with_every_layer():
    (document,) = process(pipeline(), [article()])
    assert isinstance(document, Document)
    assert parse_document(json.loads(json.dumps(to_json(document)))) == document
    names = {entity.name for entity in document.entities}
    assert {"Norway", "Belarusbank", "Espen Barth Eide"} <= names
    assert [quote.speaker_text for quote in document.quotes if quote.kind == "direct"] == ["Eide"]
    assert [(value.amount, value.currency) for value in document.valuations] == [(2_500_000, "EUR")]
    assert any(fact.action == "impose" and fact.status == "in_force" for fact in document.sanctions)
    assert document.extra["producer"]["config"]


def test_the_text_is_never_changed():
    text = "Title\r\n\r\nA\u00a0line\twith odd\u2028space, e\u0301 and 👩‍👩‍👧.\r\rEnd \u202eRTL\u202c. "
    (document,) = process(pipeline(), [article(text)])
    assert document.text == text


def test_the_last_sentence_of_a_very_long_article_is_read():
    filler = "\n\n".join(f"Paragraph {number} says nothing of interest to anybody." for number in range(2500))
    text = f"{STORY}\n\n{filler}\n\nLatvia fined Rietumu Banka €1.3 million on Monday."
    assert len(text) > WINDOW_CHARS
    assert len(text.split()) > 20_000
    (document,) = process(pipeline(), [article(text)])
    last = len(text) - 51
    found = {mention.text for mention in document.mentions if mention.start >= last}
    assert {"Latvia", "Monday"} <= found
    assert document.text == text
    assert document.title == STORY.split("\n")[0]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab \n.é😀", max_size=200), st.integers(min_value=1, max_value=40))
def test_windows_join_to_the_whole(text, size):
    doc = make_doc(pipeline(), article(text))
    windows = split_windows(doc, size)
    assert "".join(window.text_with_ws for window in windows) == text
    assert [token.text for window in windows for token in window] == [token.text for token in doc]


def test_windows_end_behind_paragraphs():
    doc = make_doc(pipeline(), article("One two three.\n\nFour five six.\n\nSeven."))
    assert [window.text for window in split_windows(doc, 20)] == [
        "One two three.\n\n",
        "Four five six.\n\n",
        "Seven.",
    ]


def test_an_exception_costs_one_article_and_names_its_stage(monkeypatch):
    nlp = pipeline()
    broken = nlp.get_pipe("dates")

    def fail_on_second(name):
        component = type(nlp).get_pipe(nlp, name)
        if name != "dates":
            return component

        def run(doc):
            if "poison" in doc.text:
                raise ValueError("a poisoned article")
            return broken(doc)

        return run

    monkeypatch.setattr(nlp, "get_pipe", fail_on_second)
    good, bad, also_good = process(nlp, [article(), article("poison"), article()])
    assert isinstance(good, Document)
    assert isinstance(also_good, Document)
    assert isinstance(bad, Rejection)
    assert (bad.stage, bad.reason, bad.retryable) == ("dates", "failed", False)
    assert "poisoned" in bad.detail


def test_rejections_pass_through_in_order():
    rejection = Rejection(origin="x", reason="empty", detail="nothing")
    assert list(process(pipeline(), [rejection])) == [rejection]


def test_annotated_docs_survive_serialization():
    nlp = pipeline()
    doc = annotate(nlp, make_doc(nlp, article()))
    (copy,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    restored = DocBin(store_user_data=True).from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes())
    (copy,) = restored.get_docs(nlp.vocab)
    assert [(s.label_, s.kb_id_, s.start) for s in copy.spans[MENTIONS]] == [
        (s.label_, s.kb_id_, s.start) for s in doc.spans[MENTIONS]
    ]
    producer = nlp.meta["sanctionwire"]
    assert build_document(article(), copy, producer) == build_document(article(), doc, producer)


def test_output_is_deterministic():
    first, second = (list(process(pipeline(), [article()])) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", ".", "“", "$", "😀", "a" * 5000, "the " * 300, "\u0301\u202e"]
)
def test_odd_texts_never_fail(text):
    (document,) = process(pipeline(), [article(text)])
    assert isinstance(document, Document)
    parse_document(json.loads(json.dumps(to_json(document))))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(NEWS_WORDS), max_size=40),
)
def test_any_sequence_of_news_words_gives_a_valid_document(words):
    (document,) = process(pipeline(), [article(" ".join(words))])
    assert isinstance(document, Document), document
    parse_document(json.loads(json.dumps(to_json(document))))


def test_components_declare_what_they_need():
    problems = pipeline().analyze_pipes()["problems"]
    assert {name: found for name, found in problems.items() if found} == {}


def test_a_configuration_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.cfg"):
        load_pipeline(tmp_path / "missing.cfg")
    broken = tmp_path / "broken.cfg"
    broken.write_text(
        '[nlp]\nlang = "en"\npipeline = ["nonsense"]\n[components.nonsense]\nfactory = "nonsense"\n'
    )
    with pytest.raises(ConfigError, match="nonsense"):
        load_pipeline(broken)
