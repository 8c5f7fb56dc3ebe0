from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from exchange.documents import draw_document
from exchange.example import TEXT, example, find
from hypothesis import given, settings

from sanctionwire.errors import RecordError
from sanctionwire.exchange.brat import FORMAT
from sanctionwire.exchange.brat.fragments import join_fragments, split_span
from sanctionwire.exchange.brat.groups import group_spans, name_groups
from sanctionwire.exchange.brat.notes import read_notes, write_notes
from sanctionwire.exchange.format import File, FreshIds, hash_text
from sanctionwire.exchange.merge import merge
from sanctionwire.schema.records import Document, Entity, Mention, Sanction
from sanctionwire.schema.validate import check_document

EXAMPLE = """\
T1	GPE 0 7	Norland
#1	Identity T1	id: m1; entity: e1; name: Norland
T2	COMPANY 19 28	Acme Bank
#2	Identity T2	id: m2; entity: e2; name: Acme Bank
T3	PUBLIC_BODY 34 50	Norland Treasury
#3	Identity T3	id: m3; entity: e3; name: Norland Treasury
T4	COMPANY 65 74	Acme Bank
#4	Identity T4	id: m4; entity: e2; name: Acme Bank
T5	COMPANY 79 90	eight firms
A1	group T5
#5	Identity T5	id: m5; entity: e4; name: eight firms
T6	DATE 94 108	7 October 2019
#6	Identity T6	id: m6
#7	AnnotatorNotes T6	value: 2019-10-07
T7	PERSON 130 138	Ida Berg
#8	Identity T7	id: m7; entity: e5; name: Ida Berg
T8	COMPANY 149 158	Acme Bank
#9	Identity T8	id: m8; entity: e2; name: Acme Bank
T9	MONEY 179 198	at least $4 million
#10	Identity T9	id: m9
*	Equiv T2 T4 T8
T10	Valuation 179 198	at least $4 million
E1	Valuation:T10 Money:T9 Subject:T8
A2	valuation_kind E1 penalty
A3	modifier E1 at_least
#11	Identity E1	id: v1
#12	AnnotatorNotes E1	amount: 4000000; currency: USD
T11	impose 53 64	blacklisted
T12	Passage 111 123	It must end,
E2	impose:T11 Imposer:T3 Target2:T5 Reason:T12 Amount:E1
A4	status E2 in_force
A5	asset_freeze E2
A6	travel_ban E2
#13	Identity E2	id: s1
#14	AnnotatorNotes E2	date: 2019-10-07
T13	impose 8 18	blacklists
E3	impose:T13 Target:T2
#15	Identity E3	id: s1
T14	Quote 111 123	It must end,
T15	Passage 125 129	said
E4	Quote:T14 Speaker:T7 Cue:T15
A7	quote_kind E4 direct
#16	Identity E4	id: q1
R1	role_of Arg1:T7 Arg2:T8
#17	AnnotatorNotes R1	id: r1; title: chair
"""


def read(ann: str, text: str = TEXT) -> Document | RecordError:
    (found,) = FORMAT.read([File("d.txt", text.encode()), File("d.ann", ann.encode())])
    return found


def correct(*changes: tuple[str, str]) -> Document:
    """Read the example after an annotator's changes: each replaces a text, or ("", line) adds a line."""
    ann = EXAMPLE
    for old, new in changes:
        assert old in ann
        ann = ann.replace(old, new) if old else f"{ann}{new}\n"
    found = read(ann)
    assert isinstance(found, Document), found
    check_document(found)
    return found


def make(text: str, *mentions: Mention) -> Document:
    entities = tuple(
        Entity(id=name, label="COMPANY", name=name) for name in {m.entity for m in mentions if m.entity}
    )
    return Document(id="d", text=text, sha256=hash_text(text), mentions=mentions, entities=entities)


def test_what_an_annotator_sees() -> None:
    files = {file.name: file.data.decode() for file in FORMAT.write([example()])}
    assert files["norland.ann"] == EXAMPLE
    assert files["norland.txt"] == TEXT
    assert set(files) == {
        "norland.txt",
        "norland.ann",
        "annotation.conf",
        "visual.conf",
        "tools.conf",
        "documents.jsonl",
    }


