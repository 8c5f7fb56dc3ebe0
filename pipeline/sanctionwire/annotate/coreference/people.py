"""Links the names of people: full names, surnames (last or first), initials and spelling variants."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.names import Name
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import fold, load_words

_BUCKET = 25
"""Longest list of namesakes that is compared one by one, so that a list of 5,000 Kims stays linear."""


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a person's name that identify it."""
    core = tuple(word for word in words if word not in load_words("particles"))
    return core or tuple(words)


def _is_near(one: str, other: str) -> bool:
    """Tell whether two words differ by at most one letter, both of four letters or more."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]


def _matches(one: str, other: str) -> bool:
    """Tell whether two given names can be one: equal, nearly equal, or one the initial of the other."""
    return _is_near(one, other) or (one[0] == other[0] and 1 in (len(one), len(other)))


def _is_subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Tell whether the words of `part` occur in `whole` in this order."""
    rest = iter(whole)
    return all(any(_is_near(word, candidate) for candidate in rest) for word in part)


def _is_variant(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether two names of several words, the second at least as long, can be one person's."""
    if (short[-1] in load_words("generations")) != (long[-1] in load_words("generations")):
        return False
    if len(short) == len(long):
        return all(_matches(one, other) for one, other in zip(short, long, strict=True)) and (
            sum(one == other for one, other in zip(short, long, strict=True)) >= len(short) - 1
        )
    if _is_subsequence(short, long):
        return True
    initials_dropped = [word for word in long if len(word) > 1]
    return len(initials_dropped) == len(short) and _is_variant(short, initials_dropped)


@cache
def _well_known() -> frozenset[tuple[str, ...]]:
    """Return the words of the full names in `persons.yml`, as `_core` gives them."""
    names = load_lexicon("persons")["full_names"].split(";")
    return frozenset(_core(fold(name).split()) for name in names)


def _rank(word: str, full: Sequence[str]) -> int:
    """Return how well a word serves as short form: 0 at an end of the name, 1 within, 2 a junior's."""
    if full[-1] in load_words("generations"):
        return 2
    return 0 if word in (full[-1], full[0]) else 1


def link_people(names: Sequence[Name], clusters: Clusters) -> None:
    """Join the PERSON mentions that name one person.

    A word that fits several people goes to one whose first or last word it is, then to one known to every
    reader ("Trump" is Donald Trump where Melania Trump is named too), then to the one named most often in
    full, then to the one named first.
    """
    numbers: dict[tuple[str, ...], int] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for name in names:
        if name.label == "PERSON" and name.words:
            core = _core(name.words)
            counts[core] += 1
            clusters.join(numbers.setdefault(core, name.number), name.number)
    by_word: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    full_names = sorted(
        (core for core in numbers if len(core) > 1), key=lambda core: (-len(core), numbers[core])
    )
    for core in full_names:
        for other in _candidates(core, by_word):
            if _is_variant(core, other):
                clusters.join(numbers[core], numbers[other])
                break
        for word in set(core):
            by_word[word].append(core)
    for core, number in numbers.items():
        if len(core) > 1 or core[0] not in by_word:
            continue
        word = core[0]
        best = min(
            by_word[word],
            key=lambda full: (_rank(word, full), full not in _well_known(), -counts[full], numbers[full]),
        )
        clusters.join(number, numbers[best])


def _candidates(
    core: tuple[str, ...], by_word: defaultdict[str, list[tuple[str, ...]]]
) -> Iterator[tuple[str, ...]]:
    """Yield known full names that share a word with `core`, through its rarest words."""
    lists = sorted((by_word[word] for word in set(core) if word in by_word), key=len)
    for known in lists[:2]:
        yield from known[:_BUCKET]
