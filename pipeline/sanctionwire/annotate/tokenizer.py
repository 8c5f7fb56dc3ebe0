"""Tokenizes articles so that every mention, quote and amount begins and ends at a token boundary.

spaCy's English rules leave some news spellings in one piece ("U.S.-China", "'Hello", "$4bn-plus"); the extra
affixes split them. Whitespace is kept as tokens, so character offsets never move.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.lang.tokenizer_exceptions import emoticons
from spacy.language import Language
from spacy.tokenizer import Tokenizer
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
    rf"(?<=\w)[–—](?=\w)",
    r"(?<=[a-zA-Z])[/](?=[a-zA-Z])",
    rf"[{QUOTE_MARKS.replace('’', '')}]",
    r"(?<=[a-z])\.(?=[A-Z“\"])",
    # A full stop whose space was lost in the feed: "in 2003.In January", "the UWSA.In May".
    r"(?<=[0-9])\.(?=[A-Z][a-z])",
    r"(?<=[A-Z]{3})\.(?=[A-Z][a-z])",
    r"(?<=\w)[\(\)\[\]](?=\w)",
    r"(?<=[a-z\)])\.(?=[“\"])",
    r"(?<=[,.!?])[’”\"](?=\w)",
)
_PREFIXES = (*(rf"[{_DASHES}](?=\w)",), r"…")
_SUFFIXES = (rf"(?<=[\w.])[{_DASHES}]", r"(?<=[\w.])-{2,}", r"…", r"(?<=[0-9a-z])/")


def build_tokenizer(nlp: Language) -> Tokenizer:
    """Return spaCy's tokenizer for the language of `nlp` with the affixes of news text added."""
    defaults = nlp.Defaults
    return Tokenizer(
        nlp.vocab,
        # spaCy keeps emoticons whole; in news ":)" and "):" are punctuation around a bracket.
        rules={
            text: tokens
            for text, tokens in (defaults.tokenizer_exceptions or {}).items()
            if text not in emoticons
        },
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *_PREFIXES]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *_SUFFIXES]).search,
        infix_finditer=compile_infix_regex([*_INFIXES, *(defaults.infixes or ())]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )


@registry.tokenizers("sanctionwire.NewsTokenizer.v1")
def create_news_tokenizer() -> Callable[[Language], Tokenizer]:
    """Registered as `sanctionwire.NewsTokenizer.v1` for the `[nlp.tokenizer]` block of a config."""
    return build_tokenizer