def test_everything_but_the_data_about_the_article_comes_back() -> None:
    (found,) = FORMAT.read(FORMAT.write([example()]))
    assert found == replace(example(), title=None, published=None, language=None)


def test_the_order_of_the_lines_does_not_matter() -> None:
    lines = EXAMPLE.splitlines()
    random.Random(5).shuffle(lines)
    found = read("\n".join(lines))
    assert isinstance(found, Document)
    first, second = (
        {
            layer: {item.id for item in getattr(document, layer)}
            for layer in ("mentions", "entities", "sanctions", "quotes")
        }
        for document in (found, example())
    )
    assert first == second
    assert found.sanctions[0].evidence == example().sanctions[0].evidence


def test_windows_line_ends_of_the_annotations_are_fine() -> None:
    assert read(EXAMPLE.replace("\n", "\r\n")) == read(EXAMPLE)


def test_a_mention_over_a_line_end_is_fragments_and_one_mention_again() -> None:
    text = "Acme\r\n\r\nBank said"
    mention = Mention(id="m1", start=0, end=12, text=text[:12], label="COMPANY", entity="e1")
    files = list(FORMAT.write([make(text, mention)]))
    assert files[1].data.decode().splitlines()[0] == "T1\tCOMPANY 0 4;8 12\tAcme Bank"
    assert files[0].data == text.encode()
    (found,) = FORMAT.read(files)
    assert isinstance(found, Document)
    assert found.mentions == (mention,)


def test_a_mention_of_nothing_but_line_ends_is_left_out() -> None:
    mention = Mention(id="m1", start=1, end=3, text="\n\n", label="COMPANY", entity="e1")
    (found,) = FORMAT.read(FORMAT.write([make("a\n\nb", mention)]))
    assert isinstance(found, Document)
    assert found.mentions == ()


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_characters_that_end_a_line_for_brat_never_stand_in_a_line(end: str) -> None:
    text = f"A{end}B; x"
    mention = Mention(id=f"m{end}", start=0, end=3, text=text[:3], label="COMPANY", entity=f"e{end};")
    files = list(FORMAT.write([make(text, mention)]))
    assert len(files[1].data.decode().splitlines()) == 2
    (found,) = FORMAT.read(files)
    assert isinstance(found, Document)
    assert (found.mentions, found.entities) == ((mention,), make(text, mention).entities)


def test_offsets_count_code_points() -> None:
    assert TEXT[: find("blacklisted")[0]].count("😀") == 1
    assert "T11\timpose 53 64\tblacklisted" in EXAMPLE
    assert TEXT[53:64] == "blacklisted"


def test_a_mention_that_was_added_gets_an_entity_of_its_own() -> None:
    start, end = find("The bank")
    found = correct(("", f"T20\tCOMPANY {start} {end}\tThe bank"))
    (added,) = [mention for mention in found.mentions if mention.start == start]
    assert (added.id, added.entity, added.text) == ("+m1", "+e1", "The bank")
    assert found.entities[-1] == Entity(id="+e1", label="COMPANY", name="The bank")


def test_a_mention_that_was_added_to_a_group_joins_its_entity() -> None:
    start, end = find("The bank")
    found = correct(("", f"T20\tCOMPANY {start} {end}\tThe bank"), ("", "*\tEquiv T20 T4"))
    assert [mention.entity for mention in found.mentions if mention.start == start] == ["e2"]


def test_a_mention_that_was_taken_out_of_a_group_gets_an_entity_of_its_own() -> None:
    found = correct(("Equiv T2 T4 T8", "Equiv T2 T4"))
    assert [mention.entity for mention in found.mentions if mention.label == "COMPANY"] == [
        "e2",
        "e2",
        "e4",
        "+e1",
    ]
    assert found.valuations[0].subject == found.relations[0].tail == "+e1"


def test_two_entities_that_were_merged_are_the_larger_one() -> None:
    found = correct(("", "*\tEquiv T5 T8"))
    assert {mention.entity for mention in found.mentions if mention.label == "COMPANY"} == {"e2"}
    assert found.sanctions[0].target == ("e2",)


def test_a_mention_that_was_moved_and_relabeled_keeps_its_id() -> None:
    found = correct(("T3	PUBLIC_BODY 34 50	Norland Treasury", "T3	ORGANIZATION 42 50	Treasury"))
    (moved,) = [mention for mention in found.mentions if mention.id == "m3"]
    assert (moved.text, moved.label, moved.entity) == ("Treasury", "ORGANIZATION", "e3")


