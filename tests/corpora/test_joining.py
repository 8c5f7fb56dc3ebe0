"""Texts are found by checksum, however they were stored; other texts are reported."""

import doctest
import hashlib
import unicodedata

import pytest
from corpora.documents import TEXT, build_example
from support import SHARED

from sanctionwire.corpora import recipes
from sanctionwire.corpora.detach import detach
from sanctionwire.corpora.joining import join
from sanctionwire.corpora.recipes import find_texts
from sanctionwire.ingest import read_drafts
from sanctionwire.ingest.documents import load_documents
from sanctionwire.ingest.draft import Draft

TITLE, BODY = TEXT.split("\n\n", 1)


def _draft(**fields):
    return Draft(**{"origin": "feed:1", "fallback_id": "feed:1", "body": BODY, "title": TITLE} | fields)


@pytest.mark.parametrize(
    "draft",
    [
        _draft(),
        _draft(id="another", url="https://example.org/elsewhere"),
        _draft(title=f"{TITLE} \n"),
        _draft(title=TITLE.replace(" ", "  ")),
        _draft(title=None, body=TEXT),
        _draft(body=TEXT),
        _draft(title="Other headline", body=TEXT, is_exact=True),
        _draft(title=None, body=TEXT.replace("\n", "\r\n")),
        _draft(title=None, body=TEXT.replace("\n\n", "\n\n \u00a0 \n\n", 1)),
        _draft(body=unicodedata.normalize("NFD", BODY)),
    ],
)
def test_a_text_is_found_however_it_was_stored(draft):
    document = build_example()
    assert join([detach(document)], [draft]).documents == (document,)


def test_the_first_recipe_is_title_blank_line_body():
    assert next(find_texts("A", "b\n")) == "A\n\nb\n"
    assert next(find_texts(None, "b\n")) == next(find_texts("", "b\n")) == "b\n"
    assert len(set(find_texts("A ", "b\r\n"))) == len(list(find_texts("A ", "b\r\n")))


def test_the_examples_of_the_recipes_hold():
    assert doctest.testmod(recipes).failed == 0


def test_what_is_not_found_is_missing_or_mismatched():
    standoffs = [detach(build_example(name)) for name in ("a", "b", "c")]
    other = "Norland fines Acme\n\nA correction."
    joined = join(standoffs[:1], [_draft(id="own-1", body="A correction.")])
    (mismatch,) = joined.mismatched
    assert mismatch.sha256 == hashlib.sha256(other.encode()).hexdigest() and not joined.missing
    assert all(part in str(mismatch) for part in ("'a'", "feed:1", mismatch.sha256, standoffs[0].sha256))
    joined = join(standoffs, [_draft(id="nobody", body="x")])
    assert joined.missing == tuple(standoffs) and not joined.mismatched
    late = join(standoffs[:1], [_draft(id="a", body="x"), _draft()])
    assert len(late.documents) == 1 and not late.mismatched


def test_one_text_may_have_two_annotations_and_no_more_is_read_than_needed():
    def drafts():
        yield _draft()
        raise AssertionError("read on")

    standoffs = [detach(build_example(name)) for name in ("a", "b")]
    assert [document.id for document in join(standoffs, drafts()).documents] == ["a", "b"]


@pytest.mark.shared
def test_the_texts_of_the_training_articles_are_all_in_the_feeds():
    gold, feeds = SHARED / "gold" / "train.jsonl", SHARED / "feeds"
    if not (gold.exists() and feeds.exists()):
        pytest.skip(f"{gold} or {feeds} is not there")
    documents = load_documents(gold)
    drafts = (item for item in read_drafts([str(feeds)]) if isinstance(item, Draft))
    assert join([detach(document) for document in documents], drafts).documents == documents
