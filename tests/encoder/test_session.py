"""What the encoder computes for a document does not depend on how windows are batched."""

from __future__ import annotations

import numpy as np
import spacy
from numpy.typing import NDArray

from sanctionwire.annotate.encoder import find_rows
from sanctionwire.encoder.columns import BLOCKS, COLUMNS, MENTION_TAGS
from sanctionwire.encoder.opinions import Opinions
from sanctionwire.encoder.session import compute_rows
from sanctionwire.schema.layers import MENTIONS, ROWS

Numbers = NDArray[np.int64]


def number(words: list[str]) -> list[list[int]]:
    """Stand for a vocabulary: one subword a word, its number the length of the word."""
    return [[] if word.isspace() else [len(word)] for word in words]


def echo(pieces: Numbers, shapes: Numbers, tags: Numbers, mask: Numbers) -> NDArray[np.float32]:
    """Stand for a network: the first columns of a row repeat the inputs."""
    rows = np.zeros((*pieces.shape, COLUMNS), dtype=np.float32)
    rows[..., 0], rows[..., 1], rows[..., 2], rows[..., 3] = pieces, shapes, tags, mask
    return rows


def test_every_token_gets_its_own_row() -> None:
    words = [letter * (1 + index % 17) for index, letter in enumerate("abcdefg" * 400)]
    rows = compute_rows(words, np.arange(len(words)) % 29, echo, number)
    assert rows[:, 0].tolist() == [len(word) for word in words]
    assert rows[:, 2].tolist() == (np.arange(len(words)) % 29).tolist()
    assert rows[:, 3].all()


def test_white_space_keeps_zeros() -> None:
    rows = compute_rows(["Bank", "\n\n", "said"], np.ones(3, dtype=np.int64), echo, number)
    assert not rows[1].any()
    assert rows[2].any()


def test_the_rules_are_hints() -> None:
    doc = spacy.blank("en")("Mira Volkova resigned.")
    doc.spans[MENTIONS] = [doc.char_span(0, 12, label="PERSON")]
    begin, inside = (1 + MENTION_TAGS.index(f"{place}-PERSON") for place in "BI")
    assert find_rows(doc, echo, number)[:, 2].tolist() == [begin, inside, 1, 1]
    assert not find_rows(doc, echo, number, hints=False)[:, 2].any()


def test_without_an_encoder_there_are_no_opinions() -> None:
    assert Opinions.read(spacy.blank("en")("Nobody read this.")) is None


def test_roles_out_of_reach_are_impossible() -> None:
    doc = spacy.blank("en")(" ".join(["word"] * 400))
    rows = np.zeros((len(doc), COLUMNS), dtype=np.float32)
    rows[:, BLOCKS["askers"]] = rows[:, BLOCKS["fillers"]] = 1.0
    doc.user_data[ROWS] = rows
    opinions = Opinions.read(doc)
    assert opinions is not None
    near, far = opinions.judge_roles([0], [doc[3:5], doc[300:302]])[0, :, 0]
    assert near > 0.9
    assert far == 0.0
