"""Quotations: marks, cues, sources, joining and screening, on sentences of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import annotate_case, parse, pipeline

from sanctionwire.annotate.quotations import find_quotations, quotations
from sanctionwire.annotate.quotations.attributions import find_attributions
from sanctionwire.annotate.quotations.marks import find_marked
from sanctionwire.schema.labels import QUOTE_KINDS
from sanctionwire.schema.layers import QUOTE_CUES, QUOTE_SOURCES, QUOTES

Found = tuple[str, list[str], str | None, str | None]


def find(marked: str, *, title: str = "", indirect: bool = False) -> list[Found]:
    """Return (kind, contents, cue, source) of the quotations in a marked text, as words."""
    doc = annotate_case(marked, until="quotations", title=title)

    def words(span: tuple[int, int] | None) -> str | None:
        return None if span is None else doc[slice(*span)].text

    return [
        (q.kind, [doc[slice(*part)].text for part in q.content], words(q.cue), words(q.source))
        for q in find_quotations(doc)
        if (q.kind == "indirect") == indirect
    ]


def contents(marked: str) -> list[list[str]]:
    return [parts for _, parts, _, _ in find(marked)]


MARKS = [
    ("“", "”"),
    ('"', '"'),
    ("„", "“"),
    ("«", "»"),
    ("‘", "’"),
    ("'", "'"),
    ("‘‘", "’’"),
    ("``", "''"),
    ('"', "”"),
    ("“", '"'),
    ("''", "''"),
]


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_content_stands_between_any_pair_of_marks(opening: str, closing: str) -> None:
    text = f"<PERSON>Vera Lind</PERSON> said: {opening}We will not pay for this again.{closing}"
    assert find(text) == [("direct", ["We will not pay for this again."], "said", "Vera Lind")]


def test_apostrophes_are_not_marks() -> None:
    text = "<PERSON>Lind</PERSON> said the banks' lawyers didn't see the '90s coming."
    assert find(text) == []


def test_apostrophes_inside_single_marks() -> None:
    text = "<PERSON>Lind</PERSON> said: ‘We don’t want the banks’ money and we won’t take it.’"
    assert contents(text) == [["We don’t want the banks’ money and we won’t take it."]]


def test_nested_marks_stay_inside() -> None:
    text = "“He told me, ‘Leave now,’ and I left,” <PERSON>Lind</PERSON> said."
    assert contents(text) == [["He told me, ‘Leave now,’ and I left,"]]


def test_same_marks_nested() -> None:
    text = '<PERSON>Lind</PERSON> wrote: "They never saw how "kind" the last council was to them. Not us!"'
    assert contents(text) == [['They never saw how "kind" the last council was to them. Not us!']]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "<PERSON>Lind</PERSON> said: “We will go on with the work.\n\nThe ships left on time."
    assert contents(text) == [["We will go on with the work."]]


def test_a_quotation_reopened_in_each_paragraph_is_one() -> None:
    text = (
        "“The freeze was right,” <PERSON>Lind</PERSON> said. “It hurt the people who ordered the raids.\n\n"
        "“It also showed that we can act together.\n\n“And we will do it again.”"
    )
    assert contents(text) == [
        [
            "The freeze was right,",
            "It hurt the people who ordered the raids.",
            "It also showed that we can act together.",
            "And we will do it again.",
        ]
    ]


def test_a_middle_paragraph_may_lack_its_opening_mark() -> None:
    text = "Below is a letter of <PERSON>Lind</PERSON>:\n\n“The yards are empty.\n\nThey will fill up again.”"
    assert contents(text) == [["The yards are empty.", "They will fill up again."]]


def test_paragraphs_run_together_keep_their_quotations_apart() -> None:
    text = 'The <COMPANY>Harbor Wire</COMPANY> reports: "The port is shut. "Two ships wait outside."'
    assert contents(text) == [["The port is shut.", "Two ships wait outside."]]


def test_a_quotation_interrupted_by_its_cue_is_one() -> None:
    text = "“We froze the funds,” <PERSON>Lind</PERSON> said on Monday, “because nobody else would.”"
    assert find(text) == [("direct", ["We froze the funds,", "because nobody else would."], "said", "Lind")]


def test_a_second_span_with_its_own_cue_is_a_new_quotation() -> None:
    text = "“We froze the funds,” <PERSON>Lind</PERSON> said, adding that it was “a hard choice to make.”"
    assert [(parts, cue) for _, parts, cue, _ in find(text)] == [
        (["We froze the funds,"], "said"),
        (["a hard choice to make."], "adding"),
    ]


def test_fragments_of_one_sentence_are_quotations_of_their_own() -> None:
    text = "<PERSON>Lind</PERSON> called the ruling “shameful” and “an insult to the dead”."
    assert find(text) == [
        ("mixed", ["shameful"], "called", "Lind"),
        ("mixed", ["an insult to the dead"], "called", "Lind"),
    ]


def test_a_caption_does_not_cut_a_quotation() -> None:
    text = (
        "“The talks are over,” <PERSON>Lind</PERSON> said.\n\nImage caption The hall in Geneva\n\n"
        "“There is nothing left to say.”"
    )
    assert contents(text) == [["The talks are over,", "There is nothing left to say."]]


def test_a_sentence_between_makes_a_new_quotation() -> None:
    text = (
        "“The talks are over,” <PERSON>Lind</PERSON> said.\n\nHer delegation left the hall at noon.\n\n"
        "“There is nothing left to say.”"
    )
    assert contents(text) == [["The talks are over,"], ["There is nothing left to say."]]


ATTRIBUTIONS = [
    ("“We will stay,” <PERSON>Vera Lind</PERSON> said.", "said", "Vera Lind"),
    ("“We will stay,” said <PERSON>Vera Lind</PERSON>, a harbor pilot.", "said", "Vera Lind"),
    ("“We will stay,” <PERSON>Vera Lind</PERSON>, a harbor pilot, told reporters.", "told", "Vera Lind"),
    ("<PERSON>Vera Lind</PERSON>, however, insisted: “We will stay.”", "insisted", "Vera Lind"),
    ("“We will stay,” according to <PERSON>Vera Lind</PERSON>.", "according to", "Vera Lind"),
    ("According to <PERSON>Vera Lind</PERSON>, “we will stay on the quay.”", "According to", "Vera Lind"),
    ("“Will they stay?” <PERSON>Vera Lind</PERSON> asked.", "asked", "Vera Lind"),
    ("In a statement, the ministry said: “We will stay.”", "said", "the ministry"),
    ("“We will stay,” a senior official said.", "said", "a senior official"),
    ("“We will stay,” <PERSON>Vera Lind</PERSON> grinned.", "grinned", "Vera Lind"),
    ("<PERSON>Vera Lind</PERSON> tweeted: “We will stay.”", "tweeted", "Vera Lind"),
    ("<PERSON>Vera Lind</PERSON>: “We will stay.”", None, "Vera Lind"),
    ("“We will stay until the end.” — <PERSON>Vera Lind</PERSON>, harbor pilot", None, "Vera Lind"),
    ("“We will stay,” said his deputy, <PERSON>Vera Lind</PERSON>.", "said", "his deputy, Vera Lind"),
    ("“We will stay,” <TITLE>Mayor</TITLE> <PERSON>Vera Lind</PERSON> said.", "said", "Mayor Vera Lind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "source"), ATTRIBUTIONS)
def test_cue_and_source(text: str, cue: str | None, source: str) -> None:
    [(_, _, found_cue, found_source)] = find(text)
    assert (found_cue, found_source) == (cue, source)


def test_name_and_quotation_with_a_paragraph_between() -> None:
    text = "<PERSON>Hugo Berg</PERSON>, a doctor, said:\n\n“They came at night and took the files.”"
    assert find(text) == [("direct", ["They came at night and took the files."], "said", "Hugo Berg")]


def test_the_verb_that_reports_is_not_always_the_nearest() -> None:
    text = "<PERSON>Lind</PERSON> said the <GPE>U.S.</GPE> plans to announce a program of “great force”."
    assert find(text) == [("mixed", ["great force"], "said", "Lind")]


def test_who_is_quoted_by_an_agency_speaks() -> None:
    text = "<COMPANY>Norda</COMPANY> quoted <PERSON>Lind</PERSON> as saying “the ships are ready”."
    assert [source for *_, source in find(text)] == ["Lind"]


def test_a_byline_under_a_quotation_is_its_source() -> None:
    text = (
        "“The plan is too late to help anyone in the port.”\n\n<PERSON>Vera Lind</PERSON>, Harbor Times\n\n"
        "“The plan is the best there is.”\n\n<PERSON>Hugo Berg</PERSON>, Dock Post"
    )
    assert [(parts, source) for _, parts, _, source in find(text)] == [
        (["The plan is too late to help anyone in the port."], "Vera Lind"),
        (["The plan is the best there is."], "Hugo Berg"),
    ]


NO_QUOTATIONS = [
    "The so-called “shadow fleet” carries oil.",
    "The ship, known as “the Ghost,” left the port.",
    "Two firms traded under Bergen Maritime Holdings (“BMH”) from the port.",
    "<PERSON>Lind</PERSON> told <COMPANY>Harbor TV</COMPANY>’s “Face the Harbor” that she would stay.",
    "The film is titled “A winter on the quay of the old harbor.”",
    "Investors sold “junk” bonds on Monday.",
    "<PERSON>Juan Perez</PERSON> (a.k.a. “El Rojo”) was arrested.",
]


@pytest.mark.parametrize("text", NO_QUOTATIONS)
def test_names_terms_and_titles_are_no_quotations(text: str) -> None:
    assert find(text) == []


def test_a_headline_may_quote_single_words() -> None:
    title = "Lind calls ruling 'shameful'"
    assert find(f"{title}\n\nThe court met on Monday.", title=title) == [
        ("mixed", ["shameful"], "calls", "Lind")
    ]


KINDS = [
    ("said that “the ships will leave”", "direct"),
    ("said the ships “will leave at noon”", "mixed"),
    ("promised “swift and certain action”", "mixed"),
    ("said: “Leave the port at once.”", "direct"),
]


@pytest.mark.parametrize(("clause", "kind"), KINDS)
def test_direct_is_a_full_clause(clause: str, kind: str) -> None:
    assert [found for found, *_ in find(f"<PERSON>Lind</PERSON> {clause}.")] == [kind]


INDIRECT = [
    (
        "<PERSON>Lind</PERSON> said that the ships would leave at noon.",
        ("indirect", ["the ships would leave at noon"], "said", "Lind"),
    ),
    (
        "The ships would leave at noon, <PERSON>Lind</PERSON> said.",
        ("indirect", ["The ships would leave at noon"], "said", "Lind"),
    ),
    (
        "The ships left at noon, according to <PERSON>Lind</PERSON>.",
        ("indirect", ["The ships left at noon"], "according to", "Lind"),
    ),
    (
        "<PERSON>Lind</PERSON> pointed out that the ships had left.",
        ("indirect", ["the ships had left"], "pointed out", "Lind"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), INDIRECT)
def test_indirect(text: str, expected: Found) -> None:
    assert find(text, indirect=True) == [expected]


NOT_INDIRECT = [
    "<PERSON>Lind</PERSON> did not say whether the ships would leave.",
    "<PERSON>Lind</PERSON> declined to say that the ships would leave.",
    "<PERSON>Lind</PERSON> said: “The ships will leave.”",
    "<PERSON>Lind</PERSON> told a long story.",
]


@pytest.mark.parametrize("text", NOT_INDIRECT)
def test_not_indirect(text: str) -> None:
    assert find(text, indirect=True) == []


def test_the_component_shares_ids_between_the_layers() -> None:
    doc = parse("“We stay,” Vera Lind said.\n\n“We will not move,” she added.", until="quotations")
    quotations(doc)
    assert [(span.id_, span.label_) for span in doc.spans[QUOTES]] == [("q1", "direct"), ("q2", "direct")]
    assert [(span.id_, span.text) for span in doc.spans[QUOTE_CUES]] == [("q1", "said"), ("q2", "added")]
    assert [(span.id_, span.text) for span in doc.spans[QUOTE_SOURCES]] == [
        ("q1", "Vera Lind"),
        ("q2", "she"),
    ]


@pytest.mark.parametrize("text", ["", " ", "“", "”“", "\n\n\n", "'", "“ ”", '"""""', "said", "“a" * 50])
def test_degenerate_texts(text: str) -> None:
    quotations(parse(text, until="quotations"))


