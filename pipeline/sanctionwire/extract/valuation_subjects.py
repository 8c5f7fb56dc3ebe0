"""Whose worth, debt, fine or income an amount is: the entity valued, paid or fined."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from sanctionwire.extract.sentences import find_sentence
from sanctionwire.extract.valuation_kinds import find_counted_noun
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_capital, find_state_of_people
from sanctionwire.schema.labels import ValuationKind
from sanctionwire.schema.layers import MENTIONS

_FIRMS = frozenset({"COMPANY"})
_PAYERS = frozenset({"COMPANY", "ORGANIZATION", "PERSON", "VESSEL", "AIRCRAFT"})
_STATES = frozenset({"GPE", "NORP"})
_HOLDERS = _PAYERS | _STATES
_SUBJECTS = ("nsubj", "nsubjpass")
_FAR = 60
"""Tokens before a sentence in which its subject may be named; about two sentences."""
_OBJECTS = ("dobj", "dative", "obj", "iobj")


class Scene:
    """The named mentions of a document, by token and in order, made once for all its amounts."""

    def __init__(self, doc: Doc) -> None:
        self.mentions = sorted(
            (
                span
                for span in doc.spans.get(MENTIONS, ())
                if span.label_ in _HOLDERS and (span.kb_id_ or span.label_ == "NORP")
            ),
            key=lambda span: span.start,
        )
        self.starts = [span.start for span in self.mentions]
        self.by_token = {token.i: span for span in self.mentions for token in span}
        self.states: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for span in self.mentions:
            if span.label_ != "GPE":
                continue
            state = find_state(span.text) or find_state_of_capital(span.text)
            if state:
                self.states.setdefault(state, span.kb_id_)
            if state not in _IMPOSERS:
                counts[span.kb_id_] += 1
        self.main_state = counts.most_common(1)[0][0] if counts else None

    def find_between(self, start: int, end: int) -> list[Span]:
        """Return the mentions that begin in `[start, end)`, token indices, in order."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def find_entity(self, span: Span) -> str | None:
        """Return the entity id of a mention; that of its state for a people ("Iranian funds")."""
        if span.label_ != "NORP":
            return span.kb_id_ or None
        return self.states.get(find_state_of_people(span.text) or "")

    def is_imposer(self, span: Span) -> bool:
        """Tell whether a mention is of a state that freezes assets rather than has its own frozen."""
        state = find_state(span.text) or find_state_of_capital(span.text) or find_state_of_people(span.text)
        return state in _IMPOSERS


# Source: the training articles; who imposes sanctions in most news.
_IMPOSERS = frozenset({"United States", "European Union", "United Kingdom", "United Nations"})


def _mention_at(scene: Scene, token: Token, labels: frozenset[str]) -> str | None:
    span = scene.by_token.get(token.i)
    return scene.find_entity(span) if span is not None and span.label_ in labels else None


def _find_verbs(span: Span) -> Iterator[Token]:
    """Yield the verbs above an amount, the nearest first, three at most."""
    verbs = (token for token in span.root.ancestors if token.pos_ in ("VERB", "AUX"))
    for _, verb in zip(range(3), verbs, strict=False):
        yield verb


def _find_argument(
    scene: Scene, span: Span, dependencies: tuple[str, ...], labels: frozenset[str], lemmas: frozenset[str]
) -> str | None:
    """Return the entity that fills a slot of a verb above the amount; any verb where `lemmas` is empty."""
    for verb in _find_verbs(span):
        if lemmas and verb.lemma_.lower() not in lemmas:
            continue
        for child in verb.children:
            if child.dep_ in dependencies and not span.start <= child.i < span.end:
                entity = _mention_at(scene, child, labels)
                if entity:
                    return entity
    return None


def _find_after(scene: Scene, span: Span, words: frozenset[str], labels: frozenset[str]) -> str | None:
    """Return the entity behind a preposition that follows the amount or its noun: "a $5 fine on Intel"."""
    noun = find_counted_noun(span)
    doc = span.doc
    for start in ([noun.i + 1] if noun is not None else []) + [span.end]:
        for token in doc[start : start + 3]:
            if token.lower_ in words:
                for inner in doc[token.i + 1 : token.i + 4]:
                    entity = _mention_at(scene, inner, labels)
                    if entity:
                        return entity
                break
    return None


