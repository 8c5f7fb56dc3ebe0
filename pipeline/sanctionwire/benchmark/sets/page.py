"""The label table as a page for people: LABELS.md, made from labels.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sanctionwire.benchmark.sets.schemes import Scheme, load_schemes
from sanctionwire.benchmark.systems.coverage import CONLL, ONTONOTES, LabelMap
from sanctionwire.benchmark.systems.gliner import PROMPTS

_HEAD = """# How labels meet

Made from `labels.yml` by `python -m sanctionwire.benchmark.sets.page`; edit that file, not this one.

A system and a data set rarely use the same labels. Before anything is scored, gold and predictions are
brought to one *scheme*: classes that both sides can tell apart. **class** is its name in tables; **in the
set** is what the data set calls it; **ours** are the labels of our schema that fall into it; **beyond** are
labels of other systems that our schema has no place for; **written as** is the label that the stored records
carry, since they know no others.

What is in no class is left out on both sides: neither missed nor spurious. But a name of a class that a
system finds inside of what the gold leaves out (the state in the name of an election) is spurious. A system
whose label covers several of ours (`ORG` of OntoNotes is COMPANY, PUBLIC_BODY or ORGANIZATION) does a class
only if that class holds all of them; classes that it does not do are shown as "not done", and then it has no
figure for names as a whole.
"""


_SYSTEMS: Mapping[str, LabelMap] = {
    "OntoNotes 5, as spaCy pipelines have it": ONTONOTES,
    "CoNLL-2003, as most token classifiers have it": CONLL,
    "asked of GLiNER": PROMPTS,
}


def render_labels() -> str:
    """Return the page."""
    lines = [_HEAD]
    for name, scheme in load_schemes().items():
        lines += _section(name, scheme)
    lines += [
        "## Labels of systems\n",
        "Defaults; `labels` of a system in the configuration replaces them.\n",
    ]
    for title, labels in _SYSTEMS.items():
        lines += _table((title, "ours"), ((f"`{label}`", _show(ours)) for label, ours in labels.items()))
    return "\n".join(lines)


def _show(ours: object) -> str:
    """Return the labels that a system's label stands for."""
    if ours is None:
        return "none"
    return _code(ours) if isinstance(ours, tuple) else _code([str(ours)])


def _section(name: str, scheme: Scheme) -> Iterable[str]:
    yield f"## {name}\n"
    yield f"{scheme.title}. Scored: {', '.join(scheme.layers)}."
    if scheme.trim:
        yield "Leading articles and possessive endings of names count for nothing, on either side."
    yield ""
    if scheme.names:
        rows = (
            (shown, _code(each.theirs), _code(each.ours), _code(each.beyond), _code([each.written]))
            for shown, each in scheme.names.items()
        )
        yield from _table(("class", "in the set", "ours", "beyond", "written as"), rows)
    if scheme.relations:
        relations = (
            (
                shown,
                _code(each.theirs),
                _code(each.ours),
                f"{_code(each.heads)} → {_code(each.tails)}",
                _code([each.written]),
            )
            for shown, each in scheme.relations.items()
        )
        yield from _table(("relation", "in the set", "ours", "ends", "written as"), relations)
    if scheme.left_out:
        yield from _table(("left out", "why"), scheme.left_out.items())
    if scheme.unjudged:
        yield f"Measures that mean nothing here: {_code(scheme.unjudged)}.\n"


def _code(labels: Iterable[str]) -> str:
    return ", ".join(f"`{label}`" for label in labels)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def main() -> None:
    """Write LABELS.md beside this file."""
    Path(__file__).with_name("LABELS.md").write_text(render_labels(), encoding="utf-8")


if __name__ == "__main__":
    main()
