"""Measure how much the training articles say about each weight: what `sanctionwire learn` holds on to.

    python scripts/measure_information.py corpora/written/train.jsonl --rows out/encoder/rows

Writes `information.json.gz` into the folders of the models. With `--add` it is added to what is there, so
that files may be measured one after the other. `--rows` holds what encoders say of documents they did not
see, as for `train_sanctions.py`; without it the model with the encoder is left out. Run it after training.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import INFORMATION, LinearModel, load_information, write_weights
from sanctionwire.run import load_pipeline
from sanctionwire.schema.layers import ROWS
from sanctionwire.training.documents import prepare
from sanctionwire.training.information import LEARNERS, add_models, measure_lesson
from sanctionwire.training.start import round_information

MODELS = Path(__file__).parents[1] / "models"


def main() -> None:
    """Measure the files named and write what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument("--rows", type=Path, help="folder of the encoder's outputs, by sha256 of the text")
    parser.add_argument("--add", action="store_true", help="add to what was measured before")
    parser.add_argument("--output", type=Path, default=MODELS, help="folder of the models")
    arguments = parser.parse_args()

    found: Mapping[str, Mapping[str, LinearModel]] = {}
    if arguments.add:
        found = {name: load_information(name) for name in LEARNERS}
    nlp = load_pipeline()
    for path in arguments.gold:
        for document in load_documents(path):
            (lesson,) = prepare(nlp, [document], folds=1, gold_mentions=False)
            if arguments.rows:
                lesson.doc.user_data[ROWS] = np.load(arguments.rows / f"{document.sha256}.npy")
            found = add_models(found, measure_lesson(lesson))
    for name, parts in found.items():
        if parts:
            rounded = {part: round_information(model) for part, model in parts.items()}
            write_weights(arguments.output / name, rounded, INFORMATION)


if __name__ == "__main__":
    main()
