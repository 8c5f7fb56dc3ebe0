"""Finds the relations that a sentence states in a fixed form of words, by a table of patterns.

Patterns run over sentences in pattern form (see `view`). A name is written `{head:CO}`, with the letters of the
labels it may have; `{head+:CO}` takes a list such as "A, B and C", and each of its names gets the relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sanctionwire.extract.relations.view import Found, View
from sanctionwire.lexicons import load_lexicon

_SLOT = re.compile(r"\{(head|tail|)(\+?):([A-Z]+)\}")
_WORDS = re.compile(r"\{words:(\d+)\}")
_NUMBER = re.compile(r"<[A-Z](\d+)>")

# Source: own patterns, refined on the training articles.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("based_in", r"{tail:GL} - (?:based|headquartered|registered){words:6} {head:CO}"),
    ("based_in", r"{head:COB} , {tail:GL} - (?:based|headquartered|registered) "),
    ("based_in", r"{head+:COB}(?: ,)?(?: which| that)?(?: is| are| was)?(?: ,)?{words:5} (?:@seated)(?: and (?:@seated))? (?:in|at){words:3} {tail+:GL}"),
    ("based_in", r"{head+:COB} ,{words:5} (?:in|from|of) {tail+:GL}(?= [,.;])"),
    ("based_in", r"{tail:G} 's{words:5} (?:@company_nouns)(?: ,)? {head:C}"),
    ("based_in", r"{tail:G} 's(?: [\w-]+){0,3} {head:CO}"),
    ("based_in", r"{tail:G} - listed {head:C}"),
    ("subsidiary_of", r"{tail:BO} 's{words:2} {head:BO}"),
    ("subsidiary_of", r"{tail:B} {head:B}"),
    ("subsidiary_of", r"{head:B} (?:of|at|within|under) {tail:BO}"),
    ("subsidiary_of", r"{head+:COB} ,?(?: which)?(?: is| are| was)?{words:4} (?:@units) of {tail:COB}"),
    ("subsidiary_of", r"{tail:COB} 's{words:4} (?:@units)(?: ,)? {head+:COB}"),
    ("subsidiary_of", r"{tail:C}{words:1} (?:@units)(?: ,)? {head+:C}"),
    ("subsidiary_of", r"{tail:C}[^<>]{0,60} (?:its|their){words:4} (?:@units)(?: ,)? {head+:C}"),
    ("subsidiary_of", r"{head:C}(?: 's|[^<>]{0,40} its){words:2} parent(?: company)?(?: ,)? {tail:C}"),
    ("subsidiary_of", r"{head+:COBO} (?:is|are|was) subordinate to {tail:COB}"),
    ("owns", r"{tail+:CVA}(?: ,)?(?: which| that)?(?: is| are| was| were)?{words:4} (?:co-|majority-|co - |majority - )?(?:owned|controlled|run)(?: or controlled)?(?: ,| in part)?{words:1} by{words:4} {head+:PCBOG}"),
    ("owns", r"{head+:PCBOG}(?: ,[^<>]{1,40},)? (?:owns|controls|holds){words:6} {tail+:CVA}"),
    ("owns", r"{head:PCBO} - (?:owned|controlled|run){words:5} {tail:CVA}"),
    ("owns", r"{head:G} 's{words:1} state(?: -)? (?:owned|run|controlled){words:4}(?: ,)? {tail+:C}"),
    ("owns", r"{head:P} 's{words:2} (?:companies|company|firm|business|yacht|jet){words:5}(?: ,)? {tail+:CVA}"),
    ("owns", r"{head:CP}(?: ,)? (?:parent(?: company)?|owner) of {tail+:CVA}"),
    ("owns", r"{tail:CVA} 's (?:owner|majority shareholder|controlling shareholder){words:1}(?: ,)? {head:PCB}"),
    ("listed_on", r"{head:C}{words:4} (?:listed|traded|trades) (?:on|in){words:2} {tail:OCG}"),
    ("listed_on", r"{tail:G} - (?:listed|traded){words:4} {head:C}"),
    ("member_of", r"{tail:O} (?:member|members)(?: states?| countries| nations)?(?: ,)? {head+:GC}"),
    ("member_of", r"{tail:O} (?:leaders|ministers|countries|nations) (?:from|of|such as|including) {head+:G}"),
    ("member_of", r"{head+:PGCO}(?: ,)?(?: who| which)?(?: is| are| was| were| as)?{words:4} (?:member|members|part|affiliate) of{words:3} {tail:O}"),
    ("member_of", r"{head+:G} ,{words:5} {tail:O}(?: [\w-]+)? (?:member|members)"),
    ("member_of", r"{head+:PG} (?:joined|belongs to|belong to|is on|are on|rejoined|pledged allegiance to){words:1} {tail:O}"),
    ("member_of", r"{tail:O} , which (?:counts|includes) {head+:G}"),
    ("member_of", r"{tail:O} (?:member|members|fighter|operative|militant){words:1} {head+:P}"),
    ("member_of", r"{head+:G} and{words:2} (?:nations|countries|members) (?:in|of) {tail:O}"),
    ("family_of", r"{tail:P}(?: 's|(?: ,[^<>]{0,20})?(?: and| along with| with) (?:his|her)){words:3} (?:@kin)(?: ,)? {head+:P}"),
    ("family_of", r"{tail:P} \( and (?:his|her){words:1} (?:@kin)(?: ,)? {head+:P}"),
    ("family_of", r"{head+:P}(?: ,)?(?: who)?(?: is| are| was)?{words:3} (?:@kin) of{words:3}(?: <T\d+>)? {tail:P}"),
    ("family_of", r"{head+:P}(?: ,)? (?:who )?(?:is|are|was) {tail:P} 's{words:2} (?:@kin)"),
    ("family_of", r"{head:P} , {tail:P} 's{words:2} (?:@kin)"),
    ("family_of", r"{head:P} and {tail:P} are{words:1} (?:brothers|sisters|siblings|married|cousins|brothers - in - law)"),
    ("family_of", r"{head+:P}(?: ,)? all family members of {tail:P}"),
    ("associate_of", r"{tail:P}(?: 's)?{words:3} (?:@associates)(?: and money - manager)?(?: ,)? {head+:P}"),
    ("associate_of", r"{head+:P}(?: ,)?(?: who)?(?: is| are| was| as)?{words:4} (?:@associates) of{words:2}(?: <T\d+>)? {tail+:P}"),
    ("associate_of", r"{head:P} ,(?: one of)? {tail:P} 's{words:3} (?:@associates)"),
    ("associate_of", r"{tail:P}[^<>]{0,60} (?:his|her){words:2} (?:associates|partners|allies)(?: ,)? {head+:P}"),
    ("acts_for", r"{head+:PCOVAB}[^<>]{0,80} (?:on behalf of|(?:acting|acted|acts|act) for(?: or on behalf of)?(?: ,)?){words:3} {tail+:PCOBG}"),
    ("acts_for", r"{head+:PCOB} (?:works|worked|work|fronts|fronted|is fighting|fought|lobbied|flies|flew) for{words:2} {tail:PCOBG}"),
    ("acts_for", r"{head+:PCOB}[^<>]{0,40} (?:support|supports|supported|supporting|backs|has backed|backed|loyal to|front person for|front company for){words:1}(?: <T\d+>)? {tail+:PO}"),
    ("acts_for", r"{tail:P} 's{words:2}(?: (?:@staff)| <T\d+>)(?: ,)? {head:P}"),
    ("acts_for", r"{head:P} ,{words:1} {tail:P}(?: 's)?{words:2} (?:(?:@staff)|<T\d+>)"),
    ("acts_for", r"{head:P} ,(?:{words:2} (?:@staff)|{words:1} <T\d+>) (?:to|for|of){words:3}(?: <T\d+>)? (?:ayatollah )?{tail+:P}"),
    ("acts_for", r"{tail:GN} - (?:backed|supported|aligned|funded){words:3} {head:O}"),
    ("acts_for", r"{tail:OC} (?:facilitator|fundraiser|operative|financier|agent|supplier){words:1} {head:P}"),
    ("acts_for", r"{head+:C}[^<>]{0,40} (?:supplier|suppliers) (?:to|of|for){words:2} {tail:C}"),
    ("acts_for", r"{tail:C} (?:supplier|suppliers|contractor){words:1} {head+:C}"),
    ("acts_for", r"{head+:CP} (?:supplies|supplied|provides|provided){words:6} (?:to|for) {tail+:COB}"),
)  # fmt: skip


def _compile(pattern: str) -> re.Pattern[str]:
    """Turn a pattern of the table into a regular expression."""
    for name, words in load_lexicon("relations").items():
        pattern = pattern.replace(f"@{name}", re.sub(r"\s*\n\s*|(?<=\|) | (?=\|)", "", words).replace("+", r"\+"))
    pattern = _WORDS.sub(r"(?: (?!and |but |or |who |which |that |said |says |of |for |by |with |from |to |in |at )[\\w-]+){0,\1}?", pattern)

    def slot(match: re.Match[str]) -> str:
        one = rf"<[{match[3]}]\d+>"
        if match[2]:
            one = rf"{one}(?:(?: ,| ;)?(?: and| or)? {one}){{0,12}}"
        return f"(?P<{match[1]}>{one})" if match[1] else one

    return re.compile(_SLOT.sub(slot, pattern))


@cache
def _table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, _compile(pattern)) for kind, pattern in _PATTERNS)


def find_stated(view: View) -> Iterator[Found]:
    """Yield what the patterns find, sentence by sentence; ends may be of a label that the type does not allow."""
    for sentence, text in view.sentences():
        if text.count("<") < 2:
            continue
        for kind, pattern in _table():
            for match in pattern.finditer(text):
                for head in _NUMBER.findall(match["head"]):
                    for tail in _NUMBER.findall(match["tail"]):
                        tail_entity = view.owner_of(int(tail))
                        if tail_entity:
                            yield Found(kind, view.names[int(head)].kb_id_, tail_entity, sentence)
