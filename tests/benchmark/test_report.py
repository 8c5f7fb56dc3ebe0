"""The report says what the results say, and nothing in it can run."""

from __future__ import annotations

import base64
import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from benchmark import finished_run
from typer.testing import CliRunner

from sanctionwire.benchmark.report import write_report
from sanctionwire.benchmark.report.build import build_content
from sanctionwire.benchmark.report.cells import Section, Table
from sanctionwire.benchmark.report.curve import read_curves
from sanctionwire.benchmark.report.material import read_material
from sanctionwire.benchmark.report.plots import PERCENT, Axis, Point, Series, draw, log_axis
from sanctionwire.benchmark.results import read_results
from sanctionwire.cli import app
from sanctionwire.errors import ConfigError, InputError
from sanctionwire.schema.parse import to_json


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    finished_run.make_run(folder)
    return folder / "out"


@pytest.fixture(scope="module")
def content(run):
    return build_content(read_material(run), None)


@pytest.fixture(scope="module")
def written(run, tmp_path_factory):
    return write_report(run, tmp_path_factory.mktemp("report"))


def find_sections(blocks):
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from find_sections(block.blocks)


def find_table(content, section, title):
    found = next(each for each in find_sections(content.sections) if each.id == section)
    return next(block for block in found.blocks if isinstance(block, Table) and block.title.startswith(title))


def read_table(table):
    heads = [column.name for column in table.columns[1:]]
    return {row[0].text: dict(zip(heads, row[1:], strict=True)) for row in table.rows}


def unpack(page: Path):
    packed = re.search(r'<script type="text/plain" id="data">([^<]*)</script>', page.read_text("utf-8"))[1]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_the_leaderboard_has_the_figures_of_the_results(run, content):
    results = read_results(run / "results.json")
    heads = {
        "mentions/strict": "Names",
        "coreference/CoNLL": "Entities",
        "sanctions/who-to-whom": "Who sanctions whom",
        "sanctions/tuples": "Sanctions",
        "relations/triples": "Relations",
        "quotes/content": "Quotes",
        "quotes/with speaker": "Quotes, speaker",
        "valuations/whole": "Valuations",
    }
    compared = 0
    for outcome in results.outcomes:
        table = read_table(find_table(content, f"set-{outcome.set}", "Leaderboard"))
        for key, score in outcome.scores.items():
            if key in heads:
                cell = table[outcome.system][heads[key]]
                assert cell.text == ("–" if score is None else f"{100 * score:.1f}")
                compared += 1
    assert compared >= 12


def test_what_is_not_done_is_no_zero(content):
    table = read_table(find_table(content, "set-articles", "Leaderboard"))
    assert table["names"]["Names"].text == "in part"
    assert table["names"]["Sanctions"].text == "not done"
    assert {cell.text for cell in table["absent"].values()} == {"failed"}
    classes = read_table(find_table(content, "articles-labels", "Names"))
    assert classes["COMPANY"]["names"].text == "not done"
    assert classes["COMPANY"]["oracle"].text == "100.0"


def test_intervals_hold_the_figure_and_the_best_is_marked(content):
    table = read_table(find_table(content, "set-articles", "Leaderboard"))
    low, high = map(float, table["planted"]["Who sanctions whom"].note.split("–"))
    assert low <= float(table["planted"]["Who sanctions whom"].text) <= high
    assert table["oracle"]["Who sanctions whom"].strong and not table["planted"]["Who sanctions whom"].strong
    # Six documents cannot tell them apart, and the report says so.
    assert table["planted"]["Who sanctions whom"].like_best


def test_pairs_are_the_tournament(content):
    pairs = next(each for each in find_sections(content.sections) if each.id == "articles-pairs-tests")
    rows = {(row[0].text, row[1].text, row[2].text): row for row in pairs.blocks[0].rows}
    row = rows["Who sanctions whom", "oracle", "planted"]
    # Three documents differ, a5 and a4 and none of the others: 2 ** 6 exchanges, all tried.
    assert row[3].text == "100.0" and row[5].text.startswith("−")
    assert 0.05 < float(row[7].text) <= float(row[8].text) <= 1
    assert "test:paired-randomization" in pairs.blocks[0].signature


