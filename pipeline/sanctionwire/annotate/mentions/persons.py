"""Finds persons that the recognizer missed or cut short: by honorifics, given names, credits, verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanctionwire.annotate.mentions.candidate import KNOWN, RECOGNIZED, WEAK, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import head_ending, is_legal_form, is_name_word
from sanctionwire.annotate.mentions.roles import Roles
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

GENERATIONS = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "JR.", "JR"})
"""What stands after the name of a person whose parent has the same one."""

_PARTICLES = frozenset(
    {"al", "Al", "el", "bin", "ibn", "bint", "de", "da", "del", "la", "van", "von", "der", "den", "’", "'"}
)
# Honorifics that are also ordinary words or parts of other names.
_NOT_ENOUGH = frozenset({"general", "private", "major", "marshal", "lady", "miss", "lord"})
_TITLES = frozenset(
    {"President", "Secretary", "Minister", "Sen.", "Sens.", "Senator", "Senators", "Rep.", "Reps.",
     "Representatives", "Gov.", "Chancellor", "Premier", "Ambassador", "Congressman", "Congresswoman",
     "Spokesman", "Spokeswoman", "Speaker", "Chairman", "Director"}
)  # fmt: skip
_CREDITS = frozenset(
    {"Reporting", "Editing", "Writing", "reporting", "editing", "writing", "Written", "Compiled"}
)
_SPEECH = frozenset({"said", "says", "told", "wrote", "tweeted", "added", "replied", "testified", "who"})
_LONGEST = 9
_LONGEST_FOUND = 5
_SYLLABLE = 4
# Lower-case words after a hyphen that are no second syllable of a Korean given name.
_NOT_SYLLABLES = frozenset({"led", "era", "like", "born", "run", "held", "ally", "made"})


class PersonFinder:
    """Finds the persons of a document by the words in and around their names."""

    def __init__(self, known: Gazetteer, roles: Roles) -> None:
        """Take the known names and the words of titles; read the given names."""
        self._known = known
        self._roles = roles
        self._given_names = frozenset(
            name.strip() for name in load_lexicon("persons")["given_names"].split(";")
        )

    def _is_name(self, tokens: Tokens, index: int) -> bool:
        word = tokens.words[index]
        return (
            is_name_word(word)
            and len(word) > 1
            and tokens.tag(index) in ("NNP", "NNPS")
            and self._known.label_of((word,)) in (None, "PERSON")
            and head_ending(tokens.words, index + 1) is None
            and not is_legal_form(word)
        )

    def _end_of_name(self, tokens: Tokens, start: int, longest: int) -> int:
        """Return where the run of name words from `start` ends; initials, particles and hyphens within."""
        words, end = tokens.words, start
        while end < len(words) and end - start < longest:
            word = words[end]
            is_initial = len(word) == 2 and word[1] == "." and word[0].isupper()
            if is_initial or self._is_name(tokens, end) or (end > start and word in GENERATIONS):
                end += 1
            elif (
                end > start
                and end + 1 < len(words)
                and (word in _PARTICLES or (word == "-" and tokens.is_glued(end)))
                and self._is_name(tokens, end + 1)
            ):
                end += 2
            else:
                break
        return end

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield names after an honorific, a capitalized title or a credit, or with a given name first."""
        words, lower = tokens.words, tokens.lower
        for index in range(len(words) - 1):
            word = words[index]
            if word in self._given_names and words[index + 1][:1].isupper():
                end = self._end_of_name(tokens, index, _LONGEST_FOUND)
                if end > index + 1 and not tokens.is_headline(index):
                    yield Candidate(index, end, "PERSON", RECOGNIZED - 1)
            elif (
                (word == "By" and index == tokens.line_starts[index])
                or (word == "by" and index and words[index - 1] in _CREDITS)
                or word in _TITLES
                or (
                    word[:1].isupper()
                    and lower[index] in self._roles.honorifics
                    and lower[index] not in _NOT_ENOUGH
                )
            ):
                end = self._end_of_name(tokens, index + 1, _LONGEST_FOUND)
                if end > index + 1 and not self._roles.is_head(lower[end - 1]):
                    yield Candidate(index + 1, end, "PERSON", RECOGNIZED - 1)

    def revise(self, tokens: Tokens, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the recognizer's candidates, persons in full length, and as persons what only persons are."""
        before: Candidate | None = None
        for candidate in candidates:
            if candidate.weight not in (RECOGNIZED, WEAK):
                yield candidate
            elif candidate.label == "PERSON" and candidate.weight == RECOGNIZED:
                person = self._whole(tokens, candidate)
                if before and before.end == person.start and before.label in ("PERSON", "COMPANY", "GPE"):
                    person = person._replace(start=before.start)
                yield person
            elif self._is_person(tokens, candidate):
                yield candidate._replace(label="PERSON", weight=RECOGNIZED)
            else:
                yield candidate
            is_doubtful = candidate.weight in (RECOGNIZED, WEAK) and not tokens.is_headline(candidate.start)
            before = candidate if is_doubtful else None

    def _is_person(self, tokens: Tokens, candidate: Candidate) -> bool:
        """Return whether a name that was taken for something else belongs to a person."""
        words, start, end = tokens.words, candidate.start, candidate.end
        if end - start > 1:
            return words[start] in self._given_names and all(
                self._is_name(tokens, i) for i in range(start, end)
            )
        speaks = end < len(words) and words[end] in _SPEECH
        return (
            speaks
            and candidate.weight != KNOWN
            and words[start - 1] not in ("the", "The")
            and (words[start].isalpha() and not words[start].isupper())
        )

    def _whole(self, tokens: Tokens, person: Candidate) -> Candidate:
        """Return a person without titles before the name, grown over the rest of the name on both sides."""
        start, end = person.start, person.end
        while start < end - 1 and self._is_title(tokens, start):
            start += 1
        if not tokens.is_headline(start):
            grown = self._end_of_name(tokens, end, _LONGEST)
            end = grown if grown - start <= _LONGEST else end
        end = _end_of_syllable(tokens, end)
        floor = max(tokens.line_starts[start], start - _LONGEST_FOUND)
        while start > floor and tokens.words[start - 1] in self._given_names:
            start -= 1
        half, odd = divmod(end - start, 2)
        if half and not odd and tokens.words[start : start + half] == tokens.words[start + half : end]:
            # A heading that lost its line end: "Ana Cruz Ana Cruz is the owner".
            end = start + half
        return person._replace(start=start, end=end)

    def _is_title(self, tokens: Tokens, index: int) -> bool:
        word = tokens.lower[index]
        return word in self._roles.honorifics or (self._roles.is_head(word) and word != "prince")


def _end_of_syllable(tokens: Tokens, end: int) -> int:
    """Return where a Korean given name cut at its hyphen ends: "Moon Jae" is "Moon Jae-in"."""
    words = tokens.words
    if end + 1 < len(words) and words[end] == "-" and tokens.is_glued(end) and words[end + 1].islower():
        syllable = words[end + 1]
        return end + 2 if len(syllable) <= _SYLLABLE and syllable not in _NOT_SYLLABLES else end
    return end
