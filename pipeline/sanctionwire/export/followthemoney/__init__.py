"""Documents as FollowTheMoney entities, made and checked with the official library.

An article is an `Article`; named people, companies, bodies, organizations, ships, aircraft and the places
that facts speak of are entities of their own for each document, with the document's words for them. Who they
are across documents is left to a tool for that, such as nomenklatura: news reports share names, not ids.

What becomes what:

| record | FollowTheMoney |
|---|---|
| PERSON, COMPANY, PUBLIC_BODY, ORGANIZATION | `Person`, `Company`, `PublicBody`, `Organization` |
| VESSEL, AIRCRAFT | `Vessel`, `Airplane` |
| GPE, LOC with a part in a fact | `Address` |
| impose or extend, in_force, for each named target | `Sanction` |
| lift, in_force, dated | the `endDate` of that `Sanction`, or a `Sanction` with an end date alone |
| every other sanction, and the part that each entity has in it | `Documentation`, with role and status |
| owns, subsidiary_of | `Ownership` where the schema allows the two ends |
| role_of | `Directorship` for seats on a board, else `Employment` |
| member_of, family_of, associate_of | `Membership`, `Family`, `Associate` |
| based_in | `country` of the organization |
| all other relations and ends | `UnknownLink` |

Descriptions ("eight firms") name nobody and become no entity.
"""

from sanctionwire.export.followthemoney.documents import encode_entities, make_entities

__all__ = ["encode_entities", "make_entities"]
