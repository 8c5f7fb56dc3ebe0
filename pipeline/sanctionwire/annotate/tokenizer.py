"""Tokenizes articles so that every mention, quote and amount begins and ends at a token boundary.

spaCy's English rules leave some news spellings in one piece ("U.S.-China", "'Hello", "$4bn-plus"); the extra
affixes split them. Whitespace is kept as tokens, so character offsets never move.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from spacy.lang.tokenizer_exceptions import emoticons
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

QUOTE_MARKS = '"“”„‟«»‹›‘’‚‛`'
"""Characters that open or close quotations in English news; the straight apostrophe is left to spaCy."""

_DASHES = "-–—‑"
# "U.S.-China", "pro-U.S", "Sept.-Oct": a dash after an abbreviation's dot or around brackets.
_INFIXES = (
    rf"(?<=\.)[{_DASHES}](?=\w)",
    rf"(?<=\w)[{_DASHES}](?=[A-Z])",
    rf"(?<=[0-9])[{_DASHES}](?=[A-Za-z])",
    r"(?<=[\w.])-{2,}(?=\w)",
    r"(?<=\w)-/(?=\w)",
    r"(?<=\w)[–—](?=\w)",
    r"(?<=[a-zA-Z])[/](?=[a-zA-Z])",
    rf"[{QUOTE_MARKS.replace('’', '')}]",
    r"(?<=[a-z])\.(?=[A-Z“\"])",
    # A full stop whose space was lost in the feed: "in 2003.In January", "the UWSA.In May".
    r"(?<=[0-9])\.(?=[A-Z][a-z])",
    r"(?<=[A-Z]{3})\.(?=[A-Z][a-z])",
    r"(?<=\w)[\(\)\[\]](?=\w)",
    r"(?<=\w)\)(?=\.[A-Z])",
    r"(?<=\))\.(?=[A-Z])",
    r"(?<=[a-z\)])\.(?=[“\"])",
    r"(?<=[,.!?])[’”\"](?=\w)",
)
# Small words whose space was lost in the feed: "onJune 29", "inNorth Korea", "theForeign Ministry".
_SMALL_WORDS = "on|in|of|and|as|the|to|by|from|for|with|at|that|is|one|former|today"
_PREFIXES = (rf"[{_DASHES}](?=\w)", r"…", rf"(?:{_SMALL_WORDS})(?=[A-Z][a-z]|U\.S)")
_SUFFIXES = (
    rf"(?<=[\w.])[{_DASHES}]",
    r"(?<=[\w.])-{2,}",
    r"…",
    r"(?<=[0-9a-z])/",
    # The full stop of a sentence after an amount: "$300m.", "€500bn."
    r"(?<=[0-9][mkbt])\.",
    r"(?<=[0-9][bmt]n)\.",
)

_SCALES = frozenset({"m.", "k.", "b.", "t."})

_MAX_RUN = 1000
"""Longest run without white space that is tokenized in one go. Source: no English word is half as long."""
_LONG_RUN = re.compile(rf"\S{{{_MAX_RUN + 1},}}")


class NewsTokenizer:
    """spaCy's tokenizer with the affixes of news text, in linear time on any text.

    spaCy strips affixes one by one, each time looking at the whole rest of a run without white space, so that
    100,000 quotation marks take minutes. Longer runs are therefore cut every `_MAX_RUN` code points.
    """

    def __init__(self, inner: Tokenizer) -> None:
        self.inner = inner
        self.vocab = inner.vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text; they join to exactly that text."""
        cuts = list(_find_cuts(text))
        if not cuts:
            doc: Doc = self.inner(text)
            return doc
        edges = [0, *cuts, len(text)]
        pieces = [self.inner(text[start:end]) for start, end in pairwise(edges)]
        return Doc.from_docs(pieces, ensure_whitespace=False)


def _find_cuts(text: str) -> Iterator[int]:
    for run in _LONG_RUN.finditer(text):
        yield from range(run.start() + _MAX_RUN, run.end(), _MAX_RUN)


def build_tokenizer(nlp: Language) -> NewsTokenizer:
    """Return the tokenizer for the language of `nlp`."""
    defaults = nlp.Defaults
    inner = Tokenizer(
        nlp.vocab,
        # spaCy keeps emoticons whole; in news ":)" and "):" are punctuation around a bracket. It also joins a
        # letter and a full stop, which would put the end of a sentence into "$300m.".
        rules={
            text: tokens
            for text, tokens in (defaults.tokenizer_exceptions or {}).items()
            if text not in emoticons and text not in _SCALES
        },
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *_PREFIXES]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *_SUFFIXES]).search,
        infix_finditer=compile_infix_regex([*_INFIXES, *(defaults.infixes or ())]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
    return NewsTokenizer(inner)


@registry.tokenizers("sanctionwire.NewsTokenizer.v1")
def create_news_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """Registered as `sanctionwire.NewsTokenizer.v1` for the `[nlp.tokenizer]` block of a config."""
    return build_tokenizer
