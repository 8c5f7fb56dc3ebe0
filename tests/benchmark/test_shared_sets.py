"""The sets of configs/benchmark.yml are the frozen ones: those of the project, and the shared ones where present."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support import SHARED

from sanctionwire.benchmark.config import load_benchmark
from sanctionwire.benchmark.scoring import find_scope
from sanctionwire.benchmark.sets.files import read_objects
from sanctionwire.benchmark.sets.loading import find_files, read_set
from sanctionwire.schema.validate import check_document

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "benchmark.yml"
SETS = {each.name: each for each in load_benchmark(CONFIG).sets}
OWN = ("seed", "written")


def read(name, folder):
    path = find_files(SETS[name], [folder])
    if path is None:
        pytest.skip(f"{name} is not in {folder}")
    data = read_set(SETS[name], path)  # raises where it is not the frozen set
    for document in data.documents:
        check_document(document)
    return data


def test_every_set_is_frozen():
    assert all(each.sha256 for each in SETS.values())


def test_enough_systems_meet_on_every_set():
    """Five on our data and three on each outside set, none of which needs more than the tests need."""
    built = [(each, each.build()) for each in load_benchmark(CONFIG).systems if not each.optional]
    for name, config in SETS.items():
        there = [
            settings.name
            for settings, system in built
            if (not settings.only or name in settings.only) and find_scope(config.scheme, system)
        ]
        assert len(there) >= (5 if config.kind == "facts" else 3), f"{name}: only {there}"


@pytest.mark.parametrize("name", OWN)
def test_sets_of_the_project_are_the_frozen_ones(name):
    assert read(name, CONFIG.parent).documents


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in SETS if name not in OWN])
def test_shared_sets_are_the_frozen_ones(name):
    read(name, SHARED)


def read_whole(name):
    """All documents of a shared set, without the sample, and the lines of its file."""
    config = SETS[name].model_copy(update={"sample": None})
    path = find_files(config, [SHARED])
    if path is None:
        pytest.skip(f"{name} is not in {SHARED}")
    lines = [value for _, value in read_objects(path)] if path.is_file() else None
    return read_set(config, path).documents, lines


def count_labels(documents):
    return Counter(mention.label for document in documents for mention in document.mentions)


@pytest.mark.shared
def test_conll_has_the_published_sentences_tokens_and_names():
    documents, _ = read_whole("conll2003-dev")
    # Source: Tables 1 and 2 of Tjong Kim Sang and De Meulder 2003, development data. Their 3,466 sentences hold
    # the 216 lines that open an article; of their 922 MISC, 4 follow another without a gap, and CrossNER's copy,
    # which this is, makes one of both.
    assert len(documents) == 3466 - 216
    assert sum(len(document.text.split(" ")) for document in documents) == 51_362
    assert count_labels(documents) == {"LOC": 1837, "ORGANIZATION": 1341, "PERSON": 1842, "NORP": 918}


@pytest.mark.shared
def test_crossner_has_the_published_sentences_and_each_name_that_is_begun():
    documents, lines = read_whole("crossner-politics-dev")
    assert len(documents) == 541  # Source: Table 1 of Liu et al. 2021
    if lines is None:
        pytest.skip("counted in the file of tokens")
    begun = Counter(tag[2:] for line in lines for tag in line["tags"] if tag.startswith("B-"))
    assert sum(begun.values()) == 3482
    assert count_labels(documents) == {
        "PERSON": begun["person"] + begun["politician"],
        "ORGANIZATION": begun["organisation"] + begun["politicalparty"],
        "LOC": begun["location"] + begun["country"],
    }


@pytest.mark.shared
def test_polnear_has_the_published_articles_and_every_attribution_with_content():
    documents, lines = read_whole("polnear-dev")
    # Source: PolNeAR's README: 144 articles of each of 7 publishers, 1,008 in all; a twelfth of each is dev.
    assert set(Counter(document.source for document in documents).values()) == {144 // 12}
    assert len(documents) == 84
    assert sum(len(document.quotes) for document in documents) == 2192
    assert sum(document.extra.get("without_content", 0) for document in documents) == 1
    # Source: the 19 events of its file in data/dev/attributions, of the first coder by name.
    (poll,) = [each for each in documents if "new-poll-shows-minor-post-debate" in each.id]
    assert len(poll.quotes) == 19 and poll.quotes[13].content == ((1452, 1499), (1542, 1692))
    if lines is not None:
        spans = sum(len(each["content"]) for line in lines for each in line["attributions"])
        assert sum(len(quote.content) for document in documents for quote in document.quotes) == spans


@pytest.mark.shared
def test_re3d_has_its_documents_and_only_what_was_confirmed():
    documents, lines = read_whole("re3d")
    assert Counter(document.source for document in documents) == {
        "UK Government": 26,
        "CENTCOM": 23,
        "US State Department": 22,
        "Wikipedia": 13,
        "BBC Online": 8,
        "Australian Department of Foreign Affairs": 4,
        "Delegation of the European Union to Syria": 2,
    }
    assert count_labels(documents) == {"ORGANIZATION": 880, "LOC": 591, "PERSON": 320}
    if lines is None:
        pytest.skip("looked up in the file with all entities")
    entities = {line["id"]: line["entities"] for line in lines}
    classes = {"PERSON": "Person", "ORGANIZATION": "Organisation", "LOC": "Location"}
    for document in documents:
        for mention in document.mentions:
            assert any(
                each["begin"] <= mention.start
                and mention.end <= each["end"]
                and each["type"] == classes[mention.label]
                and each["confidence"] >= 0.5
                for each in entities[document.id]
            ), f"{document.id}: {mention.text} as {mention.label} was never confirmed"


@pytest.mark.shared
def test_our_development_set_has_the_facts_that_its_readme_counts():
    documents, _ = read_whole("real-dev")
    assert len(documents) == 22
    assert sum(len(document.sanctions) for document in documents) == 65