def test_without_a_parser_the_words_around_the_cue_decide() -> None:
    doc = spacy.blank("en")("“We will stay,” said Vera Lind, a pilot. Hugo Berg said: “So will we.”")
    found = find_quotations(doc)
    assert [doc[slice(*quotation.content[0])].text for quotation in found] == ["We will stay,", "So will we."]


_PIECES = st.lists(
    st.sampled_from(
        [
            *"\"“”„«»‘’'`.,!?:—( )[]\n",
            "\n\n",
            "''",
            "``",
            "said",
            "Lind",
            "he",
            "told",
            "that",
            "We stay",
            "’s",
            "é",
            "🚢",
        ]
    ),
    max_size=40,
).map(" ".join)
_TEXTS = st.one_of(_PIECES, _PIECES.map(lambda text: text.replace(" ", "")), st.text(max_size=60))


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_marked_spans_are_apart_and_inside(text: str) -> None:
    last = 0
    for marked in find_marked(text):
        assert last <= marked.start < marked.end <= len(text)
        last = marked.end


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_any_text_gives_sound_spans(text: str) -> None:
    doc = parse(text, until="quotations")
    quotations(doc)
    ids = {span.id_ for span in doc.spans[QUOTES]}
    assert ids == {f"q{number}" for number in range(1, len(ids) + 1)}
    for span in doc.spans[QUOTES]:
        assert span.label_ in QUOTE_KINDS
        assert span.text == span.text.strip()
    for key in (QUOTE_SOURCES, QUOTE_CUES):
        named = [span.id_ for span in doc.spans[key]]
        assert len(named) == len(set(named)) and set(named) <= ids
    quoted = sorted((span.start, span.end) for span in doc.spans[QUOTES] if span.label_ != "indirect")
    assert all(one[1] <= other[0] for one, other in pairwise(quoted))