def test_a_sanction_that_was_added() -> None:
    start, end = find("fined")
    found = correct(
        ("", f"T20\tenforce {start} {end}\tfined"),
        ("", "E9\tenforce:T20 Target:T8 Amount:E1"),
        ("", "A20\tstatus E9 in_force"),
        ("", "A21\tpenalty E9"),
        ("", "#30\tAnnotatorNotes E9\tdate: 2019-10; is this the same case?"),
    )
    added = found.sanctions[1]
    assert (added.id, added.action, added.status, added.measure) == (
        "+s1",
        "enforce",
        "in_force",
        ("penalty",),
    )
    assert (added.target, added.amount, added.date, added.evidence) == (
        ("e2",),
        "v1",
        "2019-10",
        ((start, end),),
    )
    assert added.extra == {"note": "is this the same case?"}


def test_a_sanction_without_measures_is_unspecified() -> None:
    found = correct(("A5\tasset_freeze E2\n", ""), ("A6\ttravel_ban E2\n", ""))
    assert found.sanctions[0].measure == ("unspecified",)


def test_a_relation_that_was_removed_is_gone() -> None:
    found = correct(("R1\trole_of Arg1:T7 Arg2:T8\n", ""))
    assert found.relations == ()


def test_each_trigger_is_an_event_with_what_is_near_and_all_are_one_sanction() -> None:
    assert "E3\timpose:T13 Target:T2\n" in EXAMPLE
    (sanction,) = correct().sanctions
    assert sanction.target == ("e2", "e4")
    assert sanction.evidence == (find("blacklisted"), find("blacklists"))


def test_a_note_with_the_id_of_a_sanction_adds_a_trigger_to_it() -> None:
    start, end = find("fined")
    found = correct(
        ("", f"T20\timpose {start} {end}\tfined"),
        ("", "E9\timpose:T20"),
        ("", "#30\tAnnotatorNotes E9\tid: s1"),
    )
    assert [item.id for item in found.sanctions] == ["s1"]
    assert found.sanctions[0].evidence == (find("blacklisted"), find("blacklists"), (start, end))


def test_a_trigger_that_was_removed_takes_its_arrows_along() -> None:
    found = correct(
        ("T13\timpose 8 18\tblacklists\n", ""),
        ("E3\timpose:T13 Target:T2\n", ""),
        ("#15\tIdentity E3\tid: s1\n", ""),
    )
    assert found.sanctions[0].target == ("e4",)
    assert found.sanctions[0].evidence == (find("blacklisted"),)


def test_an_event_without_our_id_is_a_sanction_of_its_own() -> None:
    found = correct(("#15\tIdentity E3\tid: s1", "A9\tstatus E3 planned"))
    assert [(item.id, item.status, item.target) for item in found.sanctions] == [
        ("s1", "in_force", ("e4",)),
        ("+s1", "planned", ("e2",)),
    ]


def test_a_trigger_in_two_pieces_is_two_spans_of_evidence() -> None:
    fined, said = find("fined"), find("said")
    found = correct(
        (
            "T11\timpose 53 64\tblacklisted",
            f"T11\timpose {said[0]} {said[1]};{fined[0]} {fined[1]}\tsaid fined",
        )
    )
    assert found.sanctions[0].evidence == (said, fined, find("blacklists"))


def test_a_reused_identity_is_kept_by_the_first() -> None:
    found = correct(("Identity T7\tid: m7", "Identity T7\tid: m1"))
    assert [mention.id for mention in found.mentions if mention.start in (0, 130)] == ["m1", "+m1"]


