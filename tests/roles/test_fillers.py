"""Who may fill the roles of a trigger: mentions, groups, no datelines."""

import pytest
from support import annotate_case

from sanctionwire.roles.fillers import Cast, read_cast


def cast_of(marked: str) -> Cast:
    return read_cast(annotate_case(marked, until="triggers"))


@pytest.mark.parametrize(
    "dateline",
    [
        "<GPE>OSLO</GPE>, March 3 (<COMPANY>Nordwire</COMPANY>) – ",
        "<GPE>OSLO</GPE> (<COMPANY>Nordwire</COMPANY>) - ",
        "<GPE>OSLO</GPE>/<GPE>BERGEN</GPE> — ",
    ],
)
def test_places_and_agencies_of_a_dateline_play_no_role(dateline: str) -> None:
    cast = cast_of(f"{dateline}<GPE>Norway</GPE> sanctioned <COMPANY>Lirbank</COMPANY> on Tuesday.")
    assert [span.text for span in cast.spans] == ["Norway", "Lirbank"]


@pytest.mark.parametrize(
    "marked",
    [
        "<g COMPANY>Five banks</g> – two in <GPE>Oslo</GPE> – were designated because <PERSON>Berg</PERSON> owns them.",
        "<g COMPANY>Banks</g> – all of them – were listed: <GPE>OSLO</GPE> – <COMPANY>Lirbank</COMPANY> said.",
    ],
)
def test_whatever_a_token_leads_to_is_in_the_cast(marked: str) -> None:
    cast = cast_of(marked)
    known = {cast.entity(span) for span in cast.spans}
    reached = [*cast.by_token.values(), *cast.by_start.values()]
    assert {cast.entity(span) for span in reached} <= known
    assert any(span.label_ == "COMPANY" for span in cast.spans)


def test_a_people_stands_for_its_state_where_the_text_names_it() -> None:
    cast = cast_of(
        "The <NORP n>Norwegian</NORP> bank left <GPE g>Norway</GPE>, the <NORP d>Danish</NORP> one too."
    )
    assert [cast.entity(span) for span in cast.spans] == ["g", "g", "d"]
