"""Runs the shipped encoder over a document, on the CPU and without torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sanctionwire.encoder.columns import COLUMNS, Rows
from sanctionwire.encoder.windows import Numbers, Window, cut_windows
from sanctionwire.errors import ConfigError
from sanctionwire.linear.model import find_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Network(Protocol):
    """Whatever computes the outputs of a batch of windows; tests pass a table."""

    def __call__(self, pieces: Numbers, shapes: Numbers, tags: Numbers, mask: Numbers) -> NDArray[np.float32]:
        """Return the outputs, shape [windows, subwords, columns], of inputs of shape [windows, subwords]."""
        ...


class Subwords:
    """The subword vocabulary of a model folder."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    @classmethod
    def load(cls, folder: Path) -> Subwords:
        """Return the vocabulary in `tokenizer.json` of a folder."""
        from tokenizers import Tokenizer

        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")))

    def __call__(self, words: Sequence[str]) -> list[list[int]]:
        """Return the subword numbers of each word; none for white space."""
        if len(self._known) > 50_000:
            self._known.clear()
        fresh = list(dict.fromkeys(word for word in words if word not in self._known))
        for word, found in zip(
            fresh, self._tokenizer.encode_batch(fresh, add_special_tokens=False), strict=True
        ):
            self._known[word] = found.ids
        return [self._known[word] for word in words]


class OnnxNetwork:
    """The network of a model folder."""

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def __call__(self, pieces: Numbers, shapes: Numbers, tags: Numbers, mask: Numbers) -> NDArray[np.float32]:
        """Return the outputs of a batch of windows."""
        inputs = {"pieces": pieces, "shapes": shapes, "tags": tags, "mask": mask}
        (rows,) = self._session.run(["rows"], inputs)
        return np.asarray(rows, dtype=np.float32)


@cache
def load_encoder(name: str, threads: int = 0) -> tuple[Network, Subwords]:
    """Return the network and the vocabulary of a shipped model; read once a process.

    Args:
        name: Name of the model, or path of a folder.
        threads: Threads of one computation; 0 takes one for each core.

    Raises:
        ConfigError: When the model is missing or unreadable.
    """
    folder = Path(name) if Path(name).is_dir() else find_model(name)
    try:
        return OnnxNetwork(folder / "network.onnx", threads), Subwords.load(folder)
    except Exception as error:  # the libraries raise types of their own
        raise ConfigError(f"{folder}: the encoder cannot be loaded: {error}") from error


def compute_rows(words: Sequence[str], tags: Numbers, network: Network, subwords: Subwords) -> Rows:
    """Return the outputs for every token of a document.

    Args:
        words: The tokens.
        tags: Input tag of each token, shape [tokens].
        network: Computes the outputs of windows.
        subwords: Gives the subword numbers of single words.

    Tokens without subwords, such as white space, keep zeros. Each other token is answered for by one window.
    """
    rows = np.zeros((len(words), COLUMNS), dtype=np.float32)
    for window in cut_windows(words, subwords):
        # One at a time: a batch is padded, and on the CPU no faster for what is not padding.
        mask = np.ones_like(window.pieces)
        inputs = (window.pieces, window.shapes, spread(window, tags), mask)
        (answer,) = network(*(row[np.newaxis] for row in inputs))
        kept = (window.places >= window.keep.start) & (window.places < window.keep.stop)
        rows[window.places[kept]] = answer[window.firsts[kept]]
    return rows


def spread(window: Window, tags: Numbers) -> Numbers:
    """Return the tag of each subword of a window, shape [subwords], from the tags of the tokens."""
    counts = np.diff([*window.firsts, len(window.pieces)])
    return np.repeat(tags[window.places], counts)
