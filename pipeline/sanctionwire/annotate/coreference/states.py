"""States under their several names, and capitals that stand for a government."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from sanctionwire.annotate.coreference.names import Name
from sanctionwire.lexicons.names import find_state, find_state_of_capital

# Source: own lists, checked on the training articles. After these words a capital is the city ...
_CITY_BEFORE = frozenset(
    """in at near outside around inside across throughout downtown central capital greater enter entering entered
    visit visited visiting leave left leaving reach reached reaching tour toured city""".split()
)
# ... after these it is the city when the words before speak of movement or place ...
_TOWARD = frozenset({"to", "from", "into", "for", "through", "toward", "towards", "on"})
_MOVEMENT = frozenset(
    """airport arrive assault bring bombing come consulate deliver depart drive embassy export flight fly go head
    hotel import invite journey kilometer km land leave march mile move return rocket route strike tour train
    travel trip visit way welcome""".split()
)
# ... and after "of" or a comma when these come first: "the capital, Moscow", "south of Seoul".
_PLACE_NOUNS = frozenset(
    "capital north south east west northeast northwest southeast southwest outskirts mayor".split()
)
_PLACE_NOUNS |= {
    "city",
    "center",
    "centre",
    "heart",
    "street",
    "suburb",
    "airport",
    "university",
    "bishop",
    "km",
    "mile",
}
# "Beijing officials" are the state's; "a Moscow hotel" is the city's.
_GOVERNMENT_NOUNS = frozenset(
    """administration authority bureaucrat diplomat government leader leadership official policy policymaker regime
    side stance warning""".split()
)
_CITY_AFTER = frozenset({"based", "born", "area", "headquartered", "trained", "region"})
_DASHES = frozenset({"—", "–", "-", "--", "‑"})
_SHORT_POINTS = {"north": "korea", "south": "korea"}


def _previous(span: Span) -> Token | None:
    """Return the token before a span, over opening quotation marks, None at the start of the text."""
    index = span.start - 1
    while index >= 0 and span.doc[index].is_quote:
        index -= 1
    return span.doc[index] if index >= 0 else None


def _is_dateline(span: Span) -> bool:
    """Tell whether a capital opens a paragraph as the place of writing: "MOSCOW (Reuters) -", "Moscow, June 3 -"."""
    previous = _previous(span)
    after = span.doc[span.end : span.end + 12]
    if not len(after):
        return False
    if span.text.isupper() and len(span.text) > 3:
        nearby = [token for token in span.doc[max(0, span.start - 3) : span.start + 5] if token.is_alpha]
        if not all(token.is_upper for token in nearby):
            return True
    if previous is not None and not (previous.is_space and "\n" in previous.text):
        return False
    if after[0].text in _DASHES or after[0].text in ("(", ":", "/"):
        return True
    return after[0].text == "," and any(token.text in _DASHES for token in after)


def is_government(span: Span) -> bool:
    """Tell whether the name of a capital stands for the state rather than for the city.

    It does unless the text says otherwise: a dateline, "in Moscow", "visit to Moscow", "the capital, Moscow",
    "Moscow-based", "Washington, D.C.", "a Moscow hotel".
    """
    doc = span.doc
    previous = _previous(span)
    following = doc[span.end] if span.end < len(doc) else None
    if _is_dateline(span):
        return False
    if following is not None:
        beyond = doc[span.end + 1] if span.end + 1 < len(doc) else None
        if following.text in _DASHES and beyond is not None and not span[-1].whitespace_:
            return beyond.lower_ not in _CITY_AFTER
        if following.text == "," and beyond is not None and _opens_state(beyond):
            return False
        if (
            span.start > 1
            and doc[span.start - 1].text in _DASHES
            and doc[span.start - 2].lower_ in ("pro", "anti")
        ):
            return True
        if (
            following.pos_ == "NOUN"
            and following.dep_ != "appos"
            and span[-1].dep_ in ("compound", "nmod", "amod")
        ):
            return following.lemma_.lower() in _GOVERNMENT_NOUNS
    if previous is None or not (previous.is_alpha or previous.text == ","):
        return True
    word = previous.lower_
    if word in _CITY_BEFORE:
        return False
    if word in (",", "of"):
        return doc[max(0, previous.i - 1)].lemma_.lower() not in _PLACE_NOUNS
    if word in _TOWARD:
        before = doc[max(0, previous.i - 4) : previous.i]
        return all(token.lemma_.lower() not in _MOVEMENT for token in before)
    if word == "by":
        return doc[max(0, previous.i - 1)].lower_ not in ("reporting", "editing", "writing")
    return True


def _opens_state(token: Token) -> bool:
    """Tell whether the name of a state, or "D.C.", begins at a token: "Baghdad, Iraq"."""
    if token.lower_ in ("d.c.", "d.c", "dc"):
        return True
    doc = token.doc
    return token.lower_ != "the" and any(find_state(doc[token.i : token.i + size].text) for size in (1, 2, 6))


def name_keys(names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Yield (mention number, state or city key) for each name of a state and each capital.

    "the North" is North Korea only in a text that names a Korea.
    """
    words = {word for name in names for word in name.words}
    for name in names:
        if name.label in ("NORP", "TITLE", "PERSON"):
            continue
        if name.folded in _SHORT_POINTS and _SHORT_POINTS[name.folded] not in words:
            continue
        state = find_state(name.folded)
        if state:
            yield name.number, f"state:{state}"
            continue
        city = name.folded.removesuffix(" dc").rstrip(",")
        state = find_state_of_capital(name.folded)
        if state and is_government(name.span):
            yield name.number, f"state:{state}"
        elif state or city != name.folded:
            yield name.number, f"city:{city}"
