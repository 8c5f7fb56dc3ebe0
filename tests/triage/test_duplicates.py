import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.triage.duplicates import DuplicateIndex, Original
from sanctionwire.triage.signatures import PERMUTATIONS, SIGNATURE, hash_shingles, sign
from sanctionwire.triage.words import read_words


def story(seed: int, sentences: int = 30) -> list[str]:
    """Sentences of invented words, so that two seeds have nothing in common."""
    draw = random.Random(seed)
    words = [
        "".join(draw.choices("bdfgklmnprstvz", k=1) + draw.choices("aeiou", k=1)) * 2 + str(seed)
        for _ in range(400)
    ]
    return [" ".join(draw.choices(words, k=12)).capitalize() + "." for _ in range(sentences)]


def judge(*texts: str) -> list[Original | None]:
    index = DuplicateIndex()
    return [index.add(f"a{number}", sign(text, read_words(text))) for number, text in enumerate(texts)]


def test_the_same_text_is_an_exact_copy_whatever_its_white_space():
    text = " ".join(story(1))
    first, second, third = judge(text, text.replace(". ", ".\n\n"), text + " ")
    assert first is None
    assert second == third == Original("a0", 1.0, is_exact=True)


def test_short_texts_are_compared_exactly_only():
    assert judge("Markets closed.", "Markets closed.", "Markets closed!", "", "") == [
        None,
        Original("a0", 1.0, is_exact=True),
        None,
        None,
        Original("a3", 1.0, is_exact=True),
    ]


def test_a_wire_copy_under_another_headline_and_dateline_is_found():
    body = story(2)
    wire = "LONDON (Newswire) - " + " ".join(body)
    paper = "Ministers at odds\n\nFrom our reporter in London\n\n" + " ".join(body)
    _, copy = judge(wire, paper)
    assert copy is not None
    assert copy.id == "a0"
    assert copy.similarity >= 0.95
    assert not copy.is_exact


@pytest.mark.parametrize("kept", [0.9, 0.75, 0.6])
def test_a_copy_with_its_tail_cut_off_is_found_in_either_order(kept):
    body = story(3, 40)
    whole, cut = " ".join(body), " ".join(body[: int(kept * len(body))])
    for texts in ((whole, cut), (cut, whole)):
        assert judge(*texts)[1] is not None


def test_an_edited_copy_is_found():
    body = story(4)
    body[3:5], body[20] = story(40, 2), "It was later corrected."
    assert judge(" ".join(story(4)), " ".join(body))[1] is not None


NOTICE = (
    "PORT IVES - The Trade Ministry has put {who}, {what}, on its list today, under the decree on those who {why}. "
    "From noon on, whatever {who} own or hold a share of within the country, or what our citizens keep for them "
    "abroad, is frozen and has to be declared within ten days; nobody may trade with them, pay them or carry their "
    "goods unless the ministry has allowed it in writing. {more}"
)
REPEATED = "Firms of which half or more belongs to listed persons count as listed. Whoever breaks the freeze can be fined."


def test_notices_made_from_one_template_are_articles_of_their_own():
    notices = [
        NOTICE.format(
            who=f"{name} Trading and its director {name} {name}son",
            what=f"a {trade} dealer in {city}",
            why=f"launder money for the {city} cartel and its {trade} routes",
            more=" ".join(story(number + 50, 8)) + " " + REPEATED,
        )
        for number, (name, trade, city) in enumerate(
            [("Ordo", "cattle", "Veldt"), ("Malk", "scrap", "Port Ives"), ("Tarsen", "timber", "Quill")]
        )
    ]
    assert judge(*notices) == [None, None, None]


def test_a_copy_of_a_copy_names_the_original_and_its_exact_copy_names_the_text_itself():
    body = story(6)
    original, near = " ".join(body), " ".join(body[:-4])
    nearer = near + " Reporting by others."
    found = judge(original, near, nearer, near)
    assert [item and item.id for item in found] == [None, "a0", "a0", "a1"]


def test_the_likest_original_is_named():
    body = story(7, 40)
    loose, close = " ".join(body[:24] + story(70, 16)), " ".join(body)
    found = judge(loose, close, " ".join(body[:-1]))
    assert found[1] is None
    assert found[2] is not None
    assert found[2].id == "a1"


def test_similarity_estimates_the_share_of_shingles_in_common():
    body = story(8, 60)
    one, other = " ".join(body), " ".join(body[:48] + story(80, 4))
    first, second = (set(hash_shingles(read_words(text)).tolist()) for text in (one, other))
    found = judge(one, other)[1]
    assert found is not None
    assert found.similarity == pytest.approx(len(first & second) / len(second), abs=0.12)


def test_shingles_are_the_runs_of_five_words():
    assert len(hash_shingles(["a", "b", "c", "d"])) == 0
    assert len(hash_shingles(["a", "b", "c", "d", "e", "f"])) == 2
    assert len(hash_shingles(["a", "b", "c", "d", "e"] * 3)) == 5
    assert set(hash_shingles(["x", "a", "b", "c", "d", "e", "y"])) >= set(
        hash_shingles(["a", "b", "c", "d", "e"])
    )


def test_a_signature_is_the_same_in_every_process():
    signature = sign("Ever the same.", ["ever", "the", "same", "old", "song", "again"])
    assert signature["shingles"] == 2
    assert bytes(signature["checksum"]).hex()[:16] == "5811d0831d748421"
    assert signature["minhash"][:2].tolist() == [574086331, 766896096]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=12), st.integers(0, 12))
def test_verdicts_after_an_interruption_are_those_of_one_go(seeds, cut):
    texts = [
        " ".join([*story(seed, 9)[seed % 2 :], f"Extra {place % 3}."]) for place, seed in enumerate(seeds)
    ]
    signed = [sign(text, read_words(text)) for text in texts]
    whole = DuplicateIndex()
    expected = [whole.add(str(number), signature) for number, signature in enumerate(signed)]
    begun, resumed = DuplicateIndex(), DuplicateIndex()
    for number, signature in enumerate(signed[:cut]):
        begun.add(str(number), signature)
    resumed.recall([str(number) for number in range(len(signed[:cut]))], begun.signatures())
    rest = [resumed.add(str(cut + number), signature) for number, signature in enumerate(signed[cut:])]
    assert rest == expected[cut:]
    assert np.array_equal(resumed.signatures(), whole.signatures())


def test_signatures_are_saved_and_loaded_as_they_are(tmp_path):
    index = DuplicateIndex()
    for number in range(300):
        index.add(str(number), sign(str(number), [str(number), *["a", "b", "c", "d", "e"]]))
    np.save(tmp_path / "part-00000.npy", index.signatures()[:256])
    np.save(tmp_path / "part-00001.npy", index.signatures(256))
    loaded = DuplicateIndex()
    for part, ids in enumerate([range(256), range(256, 300)]):
        loaded.recall(map(str, ids), np.load(tmp_path / f"part-0000{part}.npy"))
    assert np.array_equal(loaded.signatures(), index.signatures())
    assert len(loaded) == 300
    assert SIGNATURE.itemsize == 36 + 4 * PERMUTATIONS


def test_signatures_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="another version"):
        DuplicateIndex().recall(["a"], np.zeros(1, dtype=[("other", "u1")]))
    with pytest.raises(ValueError, match=r"shorter|longer"):
        DuplicateIndex().recall([], np.zeros(1, dtype=SIGNATURE))