def _find_owner(scene: Scene, span: Span) -> str | None:
    """Return the owner named right at the amount: "Iran's $3 billion", "$3 billion in Iranian funds"."""
    doc = span.doc
    before = doc[max(0, span.start - 4) : span.start]
    for token in reversed(before):
        if token.lower_ in ("'s", "’s") and token.i:
            return _mention_at(scene, doc[token.i - 1], _HOLDERS)
        if token.pos_ not in ("ADJ", "NOUN", "ADV"):
            break
    noun = find_counted_noun(span)
    inside = doc[span.end : noun.i] if noun is not None else ()
    return next((entity for token in inside if (entity := _mention_at(scene, token, _HOLDERS))), None)


def _find_nearest(
    scene: Scene, span: Span, labels: frozenset[str], *, imposers: bool = True, after: bool = True
) -> str | None:
    """Return the nearest entity of the sentence, first before the amount, then behind it."""
    sent = find_sentence(span)
    inside = [
        mention
        for mention in scene.find_between(sent.start, sent.end)
        if mention.label_ in labels and (imposers or not scene.is_imposer(mention))
    ]
    left = [mention for mention in inside if mention.end <= span.start]
    right = [mention for mention in inside if mention.start >= span.end] if after else []
    for mention in [*reversed(left), *right]:
        entity = scene.find_entity(mention)
        if entity:
            return entity
    return None


def _find_last(scene: Scene, span: Span, labels: frozenset[str]) -> str | None:
    """Return the last entity named before the sentence, not far from it."""
    start = find_sentence(span).start
    named = [mention for mention in scene.find_between(start - _FAR, start) if mention.label_ in labels]
    return scene.find_entity(named[-1]) if named else None


_TO, _ON, _FROM = frozenset({"to", "for"}), frozenset({"on", "against"}), frozenset({"from"})
_NONE: frozenset[str] = frozenset()


def _lemmas(group: str) -> frozenset[str]:
    return frozenset(load_lexicon("valuations")["verbs"][group])


def _find_fined(scene: Scene, span: Span) -> str | None:
    sentence = " ".join(token.lower_ for token in find_sentence(span))
    if any(word in sentence for word in load_lexicon("valuations")["statutory"]):
        return None  # what the law allows, not what somebody paid
    return (
        _find_after(scene, span, _ON, _PAYERS | {"GPE"})
        or _find_argument(scene, span, ("nsubjpass", *_OBJECTS), _PAYERS | {"GPE"}, _lemmas("fine"))
        or _find_argument(scene, span, _SUBJECTS, _PAYERS | {"GPE"}, _lemmas("pay"))
        or _find_nearest(scene, span, _FIRMS)
        or _find_last(scene, span, _FIRMS)
    )


def _find_frozen(scene: Scene, span: Span) -> str | None:
    return (
        _find_owner(scene, span)
        or _find_after(scene, span, _TO, _HOLDERS)
        or _find_nearest(scene, span, _HOLDERS - {"PERSON"}, imposers=False)
        or scene.main_state
    )


def _find_company(scene: Scene, span: Span) -> str | None:
    return _find_nearest(scene, span, _FIRMS) or _find_last(scene, span, _FIRMS)


def _find_earner(scene: Scene, span: Span) -> str | None:
    return (
        _find_owner(scene, span)
        or _find_argument(scene, span, _OBJECTS, _HOLDERS, _NONE)
        or _find_nearest(scene, span, _HOLDERS, after=False)
        or _find_last(scene, span, _HOLDERS)
    )


def _find_debtor(scene: Scene, span: Span) -> str | None:
    return (
        _find_owner(scene, span)
        or _find_nearest(scene, span, _HOLDERS, after=False)
        or _find_last(scene, span, _STATES | _FIRMS)
    )