def test_what_an_annotator_did_in_brat_and_nothing_else_arrives() -> None:
    """The file that the server of brat wrote after these corrections of the example were made in it.

    "The bank" marked and tied to "Acme Bank"; "fined" made an event with status, measure, note and two arrows;
    the relation deleted; the label of the Treasury changed; status, date and a measure of the sanction changed.
    """
    written = Path(__file__).with_name("corrected_in_brat.ann").read_text(encoding="utf-8")
    corrected = read(written)
    assert isinstance(corrected, Document)
    merged = merge(replace(example(), id="d"), corrected, FORMAT)
    start, end = find("The bank")
    sanction = example().sanctions[0]
    assert merged.document.mentions == (
        *example().mentions[:2],
        replace(example().mentions[2], label="ORGANIZATION"),
        *example().mentions[3:8],
        Mention(id="m10", start=start, end=end, text="The bank", label="COMPANY", entity="e2"),
        example().mentions[8],
    )
    assert merged.document.sanctions == (
        replace(sanction, status="planned", date="2019-10-08", measure=("asset_freeze",)),
        Sanction(
            id="s2",
            action="enforce",
            status="in_force",
            target=("e2",),
            measure=("penalty",),
            date="2019-10",
            amount="v1",
            evidence=(find("fined"),),
            extra={"note": "check me"},
        ),
    )
    assert merged.document.relations == ()
    assert (merged.document.quotes, merged.document.valuations) == (example().quotes, example().valuations)
    assert (merged.document.title, merged.document.published) == (example().title, example().published)


