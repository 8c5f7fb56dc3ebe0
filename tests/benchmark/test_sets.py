from __future__ import annotations

import gzip
import json

import pytest
from benchmark import gold_files
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.sets.conll import read_conll
from sanctionwire.benchmark.sets.facts import read_facts
from sanctionwire.benchmark.sets.loading import SetConfig, find_files, read_set, take_sample
from sanctionwire.benchmark.sets.polnear import read_polnear
from sanctionwire.benchmark.sets.re3d import read_re3d
from sanctionwire.benchmark.sets.schemes import load_scheme
from sanctionwire.errors import InputError, RecordError
from sanctionwire.schema.validate import check_document

CONLL, CROSSNER = load_scheme("conll2003"), load_scheme("crossner_politics")


def names(document):
    return [(mention.text, mention.label) for mention in document.mentions]


@pytest.mark.parametrize("scheme", ["iob1", "iob2"])
def test_column_files_and_json_lines_give_the_same_sentences(tmp_path, scheme):
    columns = gold_files.write_columns(tmp_path / "eng.testa", scheme=scheme)
    tokens = gold_files.write_tokens(tmp_path / "dev.jsonl")
    packed = tmp_path / "dev.jsonl.gz"
    packed.write_bytes(gzip.compress(tokens.read_bytes()))
    found = list(read_conll(columns, CONLL))
    assert found == list(read_conll(tokens, CONLL)) == list(read_conll(packed, CONLL))
    assert [document.text for document in found] == [
        "Arvela Trust left Bergen .",
        "Norwegian minister Lind agreed .",
        "the Lind plan",
    ]
    assert names(found[0]) == [("Arvela Trust", "ORGANIZATION"), ("Bergen", "LOC")]
    assert names(found[1]) == [("Norwegian", "NORP"), ("Lind", "PERSON")]
    assert names(found[2]) == [("Lind", "PERSON")]  # the article is trimmed
    for document in found:
        check_document(document)


def test_labels_that_merge_and_labels_that_are_left_out(tmp_path):
    path = tmp_path / "dev.txt"
    path.write_text("Lind\tB-politician\nof\tO\nNorway\tB-country\n2031\tB-election\nvote\tI-election\n")
    (document,) = read_conll(path, CROSSNER)
    assert names(document) == [("Lind", "PERSON"), ("Norway", "LOC")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Lind B-ROBOT\n", "1: the label 'ROBOT' is not in the table"),
        ("Lind O\nalone\n", "2: expected a token and its tag"),
        ("Lind PER\n", "1: 'PER' is no tag"),
        ('{"tokens": ["a"], "tags": []}', "1: expected `tokens`"),
        ('{"tokens": ["a"]', "1: not JSON"),
    ],
)
def test_broken_lines_are_named(tmp_path, content, problem):
    path = tmp_path / "dev.txt"
    path.write_text(content)
    with pytest.raises(RecordError, match="dev.txt:" + problem):
        list(read_conll(path, CONLL))


TAGS = st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text("aä🚢the'’s.", min_size=1, max_size=6), TAGS), min_size=1, max_size=12))
def test_names_cut_the_tokens_that_are_tagged(tmp_path_factory, tagged):
    path = tmp_path_factory.mktemp("conll") / "dev.jsonl"
    tokens, tags = [token for token, _ in tagged], [tag for _, tag in tagged]
    gold_files.write_objects(path, [{"tokens": tokens, "tags": tags}])
    (document,) = read_conll(path, CONLL)
    check_document(document)
    inside = [place for place, tag in enumerate(tags) if tag != "O"]
    starts = [len(" ".join(tokens[:place])) + (place > 0) for place in range(len(tokens))]
    tagged_characters = {
        at for place in inside for at in range(starts[place], starts[place] + len(tokens[place]))
    }
    for mention in document.mentions:
        assert {
            at for at in range(mention.start, mention.end) if document.text[at] != " "
        } <= tagged_characters


def test_polnear_folders_and_json_lines_give_the_same_articles(tmp_path):
    scheme = load_scheme("polnear")
    (document,) = read_polnear(gold_files.write_polnear_folder(tmp_path / "dev"), scheme)
    assert [document] == list(read_polnear(gold_files.write_polnear_lines(tmp_path / "dev.jsonl"), scheme))
    check_document(document)
    assert (document.title, document.source, document.published) == ("Port talks", "courier", "2031-04-05")
    first, second = document.quotes
    assert document.text[slice(*first.content[0])] == "The harbor will close 🚢"
    assert (first.speaker_text, document.text[slice(*first.cue)]) == ("Mayor Ada Holm", "said")
    assert [document.text[slice(*span)] for span in second.content] == ["“We,”", "“have no choice.”"]
    assert document.extra == {"without_content": 1}


