"""The gate with its shipped lexicon and weights, on texts written for these tests."""

import json
from pathlib import Path

import pytest
from support import SHARED

from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear import load_model
from sanctionwire.triage.cues import Cues
from sanctionwire.triage.gate import THRESHOLD, Gate, describe, find_kind, load_cues
from sanctionwire.triage.words import read_words

ROOT = Path(__file__).resolve().parents[2]


class Table:
    """Scores an article by the sum of its groups."""

    def __init__(self, **weights: float) -> None:
        self.weights = weights

    def score(self, features):
        return {"fact": min(1.0, sum(self.weights[name] for name in features))}


def test_the_score_comes_with_the_words_behind_it():
    cues = Cues({"weak": ["visa"], "strong": ["blacklist*"], "theme": ["russia"], "more": ["bank"]})
    gate = Gate(cues, Table(weak=0.1, strong=0.6, theme=0.05, more=0.2))
    passage = gate.judge(read_words("Russia: bank blacklisted, no visa"))
    assert passage.score == pytest.approx(0.95)
    assert passage.cues == ("blacklisted", "bank", "visa")
    assert passage.is_open


def test_an_article_about_nothing_of_the_kind_passes_by():
    passage = Gate(Cues({"any": ["embargo"]}), Table(any=1.0)).judge(["a", "bridge"])
    assert (passage.score, passage.cues, passage.is_open) == (0.0, (), False)


TOLD = [
    "The Foreign Ministry in Karlovia said the sanctions on two ministers would stay.",
    "Brussels blacklisted the shipping firm Ostmar and froze its assets.",
    "The Commerce Department added four chip makers to the Entity List on Monday.",
    "Parliament renewed the arms embargo against the junta.",
    "Poland expelled three Russian diplomats after the poisoning.",
    "Biden bans imports of Russian oil as fighting spreads.",
    "The United States will deny visas to officials of the Iranian prison service and their families.",
    "The Treasury Department designated a network of Iranian financiers.",
    "Spain impounded the oligarch's yacht in Tarragona at the request of Washington.",
    "G7 envoys weigh a lower price cap on Russian crude.",
    "The bank paid a fine for dealings with Iran and Sudan that broke American rules.",
    "China halts exports of gallium and germanium to Japan's defense firms.",
    "Washington let the waiver for Iranian gas expire, officials in Baghdad said.",
    "A court in Boston charged two men who illegally exported drone parts to Russia.",
    "The council lifted travel bans on seven former ministers in Belarus.",
    "Delisted by the EU: the council removed the Syrian banker from its terrorist list.",
    "Turkey stops all trade with Israel until aid reaches Gaza.",
]


@pytest.mark.parametrize("text", TOLD)
def test_a_fact_told_in_one_sentence_opens_the_gate(text):
    assert Gate().judge(read_words(text)).is_open


@pytest.mark.parametrize("group", [g for g in load_cues().groups if find_kind(g) in ("plain", "measures")])
def test_every_measure_opens_the_gate_alone(group):
    hints = {"measures.designation": ["hints.designated"]}.get(group, [])
    model = load_model("gate", "articles")
    assert model.score(describe([group, *hints]))["fact"] >= THRESHOLD


OTHER = [
    "The council approved a new bridge over the Elm; work begins in May, the mayor said at the opening.",
    "Rovers beat United 3-1 and go second after a late penalty; the captain was banned for one match.",
    "Shares in the retailer fell 4% after it cut its forecast for exports and froze hiring.",
    "A judge in Ohio blocked the order that froze federal grants, and the state appealed.",
    "The museum added two paintings to its list of works on loan from Lyon.",
    "The league fined the coach; the rally had not been sanctioned, and the court may sanction the lawyer.",
    "The senator said he would put his name on the list of speakers and recall the ambassador's kindness.",
    "Thousands of travelers were delayed as the airport suspended flights in the storm.",
]


@pytest.mark.parametrize("text", OTHER)
def test_other_news_passes_by(text):
    assert not Gate().judge(read_words(text)).is_open


def test_card_metrics_and_weights_belong_to_this_code():
    card = (ROOT / "models" / "gate" / "README.md").read_text(encoding="utf-8")
    metrics = json.loads((ROOT / "models" / "gate" / "metrics.json").read_text(encoding="utf-8"))
    assert f"threshold is {THRESHOLD}" in card
    assert metrics["threshold"] == THRESHOLD
    gate = Gate()
    table = load_model("gate", "articles").weights
    assert set(describe(load_cues().groups)) == set(table)
    assert gate.judge([]).score < THRESHOLD


def recall(path: Path) -> float:
    gate = Gate()
    told = [document for document in load_documents(path) if document.sanctions]
    return sum(gate.judge(read_words(document.text)).is_open for document in told) / len(told)


def test_recall_on_the_written_articles():
    assert recall(ROOT / "corpora" / "written" / "train.jsonl") >= 0.99


@pytest.mark.shared
def test_recall_on_the_gold_set_for_learning():
    path = SHARED / "gold" / "train.jsonl"
    if not path.is_file():
        pytest.skip("the shared gold sets are not beside this checkout")
    assert recall(path) >= 0.99
