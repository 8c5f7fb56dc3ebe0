from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.schema.records import Article
from sanctionwire.triage import make_triage

TOLD = "Brussels blacklisted the shipping firm Ostmar and froze its assets, two diplomats said on Friday."
OTHER = "The council approved a new bridge over the Elm, and work begins in May."


def judge(*texts: str, **kinds: bool):
    triage = make_triage(**kinds)
    return [triage.judge(Article(id=f"a{number}", text=text)) for number, text in enumerate(texts)]


def test_an_article_with_a_fact_is_extracted():
    (verdict,) = judge(TOLD)
    assert verdict.extract
    triage = verdict.notes["triage"]
    assert triage["extracted"] is True
    assert triage["gate"] > 0.5
    assert {"blacklisted", "froze its assets"} <= set(triage["cues"])


def test_another_article_is_not_and_its_notes_say_why():
    (verdict,) = judge(OTHER)
    assert not verdict.extract
    assert verdict.notes["triage"]["extracted"] is False
    assert verdict.notes["triage"]["gate"] < 0.12


def test_an_exact_copy_is_not_extracted_again():
    _, copy = judge(TOLD, TOLD)
    assert not copy.extract
    assert copy.notes["duplicate_of"] == "a0"
    assert copy.notes["similarity"] == 1.0
    assert copy.notes["triage"]["extracted"] is False


def test_a_near_copy_is_extracted_all_the_same():
    body = " ".join(f"Word{number} of the long story about Ostmar." for number in range(30))
    _, copy = judge(f"{TOLD} {body}", f"Shipping firm hit\n\n{TOLD} {body}")
    assert copy.extract
    assert copy.notes["duplicate_of"] == "a0"
    assert 0.8 <= copy.notes["similarity"] <= 1.0


def test_without_the_gate_every_article_is_extracted():
    assert [verdict.extract for verdict in judge(OTHER, OTHER, gate=False)] == [True, False]
    assert [verdict.extract for verdict in judge(OTHER, OTHER, gate=False, duplicates=False)] == [True, True]


def test_without_comparison_no_copy_is_named():
    assert all("duplicate_of" not in verdict.notes for verdict in judge(TOLD, TOLD, duplicates=False))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text() | st.text(alphabet="ab \n\ud800", max_size=400), max_size=4))
def test_no_text_is_too_strange(texts):
    assert [bool(verdict.notes) for verdict in judge(*texts)] == [True] * len(texts)