def test_polnear_says_what_is_wrong(tmp_path):
    with pytest.raises(InputError, match=r"has no text/\*\.txt"):
        list(read_polnear(tmp_path, load_scheme("polnear")))
    far = {"source": [], "cue": [], "content": [[0, 9999]]}
    path = gold_files.write_objects(
        tmp_path / "x.jsonl", [{"id": "a", "text": "short", "attributions": [far]}]
    )
    with pytest.raises(RecordError, match=r"x.jsonl:1: \[0, 9999\) is no span"):
        list(read_polnear(path, load_scheme("polnear")))


def test_re3d_folders_and_json_lines_give_the_same_documents(tmp_path):
    scheme = load_scheme("re3d")
    (document,) = read_re3d(gold_files.write_re3d_folder(tmp_path / "re3d"), scheme)
    assert [document] == list(read_re3d(gold_files.write_re3d_lines(tmp_path / "re3d.jsonl"), scheme))
    check_document(document)
    assert names(document) == [
        ("Harbor Council", "ORGANIZATION"),
        ("Ivo Brandt", "PERSON"),
        ("Lakonia", "LOC"),
        ("HC", "ORGANIZATION"),
    ]
    council, person = document.mentions[0].entity, document.mentions[1].entity
    assert document.mentions[3].entity == council  # synonyms are one entity
    assert [(each.type, each.head, each.tail) for each in document.relations] == [
        ("member_of", person, council)
    ]


def test_our_documents_need_their_texts(tmp_path):
    path = tmp_path / "real.jsonl"
    standoff = {"schema": "sanctions-facts-standoff/1", "id": "a", "sha256": "0" * 64, "length": 4}
    layers = ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    path.write_text(json.dumps(standoff | {layer: [] for layer in layers}) + "\n")
    with pytest.raises(InputError, match="corpora join"):
        list(read_facts(path, load_scheme("facts")))


def config(**changes):
    usual = {"name": "tiny", "kind": "conll", "labels": "conll2003", "files": ["missing.txt", "dev.jsonl"]}
    return SetConfig(**{**usual, **changes})


def test_a_set_is_the_first_file_that_is_there(tmp_path):
    assert find_files(config(), [tmp_path]) is None
    path = gold_files.write_tokens(tmp_path / "dev.jsonl")
    assert find_files(config(), [tmp_path / "nowhere", tmp_path]) == path


def test_another_set_than_the_frozen_one_is_an_error(tmp_path):
    path = gold_files.write_tokens(tmp_path / "dev.jsonl")
    frozen = config(sha256=read_set(config(), path).set_sha256)
    assert read_set(frozen, path).of == 3
    path.write_text(path.read_text().replace("Bergen", "Tromso"))
    with pytest.raises(InputError, match="is not the frozen set 'tiny': its checksum is"):
        read_set(frozen, path)


def test_the_checksum_sees_texts_ids_and_annotations(tmp_path):
    path = gold_files.write_tokens(tmp_path / "dev.jsonl")
    before = read_set(config(), path).set_sha256
    lines = path.read_text()
    for change in (
        lines.replace("B-LOC", "B-PER"),
        lines.replace("agreed", "refused"),
        "\n".join(lines.split("\n")[1:]),
    ):
        path.write_text(change)
        assert read_set(config(), path).set_sha256 != before


def test_a_sample_is_always_the_same_and_grows():
    documents = [make_article(f"d{number:03d}", f"text {number}") for number in range(50)]
    ten, twenty = take_sample(documents, 10), take_sample(documents, 20)
    assert len(ten) == 10 and set(ten) < set(twenty)
    assert take_sample(documents[::-1], 10)[::-1] == ten
    assert list(ten) == sorted(ten, key=lambda document: document.id)
    assert take_sample(documents, 99) == tuple(documents)


def test_a_set_is_a_table_with_declared_features(tmp_path):
    from sanctionwire.corpora.columns import declare_features, from_row

    data = read_set(config(), gold_files.write_tokens(tmp_path / "dev.jsonl"))
    table = data.to_dataset()
    assert table.features == declare_features()
    assert tuple(from_row(row) for row in table) == data.documents


def test_line_ends_of_windows_and_lines_of_brat_texts(tmp_path):
    path = tmp_path / "dev.txt"
    path.write_bytes(b"Lind\tB-person\r\nleft\tO\r\n\r\nBergen\tB-location\r\n")
    assert [document.text for document in read_conll(path, CONLL)] == ["Lind left", "Bergen"]
    folder = gold_files.write_polnear_folder(tmp_path / "dev")
    (annotation,) = (folder / "attributions").glob("*_aa11.ann")
    # A sign that some programs take for a line end, in the words that brat repeats.
    annotation.write_text(annotation.read_text().replace("\tMayor Ada Holm", "\tMayor\u2028Tada Holm"))
    (document,) = read_polnear(folder, load_scheme("polnear"))
    assert len(document.quotes) == 2
