"""Finds laws, orders, licenses, resolutions and agreements (LAW), and sanctions lists and programs (PROGRAM)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sanctionwire.annotate.mentions.candidate import PATTERN, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_NAME = r"[A-Z][\w’'-]*"
_UN = r"(?:(?:United\ Nations|U\.?N\.?)\ )?(?:Security\ Council\ )?"
_LICENSE = r"(?:General\ Licenses?|GLs?)(?:\ \(GLs?\))?"
_COUNTRY = r"(?:Iran|Syria|Venezuela|Russia|Ukraine|Cuba|Belarus|Afghanistan|Ethiopia|Sudan|Burma|Libya|Zimbabwe|North\ Korea)"

# Forms with a number, and phrases in lower case. Each match is one mention; the first pattern wins.
_LAWS = re.compile(
    rf"""
      \b(?:Presidential\ )?Executive\ Orders?\ ?(?:\(E\.?O\.?s?\)\ ?)?(?:No\.\ ?)?\d{{4,5}}
    | \bE\.?O\.?s?\ ?\d{{5}}(?!\d)
    | \b(?:{_COUNTRY}\ )?{_LICENSE}\ ?(?:No\.\ ?)?(?:\d+[A-Z]*|[A-Z](?![\w.]))
    | \b{_UN}Resolutions?\ (?:\(UNSCRs?\)\ )?(?:No\.\ ?)?\d{{3,4}}
    | \bUNSCRs?\ \d{{3,4}}
    | \b\d+\ C\.?F\.?R\.?\ (?:[Pp]arts?|§§?)?\ ?\d[\d.]*(?<!\.)
    | \b\d+\ U\.?S\.?C\.?\ (?:§§?\ ?)?\d+\w*
    | \bPublic\ Law\ (?:No\.\ ?)?\d+[-–]\d+
    | \b[Ss]ections?\ \d+\w*(?:\(\w+\))*\ of\ [Tt]itle\ \d+,\ United\ States\ Code
    | \b[Tt]itle\ \d+\ of\ the\ United\ States\ Code
    | \b(?:[A-Z]{{4,}}\ )?Section\ \d+\w*(?:\(\w+\))*(?!\.?\ +[\w(])
    | \b(?:National\ Security\ (?:Presidential\ )?Memorandum|NSPM)\ ?[-–]\ ?\d+
    | \bDirectives?\ \d+(?:\ and\ \d+)?
    | \b(?:Council\ )?(?:Regulation|Decision)\ \((?:EU|CFSP|EC)\)\ (?:No\ )?\d+/\d+
    | (?<!\ba\ )(?<!\bnew\ )(?<!\bany\ )(?<!struck\ )\b(?:20\d\d\ )?(?:Iran(?:ian)?\ )?[Nn]uclear\ (?:[Dd]eal|[Aa]ccords?|[Aa]greement|[Pp]act)\b
    | \b(?:20\d\d\ )?Iran\ (?:[Dd]eal|[Aa]ccord|[Aa]greement)\b
    | \b[Nn]uclear\ [Nn]on-?[Pp]roliferation\ [Tt]reaty
    """,
    re.VERBOSE,
)
_PROGRAMS = re.compile(
    rf"""
      \b[Ll]ists?\ of\ (?:Specially\ Designated\ (?:{_NAME}|and\ )(?:\ ?(?:and\ )?{_NAME})*
        |Restricted\ Entities\ and\ Subentities(?:\ Associated\ with\ Cuba)?|state\ sponsors\ of\ terror(?:ism)?)
    | \b(?:{_COUNTRY}|Global\ Magnitsky)\ [Ss]anctions\ [Pp]rogram\b
    | \bGlobal\ Magnitsky\ [Pp]rogram\b
    | \b1267\ (?:{_NAME}\ (?:and\ )?)*Sanctions\ List\b
    | \bU\.?N\.?\ [Ss]anctions\ [Ll]ist\b
    | \bSDNT\ list\b
    """,
    re.VERBOSE,
)
# The long title of an order, in quotation marks or brackets after its number.
_TITLE_OF_ORDER = re.compile(
    r"(?:Order|E\.?O\.?)[^“”\n]{0,45}?[(“]((?:Blocking|Imposing|Prohibiti(?:ng|ons)|Taking|Authorizing|Addressing"
    r"|Suspending|Termination|Additional)\b[^”\n)]{15,300}?)[.,]?[)”]"
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CONNECTORS = frozenset({"of", "the", "to", "and", "for", "with", "in", "on", "&", "’s", "'s", "-", "’", "'"})
_POSSESSIVES = frozenset({"'s", "’s"})
_OWNERS = frozenset({"PUBLIC_BODY", "ORGANIZATION", "PERSON", "COMPANY"})
_OPENERS = frozenset({"The", "This", "That", "Under", "Its", "In", "A", "An", "Our", "Their", "Today"})


@cache
def _heads() -> frozenset[str]:
    return frozenset(load_lexicon("laws")["law_heads"])


def _match(tokens: Tokens, pattern: re.Pattern[str], label: str, group: int = 0) -> Iterator[Candidate]:
    for match in pattern.finditer(tokens.doc.text):
        located = tokens.locate_chars(*match.span(group))
        if located:
            yield Candidate(*located, label, PATTERN)


def _named_laws(tokens: Tokens, known: Gazetteer) -> Iterator[Candidate]:
    """Yield the capitalized names that end with "Act", "Treaty" and the like, with "of 2017" where it follows."""
    words, line_starts = tokens.words, tokens.line_starts
    for index, word in enumerate(words):
        if word not in _heads():
            continue
        start = index
        while start > line_starts[index]:
            previous = words[start - 1]
            if previous[0].isupper() and previous not in _OPENERS:
                start -= 1
            elif previous in _POSSESSIVES and known.label_of(words[start - 2 : start - 1]) in _OWNERS:
                break
            elif previous in _CONNECTORS and _continues(words, start - 1, line_starts[index]):
                start -= 1
            else:
                break
        while start < index and words[start] in _CONNECTORS:
            start += 1
        if start == index:
            continue
        end = index + 1
        if words[end : end + 1] == ["of"] and end + 1 < len(words) and _YEAR.match(words[end + 1]):
            end += 2
        if words[start] not in ("Government",):
            yield Candidate(start, end, "LAW", PATTERN)


def _continues(words: list[str], index: int, floor: int) -> bool:
    """Return whether a connector at `words[index]` has a capitalized word of the name before it."""
    while index > floor and words[index] in _CONNECTORS:
        index -= 1
    return words[index][0].isupper() and words[index] not in _OPENERS


def find_laws(tokens: Tokens, known: Gazetteer) -> Iterator[Candidate]:
    """Yield LAW and PROGRAM candidates."""
    yield from _match(tokens, _LAWS, "LAW")
    yield from _match(tokens, _TITLE_OF_ORDER, "LAW", group=1)
    yield from _match(tokens, _PROGRAMS, "PROGRAM")
    yield from _named_laws(tokens, known)
