"""Lets the encoder read the document, with the mentions that the rules found as a hint."""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from sanctionwire.encoder.columns import MENTION_TAGS, Rows
from sanctionwire.encoder.session import Network, Subwords, compute_rows, load_encoder
from sanctionwire.schema.layers import MENTIONS, ROWS

_NUMBER = {tag: number for number, tag in enumerate(MENTION_TAGS, start=1)}


def find_rows(doc: Doc, network: Network, subwords: Subwords, *, hints: bool = True) -> Rows:
    """Return the encoder's outputs for every token, shape [tokens, columns].

    Args:
        doc: A tokenized document; its mentions, if any, are the hints.
        network: Computes the outputs of windows.
        subwords: Gives the subword numbers of single words.
        hints: Whether the encoder may see what the rules found.
    """
    tags = np.full(len(doc), int(hints), dtype=np.int64)
    for span in doc.spans.get(MENTIONS, ()) if hints else ():
        tags[span.start : span.end] = _NUMBER[f"I-{span.label_}"]
        tags[span.start] = _NUMBER[f"B-{span.label_}"]
    return compute_rows([token.text for token in doc], tags, network, subwords)


class Encoder:
    """Pipeline component around `find_rows`: leaves the rows in `doc.user_data`."""

    def __init__(self, model: str, threads: int, hints: bool) -> None:
        self.model, self.threads, self.hints = model, threads, hints

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        network, subwords = load_encoder(self.model, self.threads)
        doc.user_data[ROWS] = find_rows(doc, network, subwords, hints=self.hints)
        return doc


@Language.factory(
    "encoder",
    assigns=["doc.user_data"],
    default_config={"model": "encoder", "threads": 0, "hints": True},
)
def make_encoder(nlp: Language, name: str, model: str, threads: int, hints: bool) -> Encoder:
    """Make the component.

    Args:
        nlp: The pipeline.
        name: Name of the component.
        model: Name of a shipped model, or path of a folder with `network.onnx` and `tokenizer.json`.
        threads: Threads of one computation; 0 takes one for each core.
        hints: Whether the encoder may see what the rules found.
    """
    return Encoder(model, threads, hints)
