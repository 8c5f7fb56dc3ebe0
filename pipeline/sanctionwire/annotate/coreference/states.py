"""States under their several names, and capitals that stand for a government."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from sanctionwire.annotate.coreference.names import Name
from sanctionwire.lexicons.names import find_state, find_state_of_capital, load_words

_TOWARD = frozenset({"to", "from", "into", "for", "through", "toward", "towards", "on"})
_DASHES = frozenset({"—", "–", "-", "--", "‑"})
_LONGEST_AGENCY = 5
_SHORT_POINTS = {"north": "korea", "south": "korea"}


def _previous(span: Span) -> Token | None:
    """Return the token before a span, over opening quotation marks, None at the start of the text."""
    index = span.start - 1
    while index >= 0 and span.doc[index].is_quote:
        index -= 1
    return span.doc[index] if index >= 0 else None


def _is_dateline(span: Span) -> bool:
    """Tell whether a capital opens a paragraph as the place of writing: "MOSCOW (Reuters) -"."""
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
    if after[0].text == ",":
        return any(token.text in _DASHES for token in after)
    # "London CNN Business —": the agency without brackets.
    dash = next((token.i for token in after[:_LONGEST_AGENCY] if token.text in _DASHES), span.end)
    return dash > span.end and all(token.is_title or token.is_upper for token in span.doc[span.end : dash])


def _is_city_by_following(span: Span) -> bool | None:
    """Judge a capital by the words after it: True for the city, False for the state, None for neither."""
    doc = span.doc
    if span.end + 1 >= len(doc):
        return None
    following, beyond = doc[span.end], doc[span.end + 1]
    if following.text in _DASHES and not span[-1].whitespace_:
        return beyond.lower_ in load_words("city_after_hyphen")
    if following.text == "," and _opens_state(beyond):
        return True
    if span[-1].dep_ == "poss":
        return span[-1].head.lemma_.lower() in load_words("place_nouns") or None
    if (
        following.pos_ == "NOUN"
        and following.dep_ != "appos"
        and span[-1].dep_ in ("compound", "nmod", "amod")
    ):
        return following.lemma_.lower() not in load_words("government_nouns")
    return None


def _is_city_by_previous(span: Span) -> bool:
    """Tell whether the words before a capital make it the city: "in Moscow", "visit to Moscow"."""
    previous = _previous(span)
    if previous is None:
        return False
    word, before = previous.lower_, span.doc[max(0, previous.i - 4) : previous.i]
    if word in (",", "of"):
        return any(token.lemma_.lower() in load_words("place_nouns") for token in before[-1:])
    if word in _TOWARD:
        return any(token.lemma_.lower() in load_words("movement") for token in before)
    if word == "by":
        return any(token.lower_ in ("reporting", "editing", "writing") for token in before[-1:])
    return word in load_words("city_before")


def is_government(span: Span) -> bool:
    """Tell whether the name of a capital stands for the state rather than for the city.

    It does unless the text says otherwise: a dateline, "in Moscow", "Moscow-based", "Washington, D.C.", "a
    Moscow hotel".
    """
    before = span.doc[max(0, span.start - 2) : span.start]
    if len(before) > 1 and before[1].text in _DASHES and before[0].lower_ in ("pro", "anti"):
        return True
    if _is_dateline(span):
        return False
    by_following = _is_city_by_following(span)
    return not (_is_city_by_previous(span) if by_following is None else by_following)


def _opens_state(token: Token) -> bool:
    """Tell whether the name of a state, or "D.C.", begins at a token: "Baghdad, Iraq"."""
    if token.lower_ in ("d.c.", "d.c", "dc"):
        return True
    doc = token.doc
    return token.lower_ != "the" and any(find_state(doc[token.i : token.i + size].text) for size in (1, 2, 6))


def name_keys(names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Yield (mention number, state or city key) for each name of a state and each capital.

    "the North" is North Korea only in a text that names a Korea. After a city in a list, a capital is a city.
    """
    words = {word for name in names for word in name.words}
    city_end = -1
    for name in names:
        if name.label in ("NORP", "TITLE", "PERSON"):
            continue
        if name.folded in _SHORT_POINTS and _SHORT_POINTS[name.folded] not in words:
            continue
        state = find_state(name.folded)
        city = name.folded.removesuffix(" dc").rstrip(",")
        capital_of = find_state_of_capital(name.folded)
        is_in_list = name.span.start - city_end == 1 and name.span.doc[city_end].text in (",", "and", "or")
        if not state and capital_of and not is_in_list and is_government(name.span):
            state = capital_of
        if name.label == "GPE" and not state:
            city_end = name.span.end
        if state:
            yield name.number, f"state:{state}"
        elif capital_of or city != name.folded:
            yield name.number, f"city:{city}"
