"""Score quotations against PolNeAR and print the scores beside published figures of other systems.

    python scripts/bench_polnear.py ../shared/benchmarks/polnear_dev.jsonl.gz

The file has one article a line: `text` and `attributions`, each with lists of [start, end) offsets under
`source`, `cue` and `content`. PolNeAR also marks wishes, plans and judgements without a reported clause ("she
wants out", "he mocked them"), which are no quotations here and count as missed. White space, quotation marks
and punctuation at the ends of a span count for nothing; a component overlaps another by the characters that
they share of all that either has.

Published figures are on other test data, by their own matching: they say how hard the task is, not who is
better.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanctionwire.annotate.quotations import find_quotations
from sanctionwire.annotate.quotations.attributions import find_attributions
from sanctionwire.evaluate.attribution import COMPONENTS, LEVELS, read_attribution, score_attributions
from sanctionwire.evaluate.counts import Counts, derive_rates
from sanctionwire.run import load_pipeline, make_doc
from sanctionwire.schema.records import Article

# System, test data, component, exact F1, F1 at overlap 0.8, at 0.3, any overlap; None where not published.
# Source: model card en_2021-11-15 of Citron, "Overall Performance" (github.com/bbc/citron).
# Source: NLP/evaluation/src/eval/README.md of github.com/sfu-discourse-lab/GenderGapTracker, version 5.3.
PUBLISHED = (
    ("Citron", "PARC 3.0 test", "source", 82.0, None, None, 85.3),
    ("Citron", "PARC 3.0 test", "cue", 82.3, None, None, 76.8),
    ("Citron", "PARC 3.0 test", "content", 59.3, None, None, 83.3),
    ("Citron", "PARC 3.0 test", "all", 56.7, None, None, 83.2),
    ("Gender Gap Tracker 5.3", "98 Canadian news articles", "content", None, 76.1, 83.7, None),
)


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
        yield json.loads(line)


def main() -> None:
    """Run the comparison and print it as Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="PolNeAR as JSON lines, gzipped or not")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read each Nth article (default 1)")
    arguments = parser.parse_args()
    if not arguments.gold.is_file():
        sys.exit(f"{arguments.gold}: no such file; PolNeAR is not part of this project, see the README")

    nlp = load_pipeline()
    before = nlp.pipe_names[: nlp.pipe_names.index("quotations")]
    totals = {(name, level): Counts() for name in (*COMPONENTS, "all") for level in LEVELS}
    articles = 0
    for record in list(_read_lines(arguments.gold))[:: arguments.every]:
        text = record["text"]
        doc = make_doc(nlp, Article(id=record["id"], text=text, title=text.partition("\n\n")[0]))
        for name in before:
            doc = nlp.get_pipe(name)(doc)
        gold = [read_attribution(one, text) for one in record["attributions"]]
        found = [read_attribution(one, text) for one in find_attributions(doc, find_quotations(doc))]
        for key, counts in score_attributions(gold, found).items():
            totals[key] += counts
        articles += 1

    print(
        "| system | test data | component | P exact | R exact | F1 exact | F1 0.8 | F1 0.3 | F1 any overlap |"
    )
    print("|---|---|---|--:|--:|--:|--:|--:|--:|")
    for name in (*COMPONENTS, "all"):
        exact, near, loose = (derive_rates(totals[name, level].fractions) for level in LEVELS)
        figures = [exact.precision, exact.recall, exact.f1, near.f1, loose.f1]
        cells = " | ".join("-" if figure is None else f"{100 * figure:.1f}" for figure in figures)
        print(f"| sanctionwire | {arguments.gold.name}, {articles} articles | {name} | {cells} | - |")
    for system, data, name, *scores in PUBLISHED:
        cells = " | ".join("-" if score is None else f"{score:.1f}" for score in scores)
        print(f"| {system} | {data} | {name} | - | - | {cells} |")


if __name__ == "__main__":
    main()