def test_planted_errors_are_counted_by_kind(content):
    table = find_table(content, "articles-errors", "Errors by kind")
    heads = [column.name for column in table.columns]
    rows = {(row[0].text, row[1].text): dict(zip(heads, row, strict=True)) for row in table.rows}
    assert not [key for key in rows if key[0] == "oracle"]
    names, sanctions = rows["planted", "names"], rows["planted", "sanctions"]
    assert (names["wrong type"].text, names["boundary"].text, names["all"].text) == ("1", "1", "2")
    assert (sanctions["wrong status"].text, sanctions["missed"].text) == ("1", "1")
    assert sanctions["wrong role"].text == "2"


def test_confusion_counts_every_gold_name_once(content):
    table = read_table(find_table(content, "articles-confusion", "planted"))
    assert table["COMPANY"]["all"].text == "12"
    assert (table["COMPANY"]["COMPANY"].text, table["COMPANY"]["ORGANIZATION"].text) == ("11", "1")
    assert table["GPE"]["GPE"].text == "6"


def test_missing_sets_and_broken_systems_are_named(written):
    for path in written:
        text = path.read_text("utf-8")
        assert "elsewhere: not available: none of nowhere is there. Ask them." in text
        assert "absent could not be used" in text and "spare could not be used" in text


def test_an_optional_system_that_is_not_there_takes_no_row(content):
    rows = {row[0].text for row in content.sections[0].blocks[0].rows}
    assert rows == {"oracle", "planted", "names", "lexicon", "absent"}
    assert "4 of 6 systems · 2 of 3 sets" in content.lead


