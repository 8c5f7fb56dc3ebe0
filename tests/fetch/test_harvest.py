"""Feeds, sitemaps and the spool: everything there once, in an order that stays."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from fetch.conftest import QUICK, Fetcher, outcomes
from fetch.server import Handler, Site
from fetch.texts import BODY, make_entry, make_feed, make_page, make_sitemap

from sanctionwire.errors import InputError
from sanctionwire.fetch import FetchOptions, Harvest, WebSource, plans
from sanctionwire.fetch.reasons import FetchStopped
from sanctionwire.ingest import read_articles
from sanctionwire.schema.records import Article, Rejection

OPTIONS = FetchOptions(**QUICK)  # type: ignore[arg-type]


def _feed(site: Site, path: str = "/feed", *, full_text: bool = False) -> WebSource:
    return WebSource(url=site.url(path), kind="feed", full_text=full_text)


def _page(site: Site, path: str) -> WebSource:
    return WebSource(url=site.url(path), kind="page")


def _hash(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("fetched-*")}


def _read(folder: Path) -> list[Article | Rejection]:
    return list(read_articles([str(folder)]))


def test_entries_are_articles_oldest_first(site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = make_feed(
        make_entry("b", link="/b", content=f"<p>Full text. {BODY}</p>"), make_entry("a", link="/a")
    )
    first, second = fetch(_feed(site))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.id, first.url, first.source, first.published) == (
        "a",
        site.url("/a"),
        "Own Wire",
        "2019-10-08",
    )
    assert first.text == f"News a\n\n{BODY}" and first.origin == site.url("/feed")
    assert second.text.startswith("News b\n\nFull text.")
    assert site.paths == ["/feed"]


def test_full_text_is_fetched_where_there_is_a_summary_only(site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = make_feed(
        make_entry("c", link="/c"),
        make_entry("b", link="/b", content=f"<p>Full text. {BODY}</p>"),
        make_entry("a", link="/a", summary="Only this."),
    )
    site.pages["/a"] = make_page("Banks blacklisted | Own Wire", "All of the text.", date="2019-10-07")
    found = fetch(_feed(site, full_text=True))
    assert outcomes(found) == ["a", "b", "http_error"]
    article = found[0]
    assert isinstance(article, Article)
    assert (article.title, article.published, article.source) == ("News a", "2019-10-07", "Own Wire")
    assert article.url == site.url("/a") and "All of the text." in article.text
    assert found[2].id == "c"
    assert site.paths == ["/feed", "/a", "/c"]


def test_a_sitemap_leads_to_its_pages(site: Site, fetch: Fetcher) -> None:
    site.pages["/index"] = make_sitemap(
        site.url("/one.xml.gz"), "/two.txt", "/gone", site.url("/index"), index=True
    )
    site.pages["/one.xml.gz"] = gzip.compress(make_sitemap(site.url("/a"), "/b", site.url("/a")).encode())
    site.pages["/two.txt"] = f"\ufeff{site.url('/b')}\n{site.url('/c')}\n"
    site.pages |= {path: make_page(f"Banks blacklisted {path}") for path in ("/a", "/b", "/c")}
    found = fetch(WebSource(url=site.url("/index"), kind="sitemap"))
    assert sorted(outcomes(found)) == sorted(["http_error", *map(site.url, ("/a", "/b", "/c"))])


def test_a_sitemap_is_read_since_a_day_and_to_a_limit(site: Site, fetch: Fetcher, tmp_path: Path) -> None:
    site.pages["/old"] = make_sitemap("/a", changed="2019-10-07T23:59:00Z")
    site.pages["/new"] = make_sitemap("/b", changed="2019-10-08")
    site.pages["/index"] = make_sitemap("/old", "/new", index=True)
    site.pages["/b"] = make_page("Three banks blacklisted")
    source = WebSource(url=site.url("/index"), kind="sitemap", since="2019-10-08")
    assert outcomes(fetch(source)) == [site.url("/b")]
    site.pages["/many"] = make_sitemap(*(f"/{number}" for number in range(9)))
    with Harvest(tmp_path / "other", FetchOptions(**QUICK, max_pages=4)) as harvest:  # type: ignore[arg-type]
        (path,) = harvest.fetch([WebSource(url=site.url("/many"), kind="sitemap")])
    assert outcomes(list(read_articles([str(path)]))).count("too_many_pages") == 1
    assert len(site.paths) == 8


@pytest.mark.parametrize(
    "page",
    ["<html><body>no map</body></html>", "no map", "", "<urlset", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"],
)
def test_what_is_no_sitemap(page: str, site: Site, fetch: Fetcher) -> None:
    site.pages["/map"] = page
    assert outcomes(fetch(WebSource(url=site.url("/map"), kind="sitemap"))) in (
        ["malformed_sitemap"],
        ["nothing_new"],
    )


@pytest.mark.parametrize("page", ["<html><body>no feed</body></html>", "no feed", ""])
def test_what_is_no_feed(page: str, site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = page
    assert outcomes(fetch(_feed(site))) == ["malformed_feed"]


def test_an_empty_feed_is_accounted_for(site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = make_feed()
    assert outcomes(fetch(_feed(site))) == ["nothing_new"]


def test_a_spool_is_fetched_once(site: Site, fetch: Fetcher, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a"))
    site.pages["/p"] = make_page("Three banks blacklisted")
    sources = (_feed(site), WebSource(url=site.url("/p")), WebSource(url=site.url("/gone")))
    first = fetch(*sources)
    before, asked = _hash(tmp_path / "spool"), len(site.asked)
    site.pages["/feed"] = make_feed(make_entry("b"))
    assert fetch(*sources) == first == _read(tmp_path / "spool")
    assert _hash(tmp_path / "spool") == before and len(site.asked) == asked


def test_an_interrupted_fetch_goes_on(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "CHUNK", 2)
    site.pages |= {f"/{number}": make_page(f"Banks blacklisted {number}") for number in range(5)}
    sources = [_page(site, f"/{number}") for number in range(5)]
    with Harvest(tmp_path / "spool", OPTIONS) as harvest:
        next(harvest.fetch(sources))
    assert len(site.paths) == 2  # no further than asked
    with Harvest(tmp_path / "spool", OPTIONS) as harvest:
        assert len(list(harvest.fetch(sources))) == 3
    assert sorted(site.paths) == [f"/{number}" for number in range(5)]
    assert len(_read(tmp_path / "spool")) == 5
    assert not list((tmp_path / "spool").glob(".*.part"))


def test_stopping_ends_a_server_that_hangs(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = site.hang
    slow = FetchOptions(**{**QUICK, "read_seconds": 60.0, "total_seconds": 60.0})  # type: ignore[arg-type]
    with (
        Harvest(tmp_path / "spool", slow, stop=lambda: bool(site.paths)) as harvest,
        pytest.raises(FetchStopped),
    ):
        list(harvest.fetch([WebSource(url=site.url("/a"))]))
    site.pages["/a"] = make_page("Three banks blacklisted")
    with Harvest(tmp_path / "spool", OPTIONS) as harvest:
        list(harvest.fetch([WebSource(url=site.url("/a"))]))
    assert outcomes(_read(tmp_path / "spool")) == [site.url("/a")]


def test_failures_are_fetched_again_in_their_places(site: Site, fetch: Fetcher) -> None:
    site.pages["/b"] = lambda handler: handler.send(b"", status=503)
    site.pages |= {path: make_page(f"Banks blacklisted {path}") for path in ("/a", "/c")}
    sources = [WebSource(url=site.url(path)) for path in ("/a", "/b", "/c", "/gone")]
    before = fetch(*sources)
    assert outcomes(before) == [site.url("/a"), "http_error", site.url("/c"), "http_error"]
    site.pages["/b"] = make_page("Banks blacklisted /b")
    asked = len(site.paths)
    after = fetch(*sources, retry=True)
    assert outcomes(after) == [site.url("/a"), site.url("/b"), site.url("/c"), "http_error"]
    assert [before[place] for place in (0, 2, 3)] == [after[place] for place in (0, 2, 3)]
    assert len(site.paths) == asked + 1


def test_polling_brings_what_is_new(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("b"), make_entry("a"))
    with Harvest(tmp_path, OPTIONS) as harvest:
        assert harvest.poll([_feed(site)]).new == 2
        assert harvest.poll([_feed(site)]).new == 0
    site.pages["/feed"] = make_feed(make_entry("c"), make_entry("b"))
    with Harvest(tmp_path, OPTIONS) as harvest:
        assert harvest.poll([_feed(site), _feed(site, "/gone")]).failures.keys() == {site.url("/gone")}
        assert len(list(harvest.files())) == 2
    assert outcomes(_read(tmp_path)) == ["a", "b", "c"]


def test_the_same_id_in_two_feeds_is_two_articles(site: Site, fetch: Fetcher) -> None:
    site.pages |= {"/one": make_feed(make_entry("1")), "/two": make_feed(make_entry("1"), make_entry("1"))}
    assert outcomes(fetch(_feed(site, "/one"), _feed(site, "/two"))) == ["1", "1#2"]


def test_feeds_are_asked_for_changes_only(site: Site, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"]:
            handler.send(b"", status=304)
        else:
            day = "Tue, 08 Oct 2019 09:00:00 GMT"
            handler.send(
                make_feed(make_entry("a")), etag='"v1"', last_modified=day, kind="application/rss+xml"
            )

    site.pages["/feed"] = answer
    for expected in (1, 0):
        with Harvest(tmp_path, OPTIONS) as harvest:
            poll = harvest.poll([_feed(site)])
            assert poll.new == expected and not poll.failures
    assert [headers.get("If-None-Match") for path, headers in site.asked if path == "/feed"] == [None, '"v1"']


def test_a_plan_that_memory_does_not_know_yet(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a"))
    with Harvest(tmp_path, OPTIONS) as harvest:
        harvest.poll([_feed(site)])
        (tmp_path / ".memory.json").unlink()  # killed between the two
        assert harvest.poll([_feed(site)]).new == 0
        site.pages["/feed"] = make_feed(make_entry("b"), make_entry("a"))
        assert harvest.poll([_feed(site)]).new == 1
        list(harvest.files())
    assert outcomes(_read(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("data", [b"{}", b"[]", b"not json", b'{"plans": 1}'])
def test_a_damaged_memory_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / ".memory.json").write_bytes(data)
    with Harvest(tmp_path, OPTIONS) as harvest, pytest.raises(InputError, match=r"memory\.json"):
        harvest.poll([])


def test_a_damaged_plan_is_named(site: Site, tmp_path: Path) -> None:
    with Harvest(tmp_path, OPTIONS) as harvest:
        harvest.poll([_page(site, "/a")])
        (plan,) = tmp_path.glob(".plan-*")
        plan.write_bytes(plan.read_bytes()[:-9])
        with pytest.raises(InputError, match="plan-00000"):
            list(harvest.files())


def test_a_line_of_another_version_is_refused(tmp_path: Path) -> None:
    record = {"schema": "sanctionwire-fetch/1", "url": "http://x.example/", "key": "a", "novelty": 1}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert outcomes(_read(tmp_path / "a.jsonl")) == ["malformed_json"]


@pytest.mark.parametrize(
    "values",
    [{"url": "ftp://x.example/"}, {"url": "x"}, {"url": "http://x.example", "kind": "folder"},
     {"url": "http://x.example", "full_text": True, "kind": "page"},
     {"url": "http://x.example", "since": "2019-10-08", "kind": "feed"},
     {"url": "http://x.example", "kind": "sitemap", "since": "May"}],
)  # fmt: skip
def test_sources_are_checked(values: dict[str, object]) -> None:
    with pytest.raises(InputError):
        WebSource(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["attempts", "total_seconds", "max_bytes", "concurrency"])
def test_options_are_checked(name: str) -> None:
    with pytest.raises(InputError, match=name):
        FetchOptions(**{name: 0})  # type: ignore[arg-type]


def test_what_an_address_is_is_found_out(site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = make_feed(make_entry("a"))
    site.pages["/map.gz"] = gzip.compress(make_sitemap("/b").encode())
    site.pages |= {path: make_page(f"Banks blacklisted {path}") for path in ("/b", "/c")}
    found = fetch(*(WebSource(url=site.url(path)) for path in ("/feed", "/map.gz", "/c", "/gone")))
    assert sorted(outcomes(found)) == sorted(["a", site.url("/b"), site.url("/c"), "http_error"])
    assert site.paths.count("/c") == 1


def test_folders_of_a_spool_share_its_memory(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a"))
    with Harvest(tmp_path, OPTIONS) as harvest:
        assert harvest.poll([_feed(site)], into="monday").new == 1
        list(harvest.files(into="monday"))
    site.pages["/feed"] = make_feed(make_entry("b"), make_entry("a"))
    (tmp_path / ".memory.json").unlink()
    with Harvest(tmp_path, OPTIONS) as harvest:
        assert harvest.poll([_feed(site)], into="tuesday").new == 1
        list(harvest.files(into="tuesday"))
        assert harvest.folders() == ["monday", "tuesday"]
    assert outcomes(_read(tmp_path / "tuesday")) == ["b"]


def test_pages_that_failed_are_planned_again_but_not_for_ever(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a", link="/a"), make_entry("gone", link="/gone"))
    site.pages["/a"] = lambda handler: handler.send(b"", status=503)
    source = _feed(site, full_text=True)
    planned = []
    for _ in range(7):
        with Harvest(tmp_path, OPTIONS) as harvest:
            planned.append(harvest.poll([source]).planned)
            list(harvest.files())
    assert planned == [2, 1, 1, 1, 1, 0, 0]
    assert outcomes(_read(tmp_path)) == ["http_error"] * 6


def test_a_page_that_failed_comes_once(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a", link="/a"))
    site.pages["/a"] = lambda handler: handler.send(b"", status=503)
    source = _feed(site, full_text=True)
    with Harvest(tmp_path, OPTIONS) as harvest:
        harvest.poll([source])
        list(harvest.files())
        site.pages["/a"] = make_page("Three banks blacklisted")
        before = (tmp_path / ".memory.json").read_bytes()
        assert harvest.poll([source]).planned == 1
        (tmp_path / ".memory.json").write_bytes(before)  # killed between the two
        assert harvest.poll([source]).planned == 0
        list(harvest.files())
        assert harvest.poll([source]).planned == 0
    assert outcomes(_read(tmp_path)) == ["http_error", "a"]


def test_two_processes_never_fill_one_spool(tmp_path: Path) -> None:
    with (
        Harvest(tmp_path, OPTIONS),
        pytest.raises(InputError, match="another process"),
        Harvest(tmp_path, OPTIONS),
    ):
        pass


def test_a_feed_cut_off_leaves_no_rejection_when_polled(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("a"))[:-20]
    with Harvest(tmp_path, OPTIONS) as harvest:
        for planned in (1, 0):
            poll = harvest.poll([_feed(site)])
            assert poll.planned == planned
            assert poll.failures[site.url("/feed")].reason == "malformed_feed"
