"""Patterns of the words around a title: who holds it, and what it belongs to.

They run over sentences in pattern form (see `view`), before or after the title.
Source: own patterns, refined on the training articles.
"""

from __future__ import annotations

import re

_RANK = (
    r"(?: (?:mr|mrs|ms|dr|gen|lt|col|adm|maj|capt|sgt|sir|lord|brigadier|lieutenant|major|general|admiral"
    r"|colonel|ayatollah|sheikh|u)\.?)*"
)
_OWNER = r"<[GNCBO]\d+>(?: 's)?"
_LINK = (
    r"(?: ,(?: [\w-]+){0,4}?|,? who (?:is|was|has been|served as|serves as)| is| was| became| becomes"
    r"| remains"
    r"| (?:has |had )?(?:serves?|served|acted|acting|works|worked|operated|named|appointed|elected) as"
    r"| has been| had been| named| appointed| elected| as| -| --| —)"
)
_BRACKET = r"(?: \( [^()]{1,40} \)| , \d\d| , <[NR]\d+> - <[GL]\d+>| of <[GL]\d+>)?"
_OTHER_TITLES = (
    r"(?: <T\d+>(?: (?:of|for|at) (?:[\w-]+ ){0,3}<[CBO]\d+>)?(?: ,)?(?: and)?(?: was| of his own)?)*"
)

TITLE = re.compile(r"<T(\d+)>")
HOLDER_AFTER = re.compile(rf"(?: [,\])])?(?: (?:and|/|&)(?: {_OWNER})? <T\d+>)?(?: -)?{_RANK} <P(\d+)>")
"""After a title: "President Jane Roe", "chairman and chief executive Jane Roe"."""
HOLDER_AFTER_OWNER = re.compile(
    r" (?:of|at|for|with|in|to|on)(?: [\w-]+){0,2} <[GCBOLN]\d+>(?: 's <[CBO]\d+>)?(?: ,)?"
    rf"{_RANK} <P(\d+)>"
)
"""After a title: "speaker of the House, Jane Roe"."""
HOLDER_BEFORE = re.compile(
    rf"<P(\d+)>{_BRACKET}{_LINK}(?: {_OWNER})?(?: [\w-]+){{0,3}}?{_OTHER_TITLES}(?: {_OWNER})?"
    r"(?: [\w-]+){0,2} $"
)
"""Before a title: "Jane Roe, Iran's ", "Jane Roe served as "."""
NEXT_HOLDER = re.compile(
    rf"(?: \( [^()]{{1,40}} \)| , <[NR]\d+> - (?:<[GL]\d+>|\S+))?(?: [,;])?(?: and)?{_RANK} <P(\d+)>"
)
"""Between two people in a list: ", R-Texas; "."""
OWNER_BEFORE = re.compile(r"<[GNCBO](\d+)>(?: 's)?(?: [\w-]+){0,2} $")
"""Before a title: "Iranian ", "the bank's chief "."""
ITS_BEFORE = re.compile(r"<[CBO](\d+)>(?:(?!<[CBO]).){0,150} (?:its|whose|their)(?: [\w-]+){0,2} $")
"""Before a title: "Acme and its "."""
OWNER_AFTER = re.compile(
    r"(?: and <T\d+>)?(?: (?P<word>of|at|for|with|in|on)| ,(?! <))"
    r"(?: (?!and |who |said |told |in |by )(?:[\w-]+|'s)){0,6}?"
    r"(?: <[GNCBO]\d+> 's(?: [\w-]+){0,4}?| <N\d+>)? <(?P<letter>[CBOG])(?P<number>\d+)>"
)
"""After a title: " of the state-owned giant Acme"."""
