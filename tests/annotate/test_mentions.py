"""Named mentions: which words they are and what they name, by the conventions of the guideline."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from support import parse, pipeline, strip_markup, texts

from sanctionwire.annotate.mentions import MentionFinder
from sanctionwire.annotate.mentions.candidate import Candidate, choose
from sanctionwire.annotate.mentions.heads import head_ending, label_by_words
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.layers import MENTIONS

VALUES = ("DATE", "MONEY")


def find(text: str) -> list[Span]:
    """Run the components up to `mentions` over a text and return all mentions."""
    doc = parse(text, until="mentions")
    finder = pipeline().get_pipe("mentions")
    assert isinstance(finder, MentionFinder)
    return list(finder(doc).spans[MENTIONS])


def check(marked: str) -> None:
    """Assert that the names found are the marked ones; dates and amounts are left to their own tests."""
    text, spans = strip_markup(marked)
    expected = [(label, text[start:end]) for start, end, label, _, _ in spans]
    assert [pair for pair in texts(find(text)) if pair[0] not in VALUES] == expected


CASES = {
    "country and its adjective": "<GPE>Norway</GPE> froze the assets of two <NORP>Belarusian</NORP> officials.",
    "abbreviations": "The <GPE>U.S.</GPE> and the <GPE>UAE</GPE> signed it, the <GPE>UK</GPE> did not.",
    "possessive left out": "<GPE>Canada</GPE>'s list names <GPE>Syria</GPE>’s ports.",
    "based, pro": "The <GPE>Cyprus</GPE>-based trader hired pro-<NORP>Russian</NORP> lobbyists.",
    "only the name of a region": "Shells hit eastern <GPE>Ukraine</GPE>, officials there said.",
    "continents and seas": "Tankers left the <LOC>Black Sea</LOC> for the <LOC>Middle East</LOC>.",
    "the West": "The <LOC>West</LOC> has few <NORP>Western</NORP> engineers left there.",
    "the halves of Korea": "The <GPE>North</GPE> fired a rocket, and <GPE>South Korea</GPE> protested.",
    "bank in one word": (
        "<COMPANY>Nordinvestbank</COMPANY> bought oil from <COMPANY>Uralneft</COMPANY> last year, and sold it."
    ),
    "gang after its kind": "He led the drug trafficking organization <ORGANIZATION>La Bella</ORGANIZATION> there.",
    "gang by its plural": "They named the leaders of <ORGANIZATION>Los Tarros</ORGANIZATION>, who fled at once.",
    "one cartel of many": "The leader of a <NORP>Mexican</NORP> drug cartel fled to <GPE>Spain</GPE> by boat.",
    "short name of a law in a second bracket": (
        "The <LAW>Clean Ports Act of 2020</LAW> (<LAW>Public Law 116-999</LAW>) (<LAW>CPAQ</LAW>) applies, and"
        " section 6 of the <LAW>CPAQ</LAW> says so."
    ),
    "office as short name": (
        "The Secretary of <PUBLIC_BODY>Homeland Security</PUBLIC_BODY> (Secretary) resigned, so a deputy acts as"
        " Secretary now."
    ),
    "Bill is also a given name": "They met <TITLE>President</TITLE> <PERSON>Bill Clinton</PERSON> in the hall.",
    "a school is no law": "She taught at the <ORGANIZATION>Stanford School of Law</ORGANIZATION> for years.",
    "two leaders, one administration": (
        "The <PUBLIC_BODY>Biden-Harris Administration</PUBLIC_BODY> set it up in the spring."
    ),
    "director after his office": (
        "So said the <TITLE>Director</TITLE> of the <PUBLIC_BODY>Office of Foreign Assets Control</PUBLIC_BODY>"
        " <PERSON>Adam J. Szubin</PERSON> in a speech."
    ),
    "section of a text, not of a law": "Section 1.  Purpose. The President acts under the laws.",
    "heading with a company word": "Emerging Technologies are the third chapter of this report.",
    "legal form before a comma": (
        "<COMPANY>Transportes Rojas S.A. de C.V</COMPANY>, which is in <GPE>Mexico</GPE>, was named too."
    ),
    "ex-president": "An ex-<PERSON>Obama</PERSON> aide called it a mistake.",
    "surname and verb of a headline": (
        "<PERSON>Putin</PERSON> Calls for New Talks on <GPE>Cyprus</GPE>\n\n<PERSON>Putin</PERSON> called them"
        " a chance."
    ),
    "firms that are words": "Sanctions Target Two Ministers in <GPE>Libya</GPE>, and Total supply fell.",
    "board of a bank": (
        "He sits on the Board of Directors of <COMPANY>Nordinvestbank</COMPANY>, and at the"
        " <ORGANIZATION>Stanford School of Law</ORGANIZATION>."
    ),
    "ministry in capitals": "The <PUBLIC_BODY>Russian Foreign Ministry</PUBLIC_BODY> rejected it.",
    "ministry of": "It went to the <PUBLIC_BODY>Ministry of Industry and Trade</PUBLIC_BODY> on time.",
    "ministry in lower case": "<GPE>Turkey</GPE>'s <PUBLIC_BODY>foreign ministry</PUBLIC_BODY> said so.",
    "people and ministry in lower case": "The <NORP>Dutch</NORP> <PUBLIC_BODY>finance ministry</PUBLIC_BODY> agreed.",
    "government is no body": "The <NORP>Swiss</NORP> government and the <GPE>U.S.</GPE> Government disagreed.",
    "government of": "The <PUBLIC_BODY>Government of Venezuela</PUBLIC_BODY> paid nothing.",
    "administration": "The <PUBLIC_BODY>Obama administration</PUBLIC_BODY> lifted them.",
    "court with a place": (
        "She won in the <PUBLIC_BODY>U.S. District Court for the Southern District of Ohio</PUBLIC_BODY> at last."
    ),
    "body and its office": (
        "The <PUBLIC_BODY>U.S. Department of the Treasury</PUBLIC_BODY>’s"
        " <PUBLIC_BODY>Office of Foreign Assets Control</PUBLIC_BODY> (<PUBLIC_BODY>OFAC</PUBLIC_BODY>) acted."
    ),
    "committee with a list": (
        "The <PUBLIC_BODY>Senate Banking, Housing and Urban Affairs Committee</PUBLIC_BODY> met."
    ),
    "EU and UN bodies": (
        "The <ORGANIZATION>EU</ORGANIZATION> and the <ORGANIZATION>U.N. Security Council</ORGANIZATION> agreed."
    ),
    "newspaper": "He told the <ORGANIZATION>Financial Times</ORGANIZATION> that it was over.",
    "broadcaster and agency": "<COMPANY>Al Jazeera</COMPANY> and <COMPANY>Interfax</COMPANY> reported it.",
    "agency with its kind": "The <COMPANY>Tasnim news agency</COMPANY> and <COMPANY>AFP</COMPANY> news agency wrote it.",
    "university": "She studied at the <ORGANIZATION>University of Leiden</ORGANIZATION> for years.",
    "cartel in lower case": "Couriers of the <ORGANIZATION>Sinaloa cartel</ORGANIZATION> were named.",
    "legal form": "<COMPANY>Havmere Shipping Ltd.</COMPANY> paid a fine.",
    "legal form after a comma": "They own <COMPANY>Grupo Portela, S.A. de C.V.</COMPANY> in full.",
    "two firms": "<COMPANY>Delmont Steel Corp</COMPANY> and <COMPANY>Arven Oil LLC</COMPANY> merged.",
    "one firm with and": "<COMPANY>Brisk Travel and Tourism Ltd</COMPANY> sold tickets.",
    "bank of": "A clerk at the <COMPANY>Bank of Calabria</COMPANY> saw it.",
    "title before": "<NORP>French</NORP> <TITLE>President</TITLE> <PERSON>Emmanuel Macron</PERSON> refused.",
    "ministry in the title": "<TITLE>Treasury Secretary</TITLE> <PERSON>Janet Yellen</PERSON> signed it.",
    "secretary of state": "<TITLE>Secretary of State</TITLE> <PERSON>Marco Rubio</PERSON> left.",
    "secretary of a body": (
        "<TITLE>Secretary</TITLE> of the <PUBLIC_BODY>Treasury</PUBLIC_BODY> <PERSON>Jack Lew</PERSON> left."
    ),
    "title of a lower-case body": (
        "<PERSON>Anna Lund</PERSON>, a <TITLE>spokeswoman</TITLE> for the <PUBLIC_BODY>interior ministry</PUBLIC_BODY>,"
        " said so."
    ),
    "title with its subject": (
        "<PERSON>Brian Nelson</PERSON>, <TITLE>Under Secretary for Terrorism and Financial Intelligence</TITLE>, spoke."
    ),
    "body before a title": (
        "<PUBLIC_BODY>White House</PUBLIC_BODY> <TITLE>press secretary</TITLE> <PERSON>Karen Holt</PERSON> said so."
    ),
    "former left out": "Former <TITLE>Foreign Minister</TITLE> <PERSON>Javad Zarif</PERSON> agreed.",
    "title needs a name": "The president and the foreign minister agreed.",
    "honorific is none": "Mr. <PERSON>Putin</PERSON> and Gen. <PERSON>Oliver Grant</PERSON> met.",
    "senator with party": (
        "<TITLE>Sen.</TITLE> <PERSON>Mark Warner</PERSON> (<NORP>D</NORP>-<GPE>Va.</GPE>) voted for it."
    ),
    "served as": "<PERSON>Paul Reyes</PERSON> served as <TITLE>director</TITLE> of <COMPANY>Rosneft</COMPANY>.",
    "two titles": (
        "<TITLE>Economy Minister</TITLE> and <TITLE>Vice Chancellor</TITLE> <PERSON>Robert Habeck</PERSON> spoke."
    ),
    "act with a list": "It is in the <LAW>Iran, North Korea, and Syria Nonproliferation Act</LAW>.",
    "form before the name": "Divers of <COMPANY>Joint Stock Company Severny</COMPANY> left.",
    "people and goods are no firm": "Prices of <NORP>Russian</NORP> Oil fell.",
    "town of": "A plant near the town of <GPE>Arak</GPE> was hit.",
    "navy of a people": "The <PUBLIC_BODY>Iranian navy</PUBLIC_BODY> left, and <GPE>China</GPE>'s <PUBLIC_BODY>navy</PUBLIC_BODY>.",
    "security council in lower case": "The <ORGANIZATION>UN security council</ORGANIZATION> met.",
    "executive order": "It rests on <LAW>Executive Order 14024</LAW> and <LAW>E.O. 13662</LAW>.",
    "act with a year": "The <LAW>Export Control Reform Act of 2018</LAW> allows it.",
    "act with a possessive": "The <LAW>Countering America’s Adversaries Through Sanctions Act</LAW> allows it.",
    "resolution": "It breaks <LAW>Security Council Resolution 1718</LAW>, they said.",
    "nuclear deal": "He left the <LAW>2015 nuclear deal</LAW>.",
    "a deal to come is none": "They may reach a nuclear deal.",
    "general license": "<PUBLIC_BODY>OFAC</PUBLIC_BODY> issued <LAW>Venezuela General License 41</LAW> then.",
    "lists": "Both are on the <PROGRAM>Entity List</PROGRAM> and the <PROGRAM>SDN List</PROGRAM>.",
    "blacklist is none": "It stays on the blacklist.",
    "ship": "Sailors boarded the tanker <VESSEL>Ocean Pearl</VESSEL>.",
    "day after a ship": "They boarded the vessel Friday.",
    "tail number": "The jet, <AIRCRAFT>EP-MNX</AIRCRAFT>, was grounded.",
    "money and days are left alone": "<GPE>Japan</GPE> paid $3 million on Monday.",
    "disease, weapon, war": "After COVID-19 and World War II it bought the S-400.",
    "language": "He spoke in English, softly.",
}  # fmt: skip


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_conventions(marked: str) -> None:
    check(marked)


DOCUMENTS = {
    "surname comes back": (
        "<PERSON>Peter Vandermolen</PERSON> runs a shipyard. <PERSON>Vandermolen</PERSON> denies it."
    ),
    "abbreviation in brackets": (
        "The <ORGANIZATION>Free Harbor Front</ORGANIZATION> (<ORGANIZATION>FHF</ORGANIZATION>) split."
        " The <ORGANIZATION>FHF</ORGANIZATION> then dissolved."
    ),
    "name of several, once defined": (
        "They fined <COMPANY>Norden Rus LLC</COMPANY> (“<COMPANY>Norden Russia</COMPANY>”)."
        " <COMPANY>Norden Russia</COMPANY> paid."
    ),
    "firm without its form": (
        "<COMPANY>Kestrel Marine Ltd</COMPANY> moved oil. Police searched <COMPANY>Kestrel Marine</COMPANY> twice."
    ),
}


@pytest.mark.parametrize("marked", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_document_is_remembered(marked: str) -> None:
    check(marked)


def test_headline_in_title_case_does_not_swallow_its_verb() -> None:
    found = texts(find("Treasury Targets Iranian Oil Network\n\nThe Treasury Department acted against Iran."))
    assert ("PUBLIC_BODY", "Treasury") in found
    assert ("NORP", "Iranian") in found


def test_headline_in_capitals() -> None:
    found = texts(
        find("RUSSIA VOWS REPLY TO BRITAIN OVER SANCTIONS\n\nRussia said on Monday it would reply.")
    )
    assert found[:2] == [("GPE", "RUSSIA"), ("GPE", "BRITAIN")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ministry of Oil", "PUBLIC_BODY"),
        ("Oil Ministry", "PUBLIC_BODY"),
        ("International Olive Council", "ORGANIZATION"),
        ("Harbor Trading Ltd", "COMPANY"),
        ("Center for Naval Analyses", "ORGANIZATION"),
        ("Norrland Airport", "LOC"),
        ("Ambassador Jane Power", None),
        ("Nothing Known", None),
    ],
)
def test_words_tell_the_label(name: str, label: str | None) -> None:
    assert label_by_words(name.split()) == label


def test_head_is_the_longest_phrase() -> None:
    words = ["Atlas", "Money", "Exchange"]
    head = head_ending(words, 3)
    assert head is not None
    assert (head.start, head.end, head.label) == (1, 3, "COMPANY")
    assert head_ending(words, 0) is None


def test_choose_prefers_weight_then_length_and_keeps_off_taken_words() -> None:
    long, short, heavy = Candidate(0, 3, "LOC", 1), Candidate(1, 2, "GPE", 1), Candidate(4, 5, "LAW", 2)
    assert choose([short, long, heavy], 6) == [long, heavy]
    assert choose([Candidate(3, 6, "LOC", 1), heavy], 6) == [heavy]
    assert choose([long, heavy], 6, taken=[(2, 4)]) == [heavy]


def test_tokens_skip_blanks_and_map_back() -> None:
    doc = pipeline().make_doc("Grupo  Sol,\n\nS.A.")
    tokens = Tokens(doc)
    assert tokens.words == ["Grupo", "Sol", ",", "\n\n", "S.A."]
    assert tokens.span(0, 2, "COMPANY").text == "Grupo  Sol"
    assert tokens.locate(doc[0:3]) == (0, 2)
    assert (tokens.before(0), tokens.after(5)) == ("", "")


def test_earlier_mentions_are_kept_and_closed() -> None:
    doc = parse("Iran paid $5 million in March 2020.", until="mentions")
    doc.spans[MENTIONS] = [doc.char_span(10, 20, label="MONEY"), doc.char_span(24, 34, label="DATE")]
    found = pipeline().get_pipe("mentions")(doc).spans[MENTIONS]
    assert texts(list(found)) == [("GPE", "Iran"), ("MONEY", "$5 million"), ("DATE", "March 2020")]


WORDS = st.sampled_from(
    ["the", "The", "U.S.", "Treasury", "Department", "of", "Secretary", "State", "said", "John", "Smith", ",", ".", "(",
     ")", "'", "’s", "“", "”", "-", "and", "Ltd", "S.A.", "Act", "Iran's", "\n\n", "Iranian", "President", "OFAC",
     "(OFAC)", "Bank", "China", "tanker", "M/V", "Sea", "Co.", "E.O.", "13224", "List", "\t", "KOREA", "🚢", "é", ""]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_spans_never_overlap_and_are_stripped(text: str) -> None:
    doc = parse(text, until="mentions")
    spans = pipeline().get_pipe("mentions").find(doc)  # type: ignore[attr-defined]
    end = 0
    for span in spans:
        assert span.start >= end
        end = span.end
        assert span.label_ in NAME_LABELS
        assert span.text == span.text.strip()
        assert not span.text.startswith(("the ", "The "))
        assert not span.text.endswith(("'s", "’s", ","))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Iran", "’s", "(", "The", "X, who", "Sen.", "JSC", "of of of"]
)
def test_odd_texts_do_not_break(text: str) -> None:
    find(text)


@pytest.mark.parametrize(
    "word", ["Act", "JSC", "chair and", "Iran", "Ministry of", "John", "M/V Sea", "(Ltd)", "the President"]
)
def test_long_repetition_stays_linear(word: str) -> None:
    nlp = pipeline()
    doc = Doc(nlp.vocab, words=(f"{word} " * 6000).split())
    nlp.get_pipe("mentions").find(doc)  # type: ignore[attr-defined]
