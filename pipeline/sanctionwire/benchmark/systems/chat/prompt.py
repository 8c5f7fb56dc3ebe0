"""What a chat model is told: the guideline in short, and the article."""

from __future__ import annotations

from collections.abc import Iterable

from sanctionwire.schema.records import Document

_INTRODUCTION = """You annotate news about economic sanctions. Answer with a JSON object of the given schema.
Copy words exactly as the article has them; never translate, shorten or correct them. Where the article is
silent, the value is null or the list empty: never guess. List everything in reading order."""

_RULES = {
    "names": """names: every name, once for each way in which it is written, with level "name"; no leading
"the", no possessive "'s", persons without title. "entity" is the same for all names of one thing
("Treasury Department" for "Treasury" and "U.S. Treasury Department"). PERSON; COMPANY (firms, banks,
news agencies and broadcasters); PUBLIC_BODY (ministries, agencies, parliaments, courts, armed forces,
"Kremlin", an administration); ORGANIZATION (EU, UN, parties, militant groups, NGOs, exchanges,
universities, newspapers); GPE (states, regions with a government, cities); LOC (other places and
facilities); NORP (nationalities, peoples, religions, political groups); VESSEL; AIRCRAFT; PROGRAM (named
sanctions lists and programs); LAW (acts, orders, resolutions, treaties); TITLE (the role of a named
person: "Treasury Secretary"); MONEY (an amount with its modifiers); DATE (calendar expressions; "value"
is their ISO date, seen from the day of publication). A description without a name ("eight shipping
firms", "oil imports") only where it fills a role of a sanction: level "group", with the label of its
members, or SECTOR for goods, sectors and activities.""",
    "sanctions": """sanctions: one item for each action, status, imposer and occasion that the article
states; several targets of one occasion are one item. Repetition is the same item; general talk about
sanctions is none.
action: impose (new or existing measures, listing), extend, ease, lift, enforce (penalty for a breach),
evade. status: in_force (done or decided), planned, threatened, requested (by somebody who does not
decide), rejected. imposers, targets, programs, laws: entities of "names". imposers: the most specific
body that acts, else the state; for evade, whose measures are evaded. measures: "unspecified" only where
the article says no more than "sanctions". date: ISO date on which it happened or takes effect. evidence:
the one or few words that announce it.""",
    "relations": """relations: head -> tail, entities of "names". role_of PERSON -> organization or GPE,
"title" as written; subsidiary_of; owns; listed_on COMPANY -> exchange; based_in organization -> GPE;
member_of; family_of; associate_of; acts_for.""",
    "quotes": """quotes: what is said, without the outer marks. direct: a clause in quotation marks; mixed:
a fragment in marks within the reporter's sentence; indirect: a reported clause without marks. "speaker":
an entity of "names"; "source": the words that name the speaker; "cue": the reporting words ("said",
"according to").""",
    "valuations": """valuations: one for each MONEY name that says what something is worth, costs or amounts
to. amount in units of the currency (null for "billions of dollars"), amount_max for ranges.""",
}


def write_messages(document: Document, text: str, layers: Iterable[str]) -> list[dict[str, str]]:
    """Return the messages for a stretch of a document's text.

    Args:
        document: The document, for its date of publication.
        text: The stretch that is to be annotated.
        layers: What is asked for besides names.
    """
    wanted = set(layers)
    rules = [_INTRODUCTION, *(rule for name, rule in _RULES.items() if name == "names" or name in wanted)]
    published = document.published or "unknown"
    return [
        {"role": "system", "content": "\n\n".join(rules)},
        {"role": "user", "content": f"Published: {published}\n\nArticle:\n{text}"},
    ]
