"""Speakers of quotes: names, pronouns, descriptions and documents, on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import annotate_case, parse

from sanctionwire.annotate.quotations import quotations
from sanctionwire.extract.quotes import extract_quotes
from sanctionwire.schema.records import Quote


def extract(marked: str, *, title: str = "") -> list[Quote]:
    """Return the direct and mixed quotes of a marked text."""
    doc = quotations(annotate_case(marked, until="quotations", title=title))
    return [quote for quote in extract_quotes(doc) if quote.kind != "indirect"]


def speakers(marked: str, *, title: str = "") -> list[str | None]:
    return [quote.speaker for quote in extract(marked, title=title)]


def test_offsets_cut_what_the_record_says() -> None:
    [quote] = extract("“We stay,” <PERSON e1>Vera Lind</PERSON> said, “for now.”")
    text = "“We stay,” Vera Lind said, “for now.”"
    assert [text[start:end] for start, end in quote.content] == ["We stay,", "for now."]
    assert quote.source is not None and quote.cue is not None
    assert text[slice(*quote.source)] == quote.speaker_text == "Vera Lind"
    assert text[slice(*quote.cue)] == "said"
    assert (quote.id, quote.kind, quote.speaker) == ("q1", "direct", "e1")


NAMED = [
    "“We stay,” <PERSON e1>Vera Lind</PERSON> said.",
    "“We stay,” said <PERSON e1>Vera Lind</PERSON>, a pilot at <COMPANY e2>Harbor Group</COMPANY>.",
    "“We stay,” said <COMPANY e2>Harbor Group</COMPANY> spokeswoman <PERSON e1>Vera Lind</PERSON>.",
    "“We stay,” <PERSON e2>Hugo Berg</PERSON>'s lawyer, <PERSON e1>Vera Lind</PERSON>, said.",
    "“We stay,” <GPE e2>Norland</GPE>'s <PUBLIC_BODY e1>foreign ministry</PUBLIC_BODY> said.",
    "“We stay,” the <GPE e1>U.S.</GPE> said.",
    "“We stay,” said a statement from the <ORGANIZATION e1>Dock Union</ORGANIZATION>.",
    "“We stay,” <COMPANY e1>Harbor Bank</COMPANY> analysts said in a note.",
    "<PERSON e1>Vera Lind</PERSON>: “We stay.”",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_name_in_the_source_is_the_speaker(text: str) -> None:
    assert speakers(text) == ["e1"]


DESCRIBED = [
    "<TITLE t>Speaker</TITLE> <PERSON e1>Vera Lind</PERSON> left. “We stay,” the speaker said.",
    "<PERSON e1>Vera Lind</PERSON> said so. “We stay,” the <NORP n>Norlandic</NORP> lawmaker said.",
    "<PERSON e1>Vera Lind</PERSON> arrived. “We stay,” the <GPE g>Texas</GPE> <NORP n>Republican</NORP> said.",
    "<COMPANY e1>Harbor Group</COMPANY> wrote. “We stay,” the brokerage said.",
    "<PERSON e1>Vera Lind</PERSON>'s claim that she “will stay” was not heard.",
    "<PERSON e1>Vera Lind</PERSON> spoke, and her claim that they “will stay” was not heard.",
    "The union accused <PERSON e1>Vera Lind</PERSON> of saying that it was “a bunch of fools”.",
    "The <PUBLIC_BODY e1>Joint Harbor Board</PUBLIC_BODY> met. “We stay,” the JHB said in a statement.",
    "“We stay,” said Office of Piers (OP) <TITLE t>Director</TITLE> <PERSON e1>Vera Lind</PERSON>.",
    "“We stay,” <PERSON e1>Vera Lind</PERSON> said.\n\n“And we shall do so for as long as the harbor has water"
    " in it.”",
]


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_description_resumes_who_was_named(text: str) -> None:
    assert speakers(text)[-1] == "e1"


def test_a_headline_describes_whom_the_article_quotes() -> None:
    title = "Admiral: harbor is ‘wide open’"
    marked = f"{title}\n\nThe harbor has no guns.\n\n“It is wide open,” <PERSON e1>Vera Lind</PERSON> said."
    assert speakers(marked, title=title) == ["e1", "e1"]


def test_a_statement_has_its_signer_as_speaker() -> None:
    title = "Statement by Minister <PERSON e1>Vera Lind</PERSON> on the harbor"
    body = "“Today we open the harbor again to all ships, of whatever flag, that pay what they owe.”"
    assert speakers(f"{title}\n\n{body}", title="Statement by Minister Vera Lind on the harbor") == ["e1"]


def test_the_statement_of_a_people_is_that_of_its_state() -> None:
    marked = (
        "<GPE e1>Iran</GPE> answered. “We stay where we are,” the <NORP e2>Iranian</NORP> statement said."
        " “We have not moved,” it added."
    )
    assert speakers(marked) == ["e1", "e1"]


def test_a_description_keeps_its_person() -> None:
    marked = (
        "<PERSON e1>Hugo Berg</PERSON> arrived. “We stay,” the president said.\n\nAsked whether he trusted"
        " <PERSON e2>Vera Lind</PERSON>, the president said: “I do.”"
    )
    assert speakers(marked) == ["e1", "e1"]


def test_another_field_is_another_office() -> None:
    marked = "<TITLE t>Finance Minister</TITLE> <PERSON e1>Hugo Berg</PERSON> paid. The foreign minister said: “We stay.”"
    assert speakers(marked) == [None]


def test_the_office_of_another_state_does_not_speak() -> None:
    marked = (
        "<GPE u>U.S.</GPE> <TITLE t>President</TITLE> <PERSON e1>Hugo Berg</PERSON> called <NORP n>Norlandic</NORP>"
        " <TITLE s>President</TITLE> <PERSON e2>Vera Lind</PERSON>. The <GPE u>U.S.</GPE> President said: “We stay.”"
    )
    assert speakers(marked) == ["e1"]


def test_a_heading_in_other_marks_is_not_the_speakers() -> None:
    marked = "“We stay,” <PERSON e1>Vera Lind</PERSON> said. “We never left.”\n\n‘Shameful and wrong’\n\nIt rained."
    assert speakers(marked) == ["e1", None]


NOBODY = [
    "“We stay,” a senior official said.",
    "“We stay,” a <PUBLIC_BODY>White House</PUBLIC_BODY> official said.",
    "“We stay,” a spokesman for <PERSON>Vera Lind</PERSON> said.",
    "“We stay,” one of <PERSON>Vera Lind</PERSON>'s aides said.",
    "“We stay,” he said.",
    "“Go,” the ministry said.",
    "Many called it “a shameful day for the harbor”.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_guessed(text: str) -> None:
    assert speakers(text) == [None]


def test_title_only_source_keeps_its_text() -> None:
    [quote] = extract("“We stay,” the ministry said.")
    assert (quote.speaker, quote.speaker_text) == (None, "the ministry")


PRONOUNS = [
    "<PERSON e1>Hugo Berg</PERSON> met <PERSON e2>Olaf Ness</PERSON> on Monday. “We stay,” he said.",
    "<PERSON e2>Olaf Ness</PERSON> left early. <PERSON e1>Hugo Berg</PERSON> stayed. “I had work,” he said.",
    "<PERSON e2>Hugo Berg</PERSON> met <PERSON e1>Maria Ness</PERSON> on Monday. “We stay,” she said.",
    "Mrs. <PERSON e2>Ness</PERSON> met Mr. <PERSON e1>Berg</PERSON> on Monday. “We stay,” he said.",
    "<COMPANY e1>Harbor Group</COMPANY> shut the yard in <GPE e3>Oslo</GPE>. “We had no choice,” it said.",
]


@pytest.mark.parametrize("text", PRONOUNS)
def test_a_pronoun_is_who_the_text_is_about(text: str) -> None:
    assert speakers(text) == ["e1"]


def test_speaker_goes_on_after_a_paragraph_and_an_apposition() -> None:
    text = (
        "<PERSON e1>Hugo Berg</PERSON>, a doctor, said: “They came at night.”\n\n“They took the files,” he added.\n\n"
        "The clinic was shut for a week.\n\n“Nobody came back,” he said."
    )
    assert speakers(text) == ["e1", "e1", "e1"]


def test_speaker_goes_on_within_a_paragraph() -> None:
    text = "“We stay,” <PERSON e1>Berg</PERSON> said. The bill names six yards. “They all must shut.”"
    assert speakers(text) == ["e1", "e1"]


def test_a_statement_below_its_author() -> None:
    text = "Below is a statement from <PERSON e1>Vera Lind</PERSON>:\n\n“We stay.”\n\n“We do not move.”"
    [quote] = extract(text)
    assert (quote.speaker, len(quote.content)) == ("e1", 2)


def test_names_inside_a_quotation_are_not_whom_the_reporter_means() -> None:
    text = (
        "“<PERSON e2>Olaf Ness</PERSON> must go,” <PERSON e1>Hugo Berg</PERSON> said.\n\n"
        "“<PERSON e2>Ness</PERSON> lied to us all,” he added."
    )
    assert speakers(text) == ["e1", "e1"]


def test_a_heading_does_not_catch_the_pronoun() -> None:
    text = (
        "<PERSON e1>Hugo Berg</PERSON> spoke at noon.\n\n<PERSON e2>Olaf Ness</PERSON> signs harbor bill\n\n"
        "“The bill is wrong,” he said."
    )
    assert speakers(text) == ["e1"]


DESCRIPTIONS = [
    "The <PUBLIC_BODY e1>Ministry of Trade</PUBLIC_BODY> met. “Go,” the ministry said.",
    "<COMPANY e1>Harbor Group</COMPANY> shut a yard. “We had no choice,” the company said.",
    "<GPE e1>China</GPE> shut the port. “We had no choice,” the <NORP e2>Chinese</NORP> government said.",
    "<TITLE>President</TITLE> <PERSON e1>Berg</PERSON> met <GPE e2>Oslo</GPE>. “Go,” the president said.",
    "<PERSON e2>Ness</PERSON> read a letter from <COMPANY e1>Dock Bank</COMPANY>. “Stay,” the letter said.",
    "“We stay,” <PERSON e1>Hugo Berg</PERSON> said. “It is late,” the professor added.",
]


@pytest.mark.parametrize("text", DESCRIPTIONS)
def test_a_description_is_the_entity_that_it_resumes(text: str) -> None:
    assert set(speakers(text)) == {"e1"}


def test_an_unnamed_official_stays_unnamed() -> None:
    text = (
        "“We stay,” <PERSON e1>Hugo Berg</PERSON> said. “He is wrong,” an official said.\n\n"
        "“They leave on Monday,” the official added."
    )
    assert speakers(text) == ["e1", None, None]


def test_a_heading_speaks_with_the_voice_of_its_quotation() -> None:
    text = "‘A black day’\n\nThe yard was shut.\n\n“It is a black day for us,” <PERSON e1>Berg</PERSON> said."
    assert speakers(text) == ["e1", "e1"]


def test_mentions_without_an_entity_give_no_speaker() -> None:
    doc = annotate_case(
        "“We stay,” <PERSON e1>Vera Lind</PERSON> said. “We go,” she added.", until="quotations"
    )
    for mention in doc.spans["mentions"]:
        mention.kb_id_ = ""
    doc.spans["mentions"] = [
        doc.char_span(m.start_char, m.end_char, label=m.label_) for m in doc.spans["mentions"]
    ]
    assert [(quote.speaker, quote.speaker_text) for quote in extract_quotes(quotations(doc))] == [
        (None, "Vera Lind"),
        (None, "she"),
    ]


def test_a_document_without_annotations_has_no_quotes() -> None:
    assert extract_quotes(parse("“We stay,” she said.", until="paragraphs")) == ()


_WORDS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        ".",
        ",",
        "\n\n",
        "said",
        "Lind",
        "U.S.",
        "he",
        "she",
        "it",
        "the",
        "letter",
        "ministry",
    ]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_every_quote_lies_in_the_text_and_names_a_known_entity(text: str) -> None:
    doc = parse(text, until="triggers")
    known = {mention.kb_id_ for mention in doc.spans["mentions"]}
    quotes = extract_quotes(doc)
    assert len({quote.id for quote in quotes}) == len(quotes)
    for quote in quotes:
        assert quote.speaker is None or quote.speaker in known
        assert all(0 <= start < end <= len(text) for start, end in quote.content)
        if quote.source is not None:
            assert text[slice(*quote.source)] == quote.speaker_text


UNSAID = [
    "<PERSON e1>Vera Lind</PERSON> said the vote was lost. “We will have to try this again.”",
    "<PERSON e1>Vera Lind</PERSON> said the vote was lost.\n\n“We will have to try this again.”\n\nIt rained.",
    "<PERSON e1>Vera Lind</PERSON> gave few details. “We have that and more on paper.”",
]


@pytest.mark.parametrize("text", UNSAID)
def test_the_sentence_before_speaks_where_nothing_else_does(text: str) -> None:
    assert speakers(text) == ["e1"]


def test_a_line_with_a_name_outweighs_the_sentence_before() -> None:
    text = (
        "<PERSON e1>Vera Lind</PERSON> lost the vote.\n\n“We will have to try this again.”\n\n"
        "-- <PERSON e2>Hugo Berg</PERSON>"
    )
    assert speakers(text) == ["e2"]


OFFICES = [
    "<PERSON e2>Emmanuel Macron</PERSON> angered <PERSON e1>Donald Trump</PERSON>. The <GPE u>US</GPE> "
    "president called it “a very bad deal for us”.",
    "<GPE g>Florida</GPE> Gov. <PERSON e1>Hugo Berg</PERSON> met <PERSON e2>Vera Lind</PERSON>. The "
    "<GPE g>Florida</GPE> governor said she is “running for herself”.",
    "<PERSON e1>Vera Lind</PERSON> left. In words of support for <PERSON e2>Hugo Berg</PERSON>, the lawmaker "
    "said that “we stand with him in this”.",
]


@pytest.mark.parametrize("text", OFFICES)
def test_an_office_finds_its_holder(text: str) -> None:
    assert speakers(text) == ["e1"]


def test_a_document_speaks_for_who_released_it() -> None:
    text = (
        "<PERSON e1>Vera Lind</PERSON> released a statement that said talks had “clearly failed this time”."
    )
    assert speakers(text) == ["e1"]


def test_it_resumes_a_described_body() -> None:
    text = (
        "<ORGANIZATION e1>Dock Union</ORGANIZATION> burned flags. The union said it was a lesson to "
        "<GPE e2>Norland</GPE>.\n\n“We shall do it again,” it said in a statement."
    )
    assert speakers(text) == ["e1"]


LEADERS = [
    "<PERSON e1>Trump</PERSON> said he would wait for <NORP n>Turkish</NORP> <TITLE t>President</TITLE> "
    "<PERSON e2>Recep Tayyip Erdogan</PERSON>. The president added that this was “a very good plan for us”.",
    "The <NORP n>Russian</NORP> president warned of “a strong response to that”. <PERSON e1>Putin</PERSON> "
    "arrived with <PERSON e2>Macron</PERSON>.",
]


@pytest.mark.parametrize("text", LEADERS)
def test_a_leader_is_known_by_name(text: str) -> None:
    assert speakers(text) == ["e1"]


RESERVED = [
    "<COMPANY e1>Harbor News</COMPANY> said it knew. “Bring down the tower for good,” read the slogan.",
    "The <PUBLIC_BODY e1>Defence Ministry</PUBLIC_BODY> said it knew. <GPE e2>Norland</GPE>'s military "
    "threatened “a physical response to it all”.",
]


@pytest.mark.parametrize("text", RESERVED)
def test_who_spoke_last_does_not_speak_for_others(text: str) -> None:
    assert speakers(text) == [None]


def test_an_owner_issues_no_document() -> None:
    text = (
        "A draft report from the <PUBLIC_BODY e2>Senate</PUBLIC_BODY>'s <PUBLIC_BODY e1>Harbor "
        "Committee</PUBLIC_BODY> came out. “It was the most efficient means,” the report said."
    )
    assert speakers(text) == ["e1"]


@pytest.mark.parametrize("office", ["Minister", "President", "Premier"])
def test_a_bare_office_has_no_holder_of_its_own(office: str) -> None:
    assert speakers(f"{office}: “We will not go back to this again.”") == [None]
