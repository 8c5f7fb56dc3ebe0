"""What was learned, as a page for people: the card of the models, the scores, the weights that moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sanctionwire import __version__
from sanctionwire.evaluate import Comparison, Report
from sanctionwire.evaluate.counts import Accuracy
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.significance import SIGNIFICANT
from sanctionwire.evaluate.tables import Table, format_rate
from sanctionwire.training.learning import Learning, Move

LEARNED_LAYERS = ("sanctions", "relations", "valuations")
"""Layers whose models are fitted; scores of all others are as before but for what facts say of groups."""
MOST_MOVES = 8
"""Weights shown of each part."""


def render_card(learning: Learning, sources: Mapping[str, str]) -> str:
    """Return the card of learned models.

    Args:
        learning: What was learned.
        sources: Names of the files learned from, with their sha256.
    """
    names = ", ".join(f"`{name}`" for name in sorted(learning.models))
    files = Table(
        title="Files",
        columns=("file", "sha256"),
        rows=tuple((name, f"`{digest[:16]}`") for name, digest in sources.items()),
        texts=2,
    )
    parts = [
        "# Models learned from corrected documents",
        f"{names}: the models of sanctionwire {__version__}, fitted on to {learning.documents} documents, of "
        f"which {learning.more} came along with `--with`. Distance from the weights before is penalized; an "
        f"example counts {learning.strength:g} times. Features that no document shows keep their weights.",
        "Use them with `sanctionwire extract --config extract.cfg`, the file beside this one.",
        render_table(files),
        "## Scores",
        *_list_scores(learning),
        "## Limits",
        "\n".join(f"- {limit}" for limit in _list_limits(learning)),
        "## Weights that moved",
        *_list_moves(learning.moves),
    ]
    return "\n\n".join(parts) + "\n"


def _list_limits(learning: Learning) -> Iterator[str]:
    yield (
        "Learned are which words announce what, who fills which role, which claims hold, what amounts are "
        "and whose. Names and their labels, coreference, dates, quotes and the encoder stay as they are: "
        "`sanctionwire corrections` lists such corrections as candidates for the word lists."
    )
    yield (
        "Confidences come from the shipped model `confidence`, which was fitted to the weights before: the "
        "more weights moved, the less well calibrated they are."
    )
    yield (
        "The scores are of documents that the learned models did not see, but of the same kind. What was "
        "lost on other articles they do not say: score both configurations on gold of your own with "
        "`sanctionwire evaluate`."
    )
    yield (
        "Where annotators accept what they are shown, the documents lean towards the model that made "
        "them, and so do all scores."
    )
    yield (
        "The encoder and the weights before know the shipped training articles. If those are among the "
        "documents, the scores before are too good, and the gain is too small."
    )
    if learning.unfinished:
        yield (
            f"{len(learning.unfinished)} of the documents were not finished by an annotator; what they do "
            "not say was taken to be wrong all the same."
        )


def _list_scores(learning: Learning) -> list[str]:
    if learning.before is None or learning.after is None:
        return ["None: they take two documents at least, and `--folds` of 2 or more."]
    return [
        f"On the {len(learning.before.documents)} corrected documents, each read by models that learned from "
        f"the others ({learning.folds} parts):",
        render_table(_table_scores(learning.before, learning.after, learning.comparison)),
        "`p` is from paired approximate randomization over documents. Few documents give wide intervals.",
        _judge(learning.comparison),
    ]


def _judge(comparison: Comparison | None) -> str:
    """Say in a sentence what of the change is more than chance."""
    if comparison is None:
        return "These are too few documents to tell a change from chance."
    changed = [
        f"{item.key} ({100 * item.change:+.1f})"
        for item in comparison.differences
        if item.holm < SIGNIFICANT and item.key.partition("/")[0] in LEARNED_LAYERS
    ]
    if not changed:
        return "No change is beyond what chance gives, all measures taken together (Holm, 0.05)."
    return f"Beyond what chance gives, all measures taken together (Holm, 0.05): {', '.join(changed)}."


def _table_scores(before: Report, after: Report, comparison: Comparison | None) -> Table:
    differences = {item.key: item for item in comparison.differences} if comparison is not None else {}
    rows = []
    for score in before.scores:
        if score.layer not in LEARNED_LAYERS or score.part is not None:
            continue
        later = after.score_of(score.key)
        if score.rates.f1 is None and later.rates.f1 is None:
            continue
        found = differences.get(score.key)
        interval = None if found is None else found.interval
        rows.append(
            (
                score.layer,
                score.name,
                "accuracy" if isinstance(score.tally, Accuracy) else "F1",
                format_rate(score.rates.f1),
                format_rate(later.rates.f1),
                "-" if interval is None else " to ".join(f"{100 * end:+.1f}" for end in interval),
                "-" if found is None else f"{found.p_value:.3f}",
            )
        )
    return Table(
        title="Scores",
        columns=("layer", "measure", "", "before", "after", "95% interval of the change", "p"),
        rows=tuple(rows),
        texts=3,
    )


def _list_moves(moves: tuple[Move, ...]) -> list[str]:
    parts: defaultdict[str, list[Move]] = defaultdict(list)
    for move in moves:
        parts[f"{move.model}/{move.part}"].append(move)
    if not parts:
        return ["None."]
    rows = [
        (part, move.label, move.feature or "(bias)", f"{move.before:.3f}", f"{move.after:.3f}")
        for part, found in parts.items()
        for move in found[:MOST_MOVES]
    ]
    counts = ", ".join(f"{part} {len(found)}" for part, found in parts.items())
    table = Table(
        title="Moves", columns=("part", "label", "feature", "before", "after"), rows=tuple(rows), texts=3
    )
    return [f"By part: {counts}. Those that moved most:", render_table(table)]


def describe_learning(learning: Learning, sources: Mapping[str, str]) -> dict[str, object]:
    """Return what a program wants to know of the learned models, as a JSON object."""
    scores: dict[str, object] = {}
    if learning.before is not None and learning.after is not None:
        scores = {
            score.key: {"before": score.rates.f1, "after": learning.after.score_of(score.key).rates.f1}
            for score in learning.before.scores
            if score.layer in LEARNED_LAYERS and score.part is None
        }
    return {
        "version": __version__,
        "sources": dict(sources),
        "documents": learning.documents,
        "more": learning.more,
        "unfinished": list(learning.unfinished),
        "strength": learning.strength,
        "folds": learning.folds,
        "scores": scores,
        "moved": len(learning.moves),
    }
