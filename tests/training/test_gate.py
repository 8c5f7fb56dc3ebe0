"""Training of the gate, on documents written for these tests."""

from sanctionwire.schema.records import Article, Document, Sanction
from sanctionwire.training.gate import cross_validate, find_sentences, read_feed, read_gold, tabulate, train
from sanctionwire.triage.gate import describe

TEXT = (
    "Bank of Elm hit\n\nThe ministry imposed sanctions on the bank. Nobody spoke. It also froze its assets, as "
    "Russia had asked."
)


def make_document(number: int, *evidence: str) -> Document:
    facts = tuple(
        Sanction(
            id=f"s{place}",
            action="impose",
            status="in_force",
            evidence=((TEXT.index(word), TEXT.index(word) + len(word)),),
        )
        for place, word in enumerate(evidence)
    )
    return Document(id=f"d{number}", text=TEXT, sha256="", sanctions=facts)


def test_a_fact_is_read_from_the_sentences_of_its_evidence():
    document = make_document(1, "sanctions", "froze")
    assert [find_sentences(document, fact).strip() for fact in document.sanctions] == [
        "The ministry imposed sanctions on the bank.",
        "It also froze its assets, as Russia had asked.",
    ]


def test_a_gold_document_gives_itself_and_each_of_its_facts():
    examples = read_gold("gold", [make_document(1, "sanctions", "froze")], folds=2)
    assert [(example.kind, example.holds_fact) for example in examples] == [
        ("article", True),
        ("single", True),
        ("passing", True),
        ("single", True),
        ("passing", True),
    ]
    whole, first, _, second, passing = (example.groups for example in examples)
    assert {"plain.sanctions", "measures.freeze", "themes.regimes"} <= whole
    assert first == {"plain.sanctions", "themes.regimes"}
    assert second == {"measures.freeze", "hints.funds", "themes.regimes"}
    assert passing == second


def test_a_document_without_facts_is_an_example_of_none():
    (example,) = read_gold("gold", [make_document(3)], folds=2)
    assert not example.holds_fact


def feed(*texts: str) -> list[Article]:
    return [Article(id=f"f{number}", text=text) for number, text in enumerate(texts)]


def test_feed_articles_with_plain_words_are_not_learned_from():
    told, other, known = read_feed(
        "feed",
        feed("New sanctions on two banks.", "A bridge.", "Poland expelled the ambassador."),
        {"f2"},
        folds=2,
    )
    assert told.fold == -1
    assert (other.fold, other.holds_fact) == (1, False)
    assert (known.fold, known.holds_fact, known.words) == (0, True, 4)


def test_training_separates_and_the_table_adds_up():
    gold = read_gold("gold", [make_document(number, "sanctions", "froze") for number in range(8)], folds=2)
    other = read_feed("feed", feed(*["The port of Odessa, Russia, was busy."] * 20), set(), folds=2)
    examples = [*gold, *other]
    model = train(examples)
    assert (
        model.score(describe(["measures.freeze"]))["fact"] > model.score(describe(["themes.regimes"]))["fact"]
    )
    low, high = tabulate(examples, cross_validate(examples, 2), [0.0, 0.999])
    assert low["feed: articles passed"] == low["feed: words passed"] == low["gold: article recall"] == 100.0
    assert high["feed: articles passed"] == 0.0
    assert low["feed: feed recall"] == "-"
    assert low["threshold"] == 0.0


def test_the_same_input_gives_the_same_weights():
    examples = read_gold("gold", [make_document(number, "sanctions") for number in range(4)], folds=2)
    examples += read_feed("feed", feed("A bridge.", "Moscow."), set(), folds=2)
    assert train(examples) == train(list(examples))