class Elements(HTMLParser):
    """The elements and addresses of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.addresses = []
        self.styles = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            if name in ("src", "href", "action", "data", "srcset", "xlink:href"):
                self.addresses.append(value)
            if name.startswith("on") or name == "style":
                self.styles.append((tag, name))


def test_the_page_loads_nothing_and_runs_nothing_of_the_articles(written):
    page = written[0].read_text("utf-8")
    elements = Elements()
    elements.feed(page)
    assert elements.tags.count("script") == 2 and "img" not in elements.tags and "b" not in elements.tags
    assert all(address.startswith("#") for address in elements.addresses)
    assert elements.styles == []
    assert "default-src 'none'" in page
    assert "Own &lt;b&gt;articles&lt;/b&gt;" in page
    assert "Own &lt;b&gt;articles&lt;/b&gt;" in written[1].read_text("utf-8")


def test_the_error_browser_has_every_error_with_its_place(written):
    data = unpack(written[0])
    articles = data["sets"][0]
    planted = next(system for system in articles["systems"] if system["name"] == "planted")
    kinds = [data["kinds"][error[2]] for error in planted["errors"]]
    assert {"wrong status", "wrong type", "boundary", "wrong role", "missed"} <= set(kinds)
    for number, _, kind, field, gold, predicted, spans, _ in planted["errors"]:
        text = articles["documents"][number]["text"].encode("utf-16-le")
        words = [text[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]
        if data["kinds"][kind] == "boundary":
            assert words == ["Acme", "Acme 3"]
        if data["kinds"][kind] == "wrong status":
            assert (field, gold, predicted) == ("status", "s1", "s1")
            rows = planted["views"][number]["items"]["sanctions/s1"]
            assert ["status", "planned"] in rows and ["target", "Acme 1; Baltic 1"] in rows
    assert articles["documents"][0]["text"] == finished_run.write_article(1).text


def test_texts_stay_out_where_they_must(run, tmp_path):
    page, markdown = write_report(run, tmp_path, texts=["sentences"])
    data = unpack(page)
    assert [each["name"] for each in data["sets"]] == ["sentences"] and data["withheld"] == ["articles"]
    for text in (page.read_text("utf-8"), markdown.read_text("utf-8"), json.dumps(data)):
        assert "Baltic" not in text and "onerror" not in text
    with pytest.raises(ConfigError, match="no set is called 'sentence'"):
        write_report(run, tmp_path, texts=["sentence"])


def test_a_rerun_is_the_same_but_for_the_costs(run, written, tmp_path):
    again = write_report(run, tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]
    finished_run.give_costs(run, factor=3.0)
    slower = write_report(run, tmp_path / "slower")[1].read_text("utf-8")
    finished_run.give_costs(run, factor=1.0)
    before = written[1].read_text("utf-8")
    cost = re.compile(r"\n## Cost\n.*?(?=\n## |\Z)", re.DOTALL)
    assert slower != before and cost.sub("", slower) == cost.sub("", before)


def test_markdown_tables_are_whole(written):
    lines = written[1].read_text("utf-8").splitlines()
    widths = {}
    for number, line in enumerate(lines):
        if line.startswith("|"):
            width = len(re.findall(r"(?<!\\)\|", line))
            assert widths.setdefault(number - 1, width) == width
            widths[number] = width
    assert len(widths) > 40


def test_files_that_are_not_what_was_scored_are_refused(run, tmp_path):
    for path in run.rglob("*.json*"):
        if "cache" not in path.parts:
            copy = tmp_path / path.relative_to(run)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    gold = tmp_path / "sets" / "articles" / "gold.jsonl"
    lines = gold.read_text("utf-8").splitlines()
    gold.write_text("\n".join(lines[1:]), "utf-8")
    with pytest.raises(InputError, match="is not the gold of these results"):
        write_report(tmp_path)
    gold.write_text("\n".join(lines), "utf-8")
    sets = tmp_path / "sets" / "articles"
    (sets / "oracle.jsonl").write_bytes((sets / "planted.jsonl").read_bytes())
    with pytest.raises(InputError, match=r"oracle.jsonl: mentions/strict is not what the results say"):
        write_report(tmp_path)


def test_learning_curve_is_shown_where_there_is_one(run, tmp_path):
    curves = tmp_path / "curves.json"
    point = {"learned_from": 12, "judged": 40, "f1": 0.25, "low": 0.2, "high": 0.3}
    curve = {"measure": "F1 of tuples", "data": ["a.jsonl"], "folds": 4, "points": [point]}
    curves.write_text(json.dumps({"models": {"sanctions": curve}}), "utf-8")
    page, markdown = write_report(run, tmp_path, curves=curves)
    assert "| sanctions | 12 | 40 | 25.0 (20.0–30.0) |" in markdown.read_text("utf-8")
    assert 'aria-label="Learning curves"' in page.read_text("utf-8")
    curves.write_text('{"models": {"sanctions": {}}}', "utf-8")
    with pytest.raises(InputError, match=r"models.sanctions.measure: .*bench_learning_curve"):
        read_curves(curves)


def test_the_shipped_curve_can_be_read():
    curves = read_curves()
    assert curves is not None
    assert all(len(curve.points) >= 3 for curve in curves.models.values())


def test_points_lie_where_their_figures_say():
    axis = Axis(title="x", low=0, high=10, ticks=(0, 5, 10))
    series = Series(name="a<b", number=0, points=(Point(x=5, y=1.0), Point(x=0, y=0.0)))
    drawn = draw(axis, PERCENT, [series], title='t"t')
    assert re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn) == [("195.0", "12.0"), ("44.0", "228.0")]
    assert "a&lt;b" in drawn and "t&quot;t" in drawn
    speeds = log_axis("words", [100, 10_000])
    assert speeds.place(1000) == pytest.approx(0.5)


def test_the_command_writes_it_once_more(run, tmp_path):
    result = CliRunner().invoke(
        app, ["benchmark-report", str(run), "-o", str(tmp_path), "--texts-of", "articles"]
    )
    assert result.exit_code == 0, result.output
    assert (tmp_path / "report.html").exists() and (tmp_path / "report.md").exists()
    result = CliRunner().invoke(app, ["benchmark-report", str(tmp_path)])
    assert result.exit_code == 2 and "cannot be read" in result.output


def test_the_articles_of_the_run_are_valid():
    for number in range(1, 7):
        article = finished_run.write_article(number)
        for document in (article, finished_run.plant_errors(article)):
            from sanctionwire.schema.parse import parse_document

            assert parse_document(json.loads(json.dumps(to_json(document)))) == document
