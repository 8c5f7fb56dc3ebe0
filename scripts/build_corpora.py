"""Write splits of a stand-off corpus from gold files; bring manifest and cards in line.

    python scripts/build_corpora.py real train=gold/train.jsonl more=gold/more.jsonl
    python scripts/build_corpora.py real dev=gold/dev.jsonl --use evaluation
    python scripts/build_corpora.py written

Without SPLIT=GOLD the files stay, and are counted anew. A split is frozen once it is there: it changes only
with `--thaw`. The same input gives the same files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sanctionwire.corpora.building import build_corpus
from sanctionwire.corpora.manifest import find_corpora
from sanctionwire.errors import SanctionwireError


def main() -> None:
    """Build what the arguments name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", help="name in the manifest")
    parser.add_argument("gold", nargs="*", metavar="SPLIT=GOLD", help="sanctions-facts/1 file of a split")
    parser.add_argument("--use", choices=("training", "evaluation"), help="what the splits written are for")
    parser.add_argument("--thaw", action="store_true", help="let frozen splits change")
    parser.add_argument("--folder", type=Path, help="folder of manifest.json (default: corpora/)")
    arguments = parser.parse_args()
    if any("=" not in pair for pair in arguments.gold):
        parser.error("SPLIT=GOLD is written as in more=gold/more.jsonl")
    gold = {split: Path(path) for split, path in (pair.split("=", 1) for pair in arguments.gold)}
    try:
        build_corpus(
            find_corpora(arguments.folder), arguments.corpus, gold, use=arguments.use, thaw=arguments.thaw
        )
    except SanctionwireError as error:
        parser.exit(1, f"error: {error}\n")


if __name__ == "__main__":
    main()
