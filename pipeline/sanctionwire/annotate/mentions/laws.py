"""Finds laws, orders, licenses, resolutions, agreements (LAW), and sanctions lists and programs (PROGRAM)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sanctionwire.annotate.mentions.candidate import PATTERN, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import is_name_word, words_of
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_NAME = r"[A-Z][\w’'-]*"
_UN = r"(?:(?:United\ Nations|U\.?N\.?)\ )?(?:Security\ Council\ )?"
_LICENSE = r"(?:General\ Licenses?|GLs?)(?:\ \(GLs?\))?"
# Source: the programs that OFAC licenses and names after countries.
_COUNTRY = (
    r"(?:Afghanistan|Belarus|Burma|Cuba|Ethiopia|Iran|Libya|Nicaragua|North\ Korea|Russia|Sudan|Syria|Ukraine"
    r"|Venezuela|Yemen|Zimbabwe)"
)

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
    | \b(?:[A-Z]{{4,}}\ )?Section\ \d+\w*(?:\(\w+\))*(?!\.?[^\S\n]+[\w(])
    | \b(?:National\ Security\ (?:Presidential\ )?Memorandum|NSPM)\ ?[-–]\ ?\d+
    | \bDirectives?\ \d+(?:\ and\ \d+)?
    | \b(?:Council\ )?(?:Regulation|Decision)\ \((?:EU|CFSP|EC)\)\ (?:No\ )?\d+/\d+
    | (?<!\ba\ )(?<!\bnew\ )(?<!\bany\ )(?<!struck\ )\b(?:20\d\d\ )?(?:Iran(?:ian)?\ )?[Nn]uclear
        \ (?:[Dd]eal|[Aa]ccords?|[Aa]greement|[Pp]act)\b
    | \b(?:20\d\d\ )?Iran\ (?:[Dd]eal|[Aa]ccord|[Aa]greement)\b
    | \b[Nn]uclear\ [Nn]on-?[Pp]roliferation\ [Tt]reaty
    """,
    re.VERBOSE,
)
_PROGRAMS = re.compile(
    rf"""
      \b[Ll]ists?\ of\ (?:Specially\ Designated\ (?:{_NAME}|and\ )(?:\ ?(?:and\ )?{_NAME})*
        |Restricted\ Entities\ and\ Subentities(?:\ Associated\ with\ Cuba)?
        |state\ sponsors\ of\ terror(?:ism)?)
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
_LONGEST = 25
# "School of Law", "Center on Law": a subject, not a law.
_STUDIES_OF = frozenset({"of", "on", "for", "in"})
# Also parts of other names, in headlines too: "Bill Clinton", "Law Enforcement".
_ALSO_WORDS = frozenset({"Bill", "Law"})
# What can follow the name of a law directly, in capitals: a day, a list, a number of its own.
_AFTER_LAWS = words_of("calendar") | frozenset(
    {"Section", "Sections", "Sanctions", "Title", "Amendments", "Regulations"}
)
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
    """Yield the capitalized names that end with "Act", "Treaty" and the like, and "of 2017" after them."""
    words = tokens.words
    for index, word in enumerate(words):
        if word not in _heads():
            continue
        start = _start_of_name(words, index, max(tokens.line_starts[index], index - _LONGEST), known)
        if start < index and words[start] != "Government" and not _is_part_of_other(tokens, index):
            has_year = tokens.after(index + 1) == "of" and _YEAR.match(tokens.after(index + 2))
            yield Candidate(start, index + 3 if has_year else index + 1, "LAW", PATTERN)


def _is_part_of_other(tokens: Tokens, head: int) -> bool:
    """Return whether the word at `head` names no law: "Bill Clinton", "School of Law"."""
    word, before = tokens.words[head], tokens.before(head)
    if (word == "Law" and before in _STUDIES_OF) or (word == "Convention" and before == "National"):
        return True
    after = tokens.after(head + 1)
    is_set_apart = tokens.is_headline(head) and word not in _ALSO_WORDS
    return not is_set_apart and is_name_word(after) and after.isalpha() and after not in _AFTER_LAWS


def _start_of_name(words: Sequence[str], head: int, floor: int, known: Gazetteer) -> int:
    """Return where the capitalized words and connectors that end at `words[head]` begin."""
    start = edge = head
    is_list = False
    while edge > floor:
        word = words[edge - 1]
        if word in _POSSESSIVES and known.label_of(words[edge - 2 : edge - 1]) in _OWNERS:
            break
        if word[0].isupper() and word not in _OPENERS:
            start = edge - 1
        elif word == "," and (words[edge] == "and" or is_list) and words[edge - 2] not in _heads():
            is_list = True
        elif word not in _CONNECTORS:
            break
        edge -= 1
    return start


def find_laws(tokens: Tokens, known: Gazetteer) -> Iterator[Candidate]:
    """Yield LAW and PROGRAM candidates."""
    yield from _match(tokens, _LAWS, "LAW")
    yield from _match(tokens, _TITLE_OF_ORDER, "LAW", group=1)
    yield from _match(tokens, _PROGRAMS, "PROGRAM")
    yield from _named_laws(tokens, known)