_CLAUSES = [
    "We will not pay",
    "They left the port at noon",
    "It’s the banks’ money",
    "Nobody knew, and nobody asked",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=4), st.sampled_from(MARKS[:4]))
def test_content_never_holds_its_marks(clauses: list[str], marks: tuple[str, str]) -> None:
    text = "\n\n".join(f"{marks[0]}{clause},{marks[1]} Lind said." for clause in clauses)
    doc = pipeline().make_doc(text)
    found = [doc[slice(*part)].text for quotation in find_quotations(doc) for part in quotation.content]
    assert found == [f"{clause}," for clause in clauses]


def test_a_doubled_mark_is_one() -> None:
    assert contents('He said it was ""the best of all harbors"" in the world.') == [
        ["the best of all harbors"]
    ]


def test_a_heading_with_a_stray_mark_is_no_quotation() -> None:
    assert contents('"Harbor gang faces sanctions\n\nThe government acted.') == []


def test_a_term_that_nobody_says_is_no_quotation() -> None:
    assert contents("The city was struck by “toy” drones believed to come from abroad.") == []


def test_a_verb_that_looks_like_a_noun_is_one_behind_a_quotation() -> None:
    [(_, _, cue, source)] = find("“There is a risk that funds may be lost by the public,” notes the order.")
    assert (cue, source) == ("notes", "the order")


