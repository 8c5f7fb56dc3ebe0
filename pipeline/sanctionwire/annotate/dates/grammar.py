"""The grammar of calendar expressions: one pattern a kind, made of the words in `lexicons/dates.yml`.

Kinds are ordered so that the longer reading of the same words comes first ("May 4" before "May"). A part has
a name only if the value depends on it; a trailing "_" tells apart two places of one part. A space followed by
a plus stands for any run of spaces within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from sanctionwire.lexicons import load_lexicon

Kind = Literal[
    "numeric", "full", "month", "quarter", "fiscal", "decade", "season", "year", "period", "stretch", "ago",
    "shift", "ahead", "weekday", "weekend", "day", "holiday",
]  # fmt: skip

_SPACES = "[ \\t\\u00a0\\u2007\\u2009\\u202f]+"
# Capitals may follow where a page has lost its spaces: "Born 1 May 1950POB Beirut".
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?!\d|[,.]\d|(?-i:[a-z]))"
# A number is no day of the month when it goes on, counts something or tells the time.
_NO_DAY = r"(?![,.:]?\d|%| ?(?:percent|[mbtr]n\b|(?:m|b|tr)illion|[ap]\.?m\b))"
_DAY = rf"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b{_NO_DAY}"
_PERIODS = r"(?:week|month|quarter|year|decade|century)"
_UNITS = r"(?:day|week|month|quarter|year|decade|century)"
_MANY = r"(?:days|weeks|months|quarters|years|decades)"
_ABOUT = (
    r"(?:(?:more +than|less +than|just +over|just +under|at +least|over|about|nearly|almost|around|roughly"
    r"|some) +)"
)
_OF_THE = r"(?: +of(?: +the)? +|-)"


def any_of(words: Iterable[object]) -> str:
    """Return a pattern for any of some words, the longest first, so that no word hides a longer one."""
    chosen = sorted((str(word) for word in words), key=len, reverse=True)
    return (
        "(?:" + "|".join(re.escape(word).replace("\\ ", " +").replace("'", "['’]") for word in chosen) + ")"
    )


def write_grammar() -> dict[Kind, str]:
    """Return one pattern a kind, in the order in which they are tried."""
    words = load_lexicon("dates")
    month = rf"(?:{any_of(words['months'])}\b|{any_of(words['month_abbreviations'])}\b\.?)"
    weekday = any_of(words["weekdays"])
    day_name = rf"(?:(?P<weekday>{weekday})|{any_of(words['weekday_abbreviations'])}\b\.?),? +(?:the +)?"
    number = rf"(?:{any_of(words['numbers'])}|\d{{1,3}})\b"
    # "the past 15 years" is a duration more than a place in the calendar. Source: training articles.
    few = rf"(?:{any_of(word for word, value in words['numbers'].items() if 1 < value <= 10)}|\d)\b"
    vague = any_of(words["vague_numbers"])
    ordinal = any_of(words["ordinals"])
    season = any_of(words["seasons"])
    steps = any_of(words["steps"])
    # "following Tuesday's vote" is a preposition, "the following Tuesday" a day.
    step = (
        r"(?:(?:this|that|these|those) +(?:past|coming|same)|(?<=the )following"
        rf"|{any_of([*words['steps'], *words['anaphoric']])})"
    )
    edge = (
        rf"(?:{any_of(words['phases'])}(?: +in(?: +the)?)?[ -]+"
        rf"|{any_of(words['edges'])}{_OF_THE}"
        rf"|{any_of(words['halves'])}[ -]half{_OF_THE}"
        rf"|(?:{ordinal}|last|final|opening) +(?:weeks?|days?|quarter|weekend){_OF_THE})"
    )
    some_year = rf"(?:(?:the +)?(?P<year>{_YEAR})|(?P<step>{steps}) +(?:fiscal +|calendar +)?year\b)"
    month_day = rf"(?P<month_>{month}) *(?P<day_>{_DAY})(?:[-–](?P<until>{_DAY}))?"
    day_month = rf"(?P<day>{_DAY})(?: +of)? +(?P<month>{month})"
    grammar: dict[Kind, str] = {
        "numeric": (
            r"(?P<iso>\d{4}-[01]\d-[0-3]\d)(?!\d)"
            r"|(?P<one>\d{1,2})(?P<sep>[/.])(?P<two>\d{1,2})(?P=sep)(?P<year>20\d\d|19\d\d)\b"
        ),
        "full": rf"(?:{day_name})?(?:{month_day}|{day_month})(?:(?:,? +of|,)? +(?P<year>{_YEAR}))?",
        "month": (
            rf"{edge}{{0,2}}(?:(?P<which>{step}) +)?(?P<month>{month})(?! *{_DAY})"
            rf"(?:(?:,| +of|,? +in)? +{some_year})?"
        ),
        "quarter": (
            rf"{edge}?(?:(?P<ordinal>{ordinal})[ -]quarter|(?:Q(?P<q>[1-4])|(?P<q_>[1-4])Q)|{ordinal}-half)\b"
            rf"(?:(?: +of)?(?: +the)?(?: +fiscal)?(?: +year)?(?: +|-){some_year})?"
        ),
        "fiscal": (
            rf"{edge}?(?:(?:fiscal|financial)(?: +year)? +|FY ?)(?:(?P<year>{_YEAR})|['’]?(?P<short>\d\d)\b)"
            r"(?:[-/](?:\d\d){1,2}\b)?"
        ),
        "decade": (
            rf"{edge}?(?:(?:1[5-9]|20)\d0s\b|['’][1-9]0s\b"
            rf"|(?:\d{{1,2}}(?:st|nd|rd|th)|nineteenth|twentieth|twenty-first|{ordinal})[ -]century\b)"
        ),
        "season": (
            rf"{edge}?(?:{step} +{season}\b(?:(?: +of)? +{_YEAR})?"
            rf"|{season}(?: +of)? +{_YEAR})"
        ),
        "year": rf"{edge}{{0,2}}(?P<year>{_YEAR})(?P<range>[-–/](?:\d{{4}}|\d\d)\b)?(?![-–][A-Za-z]?\d)",
        "period": (
            rf"(?:{edge}{{0,2}}(?P<which>{step}) +(?:(?:[A-Za-z]+ +)?(?:fiscal|calendar|financial|tax) +)?"
            rf"(?P<unit>{_PERIODS})"
            rf"|{edge}{{1,2}}(?P<unit_>{_PERIODS})"
            r"|(?P<which_>(?:(?:this|that) +)?same|that|next|previous|(?<=the )following) +(?P<unit__>day))\b"
            r"(?! +(?:ago|olds?)\b)"
        ),
        "stretch": rf"(?:recent|{step}) +(?:(?:{vague}|{few}) +)?{_MANY}\b",
        "ago": (
            rf"(?P<about>{_ABOUT})?"
            rf"(?:(?P<number>{number})(?: +and +a +half)? +(?P<unit>{_UNITS})s?|{vague} +{_MANY}"
            r"|(?:day|week|month)s)"
            r" +ago\b(?P<exact> +(?:at +this +time|this +(?:week|month)|today))?"
        ),
        "shift": (
            rf"(?P<number>{number}) +(?P<unit>{_UNITS})s? +(?P<way>later|earlier)\b"
            rf"|the +(?P<unit_>{_UNITS}) +(?P<way_>before)\b(?= *(?:[,.;:)\n]|$|(?:in|at|on|by|was|were)\b))"
            r"|the +other +day\b"
        ),
        "ahead": r"in +(?P<number>\d{1,3}) +(?P<unit>day|week)s\b",
        "weekday": (
            rf"(?:(?P<which>{step}) +)?(?P<weekday>{weekday}\b)(?: +(?:of +)?(?P<week>{step}) +week\b)?"
        ),
        "weekend": rf"(?:{step} +|(?<=the ))weekend\b",
        "day": rf"(?:later +|earlier +)?(?P<word>{any_of(words['days'])})\b",
        "holiday": rf"(?P<name>{any_of(words['holidays'])})\b(?:,? +(?P<year>{_YEAR}))?",
    }
    return {kind: pattern.replace(" +", _SPACES) for kind, pattern in grammar.items()}
