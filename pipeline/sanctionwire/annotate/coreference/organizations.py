"""Links the names of bodies, companies, other organizations, laws and programs.

Every name gets a key, `(core, nation or None)`: "U.S. Department of the Treasury" and "Treasury" share the
core "Department of the Treasury"; a name without a nation then joins the one that has it. What is left over
is linked by abbreviation and by short form.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.instruments import INSTRUMENT_LABELS, instrument_key
from sanctionwire.annotate.coreference.names import Name, split_nation
from sanctionwire.lexicons.names import find_group, find_state, find_state_of_people, load_words

ORGANIZATION_LABELS = frozenset({"COMPANY", "PUBLIC_BODY", "ORGANIZATION"})

# Source: own lists.
_FORM_PHRASES = re.compile(r",| (?:(?:public )?joint stock company|limited liability company|de cv)$")
_STOP_WORDS = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "at", "de", "del", "la", "y", "&", "against"}
)
_DEPARTMENT = re.compile(r"(department|ministry)s? (?:of|for) (?:the )?(.+)")
_MAX_WORDS = 5
"""Longest short form tried, so that a name of 200 words costs no more than one of six."""


@lru_cache(maxsize=1 << 14)
def strip_forms(folded: str) -> str:
    """Return a company name without its legal form: "Huawei Technologies Co" gives "huawei"."""
    words = _FORM_PHRASES.sub("", _FORM_PHRASES.sub("", folded)).split()
    while len(words) > 1 and words[-1] in load_words("legal_forms"):
        words.pop()
    while len(words) > 1 and words[0] in load_words("leading_forms"):
        words.pop(0)
    return " ".join(words)


def _department(core: str) -> str:
    """Return "treasury department" for "department of the treasury", so that both orders meet."""
    match = _DEPARTMENT.fullmatch(core)
    return f"{match[2]} {match[1]}" if match else core


@lru_cache(maxsize=1 << 14)
def _key(label: str, folded: str) -> tuple[str, str | None]:
    """Return (core, nation) of a folded name; the core is the lexicon's name where it has one."""
    if label in INSTRUMENT_LABELS:
        return instrument_key(folded)
    known = find_group("organizations", folded)
    if known:
        return known, None
    if label == "COMPANY":
        return strip_forms(folded), None
    known = find_group("bodies", folded)
    if known:
        return known, None
    nation, core = split_nation(folded)
    department = _department(core)
    return find_group("bodies", core) or find_group("bodies", department) or department, nation


def _link_keys(names: Sequence[Name], nations: dict[int, str], clusters: Clusters) -> None:
    """Join names of one core and nation; those without a nation go with the last one before, or the first."""
    by_core: defaultdict[str, list[tuple[str | None, int]]] = defaultdict(list)
    for name in names:
        core, nation = _key(name.label, name.folded)
        by_core[core].append((nation or nations.get(name.number), name.number))
    for core, members in by_core.items():
        current = next((nation for nation, _ in members if nation), None)
        for nation, number in members:
            current = nation or current
            clusters.join_key((core, current), number)


def _initials(folded: str) -> Iterator[str]:
    """Yield the abbreviations that a name may have: "ofac" for "office of foreign assets control"."""
    words = re.findall(r"\w+", folded)
    strong = [word for word in words if word not in _STOP_WORDS]
    for choice in (words, strong, strip_forms(folded).split(), strong[1:] if len(strong) > 2 else []):
        if len(choice) > 1:
            yield "".join(word[0] for word in choice)


def _is_abbreviation(text: str) -> bool:
    """Tell whether a name is one word of two to nine letters, most of them capitals."""
    letters = [c for c in text.rstrip("s") if c.isalpha()]
    return " " not in text and 2 <= len(letters) <= 9 and sum(c.isupper() for c in letters) * 2 > len(letters)


def _link_abbreviations(names: Sequence[Name], clusters: Clusters) -> None:
    """Join "OFAC" with the first longer name that has these initials."""
    longer: dict[str, int] = {}
    for name in names:
        if " " in name.folded:
            for initials in _initials(name.folded):
                longer.setdefault(initials, name.number)
    for name in names:
        if _is_abbreviation(name.span.text):
            number = longer.get(name.folded, longer.get(name.folded.rstrip("s")))
            if number is not None:
                clusters.join(number, name.number)


def is_generic(words: tuple[str, ...]) -> bool:
    """Tell whether a short form says too little: "Bank", "Iran", "National"."""
    return all(
        word in load_words("legal_forms")
        or word in _STOP_WORDS
        or bool(find_state(word) or find_state_of_people(word))
        for word in words
    )


def _link_short_forms(names: Sequence[Name], clusters: Clusters) -> None:
    """Join "Rusal" with "United Company Rusal PLC": the first or last words of a longer name.

    Not when the short form is a company of its own ("ZTE Corp" beside "ZTE Kangxun Telecommunications") or
    known to be something else ("UN", "House"), nor the first words of a public body ("Senate" of its
    committees). Of several longer names the one mentioned most often is meant.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], Name] = {}
    formal: set[tuple[str, ...]] = set()
    for name in names:
        core = strip_forms(name.folded)
        words = tuple(core.split())
        counts[words] += 1
        clusters.join(first.setdefault(words, name).number, name.number)
        if core != name.folded:
            formal.add(words)
    longer: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in sorted(first, key=lambda words: (-counts[words], first[words].number)):
        for size in range(1, min(len(words), _MAX_WORDS)):
            if first[words].label != "PUBLIC_BODY":
                longer.setdefault(words[:size], words)
            longer.setdefault(words[-size:], words)
    for words, name in first.items():
        known = find_group("organizations", name.folded) or find_group("bodies", name.folded)
        if words in longer and words not in formal and not known and not is_generic(words):
            clusters.join(first[longer[words]].number, name.number)


def link_organizations(names: Sequence[Name], nations: dict[int, str], clusters: Clusters) -> None:
    """Join the mentions of one body, company, organization, law or program.

    Args:
        names: The names of the document, in text order; those of other kinds are passed over.
        nations: State that the words before a mention give it ("Iran's", "Russian"), by mention number.
        clusters: Where the links go.
    """
    organizations = [name for name in names if name.label in ORGANIZATION_LABELS]
    instruments = [name for name in names if name.label in INSTRUMENT_LABELS]
    _link_keys(organizations, nations, clusters)
    _link_keys(instruments, {}, clusters)
    _link_abbreviations(organizations, clusters)
    _link_abbreviations(instruments, clusters)
    _link_short_forms([name for name in organizations if name.number not in nations], clusters)
