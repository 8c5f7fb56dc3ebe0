"""Finds persons that the recognizer missed or cut short, from honorifics, titles and adjacent capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanctionwire.annotate.mentions.candidate import RECOGNIZED, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import head_ending, is_legal_form, is_name_word
from sanctionwire.annotate.mentions.titles import Roles
from sanctionwire.annotate.mentions.tokens import Tokens

_PARTICLES = frozenset(
    {
        "al",
        "Al",
        "el",
        "bin",
        "ibn",
        "bint",
        "de",
        "da",
        "del",
        "la",
        "van",
        "von",
        "der",
        "den",
        "ben",
        "abu",
        "’",
        "'",
    }
)
# Honorifics that are also ordinary words or parts of other names.
_NOT_ENOUGH = frozenset({"general", "private", "major", "marshal", "lady", "miss", "lord"})
_TITLES = frozenset(
    {"President", "Secretary", "Minister", "Sen.", "Sens.", "Rep.", "Reps.", "Gov.", "Chancellor", "Senator", "Premier",
     "Ambassador", "Congressman", "Congresswoman", "Spokesman", "Spokeswoman", "Speaker", "Chairman", "Director"}
)  # fmt: skip
_LONGEST = 5
_SYLLABLE = 4
_NOT_SYLLABLES = frozenset({"led", "era", "like", "born", "run", "held", "ally", "made", "in-"})


def _is_name(tokens: Tokens, index: int, known: Gazetteer) -> bool:
    word = tokens.words[index]
    return (
        is_name_word(word)
        and len(word) > 1
        and tokens.tag(index) in ("NNP", "NNPS")
        and known.label_of((word,)) in (None, "PERSON")
        and head_ending(tokens.words, index + 1) is None
        and not is_legal_form(word)
    )


def _end_of_name(tokens: Tokens, start: int, known: Gazetteer) -> int:
    """Return where the run of name words that begins at `start` ends; initials, particles, hyphens within."""
    words, end = tokens.words, start
    while end < len(words) and end - start < _LONGEST:
        if _is_name(tokens, end, known) or (
            len(words[end]) == 2 and words[end][1] == "." and words[end][0].isupper()
        ):
            end += 1
        elif (
            end > start
            and end + 1 < len(words)
            and ((words[end] in _PARTICLES or words[end] == "-") and _is_name(tokens, end + 1, known))
        ):
            end += 2
        else:
            break
    return end


def _end_of_given_name(tokens: Tokens, end: int) -> int:
    """Return where a Korean given name cut at its hyphen ends: "Moon Jae" is "Moon Jae-in"."""
    words = tokens.words
    if (
        end + 1 < len(words)
        and words[end] == "-"
        and words[end + 1].islower()
        and (len(words[end + 1]) <= _SYLLABLE and words[end + 1] not in _NOT_SYLLABLES)
    ):
        return end + 2
    return end


def find_persons(tokens: Tokens, roles: Roles, known: Gazetteer) -> Iterator[Candidate]:
    """Yield the names after an honorific or a capitalized title."""
    words, lower = tokens.words, tokens.lower
    for index in range(len(words) - 1):
        word = words[index]
        if not word[:1].isupper():
            continue
        if word in _TITLES or (lower[index] in roles.honorifics and lower[index] not in _NOT_ENOUGH):
            end = _end_of_name(tokens, index + 1, known)
            if end > index + 1 and lower[end - 1] not in roles.heads:
                yield Candidate(index + 1, end, "PERSON", RECOGNIZED - 1)


def extend_persons(
    tokens: Tokens, candidates: Iterable[Candidate], roles: Roles, known: Gazetteer
) -> Iterator[Candidate]:
    """Yield the candidates, persons grown over the name words that follow, and freed of titles before them."""
    for candidate in candidates:
        if candidate.label != "PERSON" or candidate.weight != RECOGNIZED:
            yield candidate
            continue
        start, end = candidate.start, candidate.end
        while (
            start < end - 1
            and (tokens.lower[start] in roles.heads or tokens.lower[start] in roles.honorifics)
            and tokens.words[start] not in ("Prince",)
        ):
            start += 1
        grown = _end_of_name(tokens, end, known)
        end = grown if grown - start <= _LONGEST else end
        end = _end_of_given_name(tokens, end)
        while (
            start > tokens.line_starts[start]
            and _is_name(tokens, start - 1, known)
            and not (
                tokens.lower[start - 1] in roles.heads
                or tokens.lower[start - 1] in roles.modifiers
                or tokens.lower[start - 1] in roles.honorifics
            )
        ):
            start -= 1
        yield candidate._replace(start=start, end=end)