BROKEN = [
    ("T1\tGPE 0 7\tNorland", "T1 GPE 0 7 Norland", 1, "begins with T"),
    ("T1\tGPE 0 7\tNorland", "T1\tGPE 0\tNorland", 1, "looks like"),
    ("T1\tGPE 0 7\tNorland", "T1\tGPE 0 700\tNorland", 1, "text of 199 code points"),
    ("T1\tGPE 0 7\tNorland", "T1\tGPE 1 8\tNorland", 1, "restore the .txt"),
    ("T1\tGPE 0 7\tNorland", "T1\tPLACE 0 7\tNorland", 1, "'PLACE' is no label"),
    ("T1\tGPE 0 7\tNorland", "T1\tGPE 0 3;4 7\tNor and", 1, "gap"),
    ("T2\tCOMPANY", "T1\tCOMPANY", 3, "T1 stands twice"),
    ("Imposer:T3", "Beneficiary:T3", 30, "'Beneficiary' is no role"),
    ("Imposer:T3", "Imposer:T6", 30, "a DATE, which stands for no entity"),
    ("Imposer:T3", "Imposer:T99", 30, "ends at T99"),
    ("Imposer:T3", "Imposer:T12", 30, "does not end at a mention"),
    ("Reason:T12", "Reason:T12 Reason2:T15", 30, "2 arrows 'reason'"),
    ("A4\tstatus E2 in_force\n", "", 30, "status is not set"),
    ("A4\tstatus E2 in_force", "A4\tstatus E2 done", 30, "status is 'done'"),
    ("amount: 4000000;", "amount: 4 million;", 23, "Write digits only"),
    ("T11\timpose", "T11\tPassage", 30, "T11 does not mark the type 'impose'"),
    ("E4\tQuote:T14 Speaker:T7 Cue:T15\n", "", 39, "no event stands on it"),
    ("E3\timpose:T13", "E3\tlift:T13", 37, "T13 does not mark the type 'lift'"),
    (
        "#15\tIdentity E3\tid: s1",
        "A9\tstatus E3 planned\n#15\tIdentity E3\tid: s1",
        30,
        "'in_force' and 'planned'",
    ),
    ("R1\trole_of Arg1:T7", "R1\trole_of Arg1:E2", 44, "does not connect two mentions"),
    ("R1\trole_of", "R1\tadores", 44, "type is 'adores'"),
    ("R1\trole_of Arg1:T7", "R1\trole_of Arg1:T6", 44, "stands for no entity"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_broken_lines_are_named_with_file_and_line(old: str, new: str, line: int, message: str) -> None:
    assert old in EXAMPLE
    found = read(EXAMPLE.replace(old, new))
    assert isinstance(found, RecordError)
    assert (found.file, found.line, found.document_id) == ("d.ann", line, "d")
    assert message in str(found)
    assert found.remedy


def test_a_missing_half_is_named() -> None:
    for name, other in (("d.txt", "d.ann"), ("d.ann", "d.txt")):
        (found,) = FORMAT.read([File(name, b"")])
        assert isinstance(found, RecordError)
        assert f"{other} is missing" in str(found)


def test_other_documents_are_read_beside_a_broken_one() -> None:
    files = [*FORMAT.write([example()]), File("x.txt", b"\xff"), File("x.ann", b"")]
    found = list(FORMAT.read(files))
    assert [type(item) for item in found] == [Document, RecordError]
    assert "x.txt" in str(found[1])


def test_names_of_files_are_safe_and_the_ids_come_back() -> None:
    ids = ["../../etc/passwd", "a/b", "A", "a", "CON", "", "é😀", "a b\n", "x" * 300, ".hidden", "~", "%41"]
    documents = [replace(make("text"), id=identifier) for identifier in ids]
    files = list(FORMAT.write(documents))
    names = [file.name for file in files]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert not set(name) & set('/\\:*?"<>|% \n')
        assert not name.startswith(".")
        assert len(name) < 200
    assert sorted(item.id for item in FORMAT.read(files) if isinstance(item, Document)) == sorted(ids)


def test_a_document_that_two_files_hold_is_refused() -> None:
    files = [File(f"{folder}/d.{suffix}", b"") for folder in ("kim", "lee") for suffix in ("txt", "ann")]
    found = list(FORMAT.read(files))
    assert [str(item) for item in found if "2 files hold this document" in str(item)] == list(map(str, found))
    assert len(found) == 2


def test_without_the_list_of_documents_names_are_ids() -> None:
    files = [file for file in FORMAT.write([replace(make("x"), id="a/b")]) if file.name != "documents.jsonl"]
    assert [item.id for item in FORMAT.read(files) if isinstance(item, Document)] == ["a/b"]


def test_a_damaged_list_of_documents_is_named() -> None:
    (found,) = FORMAT.read([File("documents.jsonl", b'{"name": 1}\n')])
    assert isinstance(found, RecordError)
    assert (found.file, found.line) == ("documents.jsonl", 1)


def test_lists_of_documents_that_contradict_each_other_are_named() -> None:
    files = [File(f"{n}/documents.jsonl", b'{"name": "a", "id": "%d"}\n' % n) for n in (1, 2)]
    (found,) = FORMAT.read(files)
    assert isinstance(found, RecordError)
    assert str(found).startswith("2/documents.jsonl:1: 'a' is '2' here, and '1' in another list")


def test_groups_of_spans() -> None:
    groups = group_spans(["T1", "T2", "T3"], [["T3", "T1"], ["T9"]])
    assert groups == [["T1", "T3"], ["T2"]]
    assert name_groups(groups, {"T1": None, "T2": "e1", "T3": "e1"}, FreshIds()) == {
        "T1": "e1",
        "T3": "e1",
        "T2": "+e1",
    }


@pytest.mark.parametrize(
    "value", ["", " a", "a;b", 'say "x"', "\\", "a: b", '"', "é\u2028", "\x85\x1d", "x\ty", "a ; "]
)
def test_notes_hold_anything(value: str) -> None:
    line = write_notes({"title": value, "date": "2019"})
    assert len(line.splitlines()) == 1
    assert read_notes(line, {"title", "date"}) == ({"title": value, "date": "2019"}, "")


@settings(max_examples=60, deadline=None)
@given(draw_document())
def test_fragments_are_inside_lines_and_join_again(document: Document) -> None:
    text = document.text
    for start in range(0, len(text), 3):
        for end in range(start + 1, min(len(text), start + 9) + 1):
            fragments = split_span(text, (start, end))
            assert all(len(text[a:b].splitlines()) == 1 for a, b in fragments)
            cut = text[start:end]
            if (
                fragments
                and cut.splitlines()[0]
                and cut.splitlines(keepends=True)[-1] == cut.splitlines()[-1]
            ):
                assert list(join_fragments(text, fragments)) == [(start, end)]


@settings(max_examples=60, deadline=None)
@given(draw_document())
def test_any_document_can_be_read_back(document: Document) -> None:
    (found,) = FORMAT.read(FORMAT.write([document]))
    assert isinstance(found, Document), found
    assert (found.id, found.text, found.sha256) == (document.id, document.text, document.sha256)
    original = {mention.id: mention for mention in document.mentions}
    for mention in found.mentions:
        assert found.text[mention.start : mention.end] == mention.text
        assert (mention.label, mention.level) == (original[mention.id].label, original[mention.id].level)
        assert (mention.entity, mention.value) == (original[mention.id].entity, original[mention.id].value)
    assert {s.id for s in found.sanctions} <= {s.id for s in document.sanctions}
    assert {q.id for q in found.quotes} <= {q.id for q in document.quotes}