INDIRECT = [
    ("The larger risk, <PERSON>Vera Lind</PERSON> said, is a fire.", [["The larger risk", "is a fire"]]),
    ("Many traders believe that the bank owes millions.", [["the bank owes millions"]]),
    ("The retired surgeon acknowledged that he had left the country.", [["he had left the country"]]),
    ("I think it is over.", []),
]


@pytest.mark.parametrize(("text", "wanted"), INDIRECT)
def test_reported_clauses(text: str, wanted: list[list[str]]) -> None:
    assert [parts for _, parts, _, _ in find(text, indirect=True)] == wanted


def test_an_attribution_holds_the_whole_clause_around_its_fragments() -> None:
    text = "Vera Lind said that the pier was “falling” into the “cold, cold sea.” It rained."
    doc = annotate_case(text.replace("Vera Lind", "<PERSON>Vera Lind</PERSON>"), until="quotations")
    [found] = find_attributions(doc, find_quotations(doc))
    words = {name: [text[start:end] for start, end in spans] for name, spans in found.items()}
    assert words == {
        "source": ["Vera Lind"],
        "cue": ["said"],
        "content": ["that the pier was “falling” into the “cold, cold sea"],
    }


def test_a_name_between_a_quotation_and_a_form_makes_it_a_verb() -> None:
    [(_, _, cue, source)] = find(
        "“The world is a dangerous place!” Mr <PERSON>Berg</PERSON> states, before he left."
    )
    assert (cue, source) == ("states", "Mr Berg")