def _find_trader(scene: Scene, span: Span) -> str | None:
    noun = find_counted_noun(span)
    exported = noun is None or noun.lemma_.lower() == "export"
    return (_find_owner(scene, span) if exported else None) or _find_argument(
        scene, span, _SUBJECTS, _STATES | _FIRMS, _lemmas("trade")
    )


def _find_funded(scene: Scene, span: Span) -> str | None:
    return _find_argument(scene, span, _OBJECTS, _HOLDERS, _NONE) or _find_after(scene, span, _TO, _HOLDERS)


def _find_target(scene: Scene, span: Span) -> str | None:
    noun = find_counted_noun(span)
    if noun is not None and noun.lemma_.lower() in (
        "stake",
        "bid",
        "takeover",
        "acquisition",
        "buyout",
        "offer",
        "purchase",
    ):
        return _find_after(scene, span, frozenset({"in", "of", "for"}), _FIRMS)
    return _find_argument(scene, span, _OBJECTS, _FIRMS, _lemmas("buy"))


def _find_affected(scene: Scene, span: Span) -> str | None:
    noun = find_counted_noun(span)
    if noun is not None and noun.lemma_.lower() == "relief":
        return (
            _find_funded(scene, span)
            or _find_nearest(scene, span, _STATES, imposers=False)
            or scene.main_state
        )
    return (
        _find_argument(scene, span, ("nsubjpass", *_OBJECTS), _HOLDERS, _lemmas("affect"))
        or _find_after(scene, span, _FROM, _HOLDERS)
        or _find_owner(scene, span)
    )


_FINDERS: Mapping[ValuationKind, Callable[[Scene, Span], str | None]] = {
    "valuation": _find_company,
    "market_value": _find_company,
    "ipo_proceeds": _find_company,
    "deal_value": _find_target,
    "revenue": _find_earner,
    "profit": _find_earner,
    "debt": _find_debtor,
    "penalty": _find_fined,
    "assets_frozen": _find_frozen,
    "trade_value": _find_trader,
    "funding": _find_funded,
    "other": _find_affected,
}


def find_subject(scene: Scene, span: Span, kind: ValuationKind) -> str | None:
    """Return the id of the entity that an amount is about, or None where the text does not tie it to one.

    A price has none.
    """
    finder = _FINDERS.get(kind)
    return finder(scene, span) if finder else None


def find_hints(scene: Scene, span: Span) -> dict[str, str]:
    """Return the entity that each single rule points to, by the rule's name, without those that find none."""
    every = _HOLDERS
    found = {
        "owner": _find_owner(scene, span),
        "after to": _find_after(scene, span, _TO, every),
        "after on": _find_after(scene, span, _ON, every),
        "after from": _find_after(scene, span, _FROM, every),
        "after in": _find_after(scene, span, frozenset({"in", "of"}), every),
        "after by": _find_after(scene, span, frozenset({"by"}), every),
        "subject": _find_argument(scene, span, _SUBJECTS, every, _NONE),
        "subject pays": _find_argument(scene, span, _SUBJECTS, every, _lemmas("pay")),
        "subject trades": _find_argument(scene, span, _SUBJECTS, every, _lemmas("trade")),
        "object": _find_argument(scene, span, ("nsubjpass", *_OBJECTS), every, _NONE),
        "object affected": _find_argument(scene, span, ("nsubjpass", *_OBJECTS), every, _lemmas("affect")),
        "object fined": _find_argument(scene, span, ("nsubjpass", *_OBJECTS), every, _lemmas("fine")),
        "object bought": _find_argument(scene, span, _OBJECTS, every, _lemmas("buy")),
        "nearest firm": _find_nearest(scene, span, _FIRMS),
        "nearest state": _find_nearest(scene, span, _STATES, imposers=False),
        "nearest": _find_nearest(scene, span, every, after=False),
        "last firm": _find_last(scene, span, _FIRMS),
        "last": _find_last(scene, span, every),
        "main state": scene.main_state,
    }
    return {name: entity for name, entity in found.items() if entity}