def test_single_marks_do_not_pair_over_the_end_of_a_sentence_and_a_line() -> None:
    found = contents("Vera Lind said: 'This had to come.\nThe harbor 'shows its age', she said.")
    assert found == [["shows its age"]]


SOURCES = [
    ("As the <ORGANIZATION>Harbor Times</ORGANIZATION> notes, it “points to the main question”.", "notes"),
    ("That takes “steady work”, <PERSON>she</PERSON> said, not “another photo of the two of them”.", "said"),
    (
        "<PERSON>Vera Lind</PERSON> said reporters should have asked about “the real issues of the day”.",
        "said",
    ),
]


@pytest.mark.parametrize(("text", "cue"), SOURCES)
def test_the_cue_is_what_reports(text: str, cue: str) -> None:
    assert {found for _, _, found, _ in find(text)} == {cue}


def test_a_noun_reports_its_own_clause_only() -> None:
    text = (
        "<PERSON>Vera Lind</PERSON> said his claim that they are “peacekeepers for all” is “plain nonsense”."
    )
    assert [(cue, source) for _, _, cue, source in find(text)] == [("claim", "his"), ("said", "Vera Lind")]


def test_the_subject_speaks_and_not_whom_it_addresses() -> None:
    text = "<PERSON>Vera Lind</PERSON> addressed the nation early on, saying it was “a wound to all of us”."
    assert [source for _, _, _, source in find(text)] == ["Vera Lind"]


def test_the_name_of_a_program_is_no_quotation() -> None:
    text = "“I think this is wrong,” <PERSON>Vera Lind</PERSON> told “Morning Talk Sunday.”"
    assert contents(text) == [["I think this is wrong,"]]


def test_markup_left_in_a_text_is_no_quotation() -> None:
    assert contents('The annex follows. <a href="https://example.org/annex.pdf" id="annex">Annex') == []


def test_the_next_clause_does_not_report_what_stands_before_it() -> None:
    text = (
        "<PERSON>Vera Lind</PERSON> called on them to “act with moderation,” and the envoy said the plan was "
        "“provocative and harmful to all”."
    )
    assert [source for _, _, _, source in find(text)] == ["Vera Lind", "the envoy"]
