from __future__ import annotations

import re
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from exchange.documents import draw_document
from exchange.example import TEXT, example, find
from exchange.packing import pack_zip
from hypothesis import given, settings

cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed (extra `exchange`)")

from sanctionwire.errors import InputError, RecordError  # noqa: E402
from sanctionwire.exchange import load_format  # noqa: E402
from sanctionwire.exchange.archives import unpack  # noqa: E402
from sanctionwire.exchange.cas import FORMAT  # noqa: E402
from sanctionwire.exchange.cas.characters import replace_forbidden, restore_forbidden  # noqa: E402
from sanctionwire.exchange.cas.write import write_cas  # noqa: E402
from sanctionwire.exchange.format import File  # noqa: E402
from sanctionwire.schema.records import Document, Entity  # noqa: E402
from sanctionwire.schema.validate import check_document  # noqa: E402


def export(document: Document) -> dict[str, File]:
    return {file.name: file for file in FORMAT.write([document])}


def load(files: dict[str, File], name: str) -> cassis.Cas:
    """Read a file as others do: by cassis, with the type system that lies beside it, strictly."""
    types = cassis.load_typesystem(BytesIO(files["TypeSystem.xml"].data))
    return cassis.load_cas_from_xmi(BytesIO(files[name].data), typesystem=types, lenient=False)


def correct(change) -> Document | RecordError:
    """Read the example after a change to its CAS, as INCEpTION writes it: under another name, ids anew."""
    files = export(example())
    cas = load(files, "norland.xmi")
    change(cas)
    written = File("norland.xmi", cas.to_xmi().encode())
    (found,) = FORMAT.read([written, files["TypeSystem.xml"], files["documents.jsonl"]])
    if isinstance(found, Document):
        check_document(found)
    return found


def pick(cas: cassis.Cas, layer: str, words: str, number: int = 1):
    return [mark for mark in cas.select(f"sanctionwire.{layer}") if mark.get_covered_text() == words][
        number - 1
    ]


def add(cas: cassis.Cas, layer: str, words: str, number: int = 1, **features):
    start, end = find(words, number)
    mark = cas.typesystem.get_type(f"sanctionwire.{layer}")(begin=start, end=end, **features)
    cas.add(mark)
    return mark


def test_what_an_annotator_sees() -> None:
    cas = load(export(example()), "norland.xmi")
    assert cas.sofa_string == TEXT
    mentions = [
        (m.get_covered_text(), m.label, m.level, m.entity, m.value)
        for m in cas.select("sanctionwire.Mention")
    ]
    assert mentions == [
        ("Norland", "GPE", "name", "e1", None),
        ("Acme Bank", "COMPANY", "name", "e2", None),
        ("Norland Treasury", "PUBLIC_BODY", "name", "e3", None),
        ("Acme Bank", "COMPANY", "name", "e2", None),
        ("eight firms", "COMPANY", "group", "e4", None),
        ("7 October 2019", "DATE", "name", None, "2019-10-07"),
        ("Ida Berg", "PERSON", "name", "e5", None),
        ("Acme Bank", "COMPANY", "name", "e2", None),
        ("at least $4 million", "MONEY", "name", None, None),
    ]
    (sanction,) = cas.select("sanctionwire.Sanction")
    assert (sanction.get_covered_text(), sanction.action, sanction.status) == (
        "blacklisted",
        "impose",
        "in_force",
    )
    assert sanction.measure.elements == ["asset_freeze", "travel_ban"]
    assert [(link.role, link.target.get_covered_text()) for link in sanction.roles.elements] == [
        ("imposer", "Norland Treasury"),
        ("target", "Acme Bank"),
        ("target", "eight firms"),
        ("reason", "It must end,"),
        ("amount", "at least $4 million"),
        ("evidence", "blacklists"),
    ]
    (relation,) = cas.select("sanctionwire.Relation")
    assert (relation.kind, relation.title) == ("role_of", "chair")
    assert (relation.Governor.get_covered_text(), relation.Dependent.get_covered_text()) == (
        "Ida Berg",
        "Acme Bank",
    )
    assert (relation.begin, relation.end) == (relation.Dependent.begin, relation.Dependent.end)
    (valuation,) = cas.select("sanctionwire.Valuation")
    assert (valuation.amount, valuation.currency, valuation.modifier) == ("4000000", "USD", "at_least")


def test_offsets_in_the_file_are_utf_16_units() -> None:
    xmi = export(example())["norland.xmi"].data.decode()
    begin = int(re.search(r'<sanctionwire:Sanction [^>]*begin="(\d+)"', xmi)[1])
    assert TEXT.encode("utf-16-le")[2 * begin :].decode("utf-16-le").startswith("blacklisted")
    assert begin == TEXT.index("blacklisted") + 1


def test_everything_but_the_data_about_the_article_comes_back() -> None:
    (found,) = FORMAT.read(FORMAT.write([example()]))
    assert found == replace(example(), title=None, published=None, language=None)


def test_cassis_finds_no_type_errors() -> None:
    assert write_cas(example()).typecheck() == []


def test_layers_are_what_inception_takes_for_layers() -> None:
    """The rules by which INCEpTION finds span layers, slots and relation layers in a type system."""
    types = cassis.load_typesystem(BytesIO(export(example())["TypeSystem.xml"].data))
    builtin = {"begin", "end", "sofa"}
    for type_ in types.get_types():
        features = {feature.name: feature for feature in type_.all_features if feature.name not in builtin}
        references = [name for name, feature in features.items() if not types.is_primitive(feature.rangeType)]
        if type_.name.endswith("Link"):
            assert type_.supertype.name == "uima.cas.TOP"
            assert set(features) == {"role", "target"}
            assert features["target"].rangeType.name == "uima.tcas.Annotation"
        elif type_.name == "sanctionwire.Relation":
            assert set(references) == {"Governor", "Dependent"}
            assert {features[name].rangeType.name for name in references} == {"sanctionwire.Mention"}
        else:
            assert type_.supertype.name == "uima.tcas.Annotation"
            for name in references:
                range_ = features[name].rangeType.name
                assert range_ == "uima.cas.StringArray" or features[name].elementType.name.endswith("Link")


def test_a_mention_that_was_added_gets_an_entity_of_its_own() -> None:
    found = correct(lambda cas: add(cas, "Mention", "The bank", label="COMPANY"))
    (added,) = [mention for mention in found.mentions if mention.text == "The bank"]
    assert (added.id, added.level, added.entity) == ("+m1", "name", "+e1")
    assert Entity(id="+e1", label="COMPANY", name="The bank") in found.entities


def test_a_mention_that_was_added_with_the_word_of_an_entity_joins_it() -> None:
    found = correct(lambda cas: add(cas, "Mention", "The bank", label="COMPANY", entity="e2"))
    assert [mention.entity for mention in found.mentions if mention.text == "The bank"] == ["e2"]


def test_a_mention_that_was_moved_and_relabeled_keeps_its_id() -> None:
    def change(cas):
        mention = pick(cas, "Mention", "Norland Treasury")
        cas.remove(mention)
        mention.begin, mention.label = TEXT.index("Treasury"), "ORGANIZATION"
        cas.add(mention)

    found = correct(change)
    (moved,) = [mention for mention in found.mentions if mention.id == "m3"]
    assert (moved.text, moved.label, moved.entity) == ("Treasury", "ORGANIZATION", "e3")


def test_a_sanction_that_was_added_with_slots() -> None:
    def change(cas):
        link = cas.typesystem.get_type("sanctionwire.SanctionLink")
        array = cas.typesystem.get_type("uima.cas.FSArray")
        slots = [
            link(role="target", target=pick(cas, "Mention", "Acme Bank", 3)),
            link(role="imposer", target=None),
            link(role="amount", target=next(iter(cas.select("sanctionwire.Valuation")))),
        ]
        add(cas, "Sanction", "fined", action="enforce", status="in_force", roles=array(elements=slots))

    added = correct(change).sanctions[1]
    assert (added.id, added.action, added.target, added.imposer) == ("+s1", "enforce", ("e2",), ())
    assert (added.amount, added.measure, added.evidence) == ("v1", ("unspecified",), (find("fined"),))


def test_a_relation_that_was_removed_is_gone() -> None:
    assert correct(lambda cas: cas.remove(next(iter(cas.select("sanctionwire.Relation"))))).relations == ()


def test_a_name_that_is_not_the_longest_mention_is_kept_and_can_be_corrected() -> None:
    entities = tuple(
        replace(entity, name="Acme Bank plc") if entity.id == "e2" else entity
        for entity in example().entities
    )
    files = export(replace(example(), entities=entities))
    (found,) = FORMAT.read(files.values())
    assert found.entities == entities
    renamed = correct(lambda cas: setattr(pick(cas, "Mention", "Acme Bank", 2), "canonical_name", "Acme"))
    assert [entity.name for entity in renamed.entities if entity.id == "e2"] == ["Acme"]


def _slot(cas, role: str, target) -> None:
    sanction = next(iter(cas.select("sanctionwire.Sanction")))
    link = cas.typesystem.get_type("sanctionwire.SanctionLink")
    sanction.roles.elements.append(link(role=role, target=target))


BROKEN = [
    (lambda cas: _slot(cas, "beneficiary", pick(cas, "Mention", "Norland")), "'beneficiary' is no role"),
    (lambda cas: _slot(cas, "target", pick(cas, "Mention", "7 October 2019")), "stands for no entity"),
    (lambda cas: _slot(cas, "target", pick(cas, "Passage", "said")), "does not end at a mention"),
    (lambda cas: _slot(cas, "target", pick(cas, "Quote", "It must end,")), "holds a sanctionwire.Quote"),
    (lambda cas: setattr(pick(cas, "Sanction", "blacklisted"), "status", None), "status is not set"),
    (lambda cas: setattr(pick(cas, "Mention", "Norland"), "label", "PLACE"), "label is 'PLACE'"),
    (lambda cas: setattr(pick(cas, "Mention", "Norland"), "level", "nickname"), "level is 'nickname'"),
    (
        lambda cas: setattr(pick(cas, "Valuation", "at least $4 million"), "amount", "4 m"),
        "Write digits only",
    ),
    (
        lambda cas: setattr(next(iter(cas.select("sanctionwire.Relation"))), "Governor", None),
        "does not connect",
    ),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_what_makes_no_sense_is_named_with_layer_and_place(change, message: str) -> None:
    found = correct(change)
    assert isinstance(found, RecordError)
    assert message in str(found)
    assert (found.file, found.document_id) == ("norland.xmi", "norland")
    assert re.fullmatch(r"[A-Z][a-z]+\[\d+:\d+\]", found.field)
    assert found.remedy


def test_broken_files_are_named_and_the_others_read() -> None:
    files = export(example())
    good = files["norland.xmi"].data
    broken = {
        "a.xmi": (good[:300], "not XML"),
        "b.xmi": (good.replace(b'begin="66"', b'begin="999"'), "999"),
        "c.xmi": (good.replace(b"sanctionwire:Passage", b"sanctionwire:Remark"), "Remark"),
        "d.xmi": (
            good.replace(b"<xmi:XMI", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xmi:XMI'),
            "DOCTYPE",
        ),
        "e.xmi": (good.replace(b'target="10"', b'target="4711"'), "4711"),
        # The second half of the emoji, at which no character begins.
        "f.xmi": (good.replace(b'begin="66"', b'begin="52"'), "52"),
        "g.xmi": (b"<html/>", "not XMI"),
    }
    inputs = [File(name, data) for name, (data, _) in broken.items()]
    found = list(FORMAT.read([*inputs, *files.values()]))
    assert [type(item) for item in found] == [RecordError] * len(broken) + [Document]
    for item, (name, (_, message)) in zip(found, broken.items(), strict=False):
        assert isinstance(item, RecordError)
        assert item.file == name
        assert message in str(item), item
        assert item.remedy


def test_a_broken_type_system_is_named() -> None:
    files = export(example()) | {"TypeSystem.xml": File("TypeSystem.xml", b"<a>")}
    (found,) = FORMAT.read(files.values())
    assert isinstance(found, RecordError)
    assert found.file == "TypeSystem.xml"


def test_the_type_system_in_the_folder_of_a_document_counts() -> None:
    """INCEpTION exports each document with a type system of its own."""
    files = export(example())
    inputs = [
        File("one/norland.xmi", files["norland.xmi"].data),
        File("one/TypeSystem.xml", files["TypeSystem.xml"].data),
        File("TypeSystem.xml", b"<a>"),
    ]
    (found,) = FORMAT.read(inputs)
    assert isinstance(found, Document)
    assert found.id == "norland"


def test_the_export_of_a_whole_project_is_read() -> None:
    files = export(replace(example(), id="a/b"))
    one = pack_zip({"kim.xmi": files["a~2Fb.xmi"].data, "TypeSystem.xml": files["TypeSystem.xml"].data})
    project = {"source/a~2Fb.xmi": files["a~2Fb.xmi"].data, "annotation/a~2Fb.xmi/kim.zip": one}
    (found,) = FORMAT.read(unpack([File("project.zip", pack_zip(project)), files["documents.jsonl"]]))
    assert isinstance(found, Document)
    assert found.id == "a/b"
    assert found.sanctions == example().sanctions
    project["annotation/a~2Fb.xmi/lee.zip"] = one
    both = list(FORMAT.read(unpack([File("project.zip", pack_zip(project)), files["documents.jsonl"]])))
    assert [type(item) for item in both] == [RecordError, RecordError]
    assert "2 files hold this document" in str(both[0])


def test_without_a_type_system_ours_is_taken() -> None:
    (found,) = FORMAT.read([export(example())["norland.xmi"]])
    assert isinstance(found, Document)


def test_other_layers_of_a_project_do_not_disturb() -> None:
    def change(cas):
        tokens = cas.typesystem.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
        cas.add(tokens(begin=0, end=7))

    files = export(example())
    cas = load(files, "norland.xmi")
    change(cas)
    inputs = [
        File("norland.xmi", cas.to_xmi().encode()),
        File("TypeSystem.xml", cas.typesystem.to_xml().encode()),
    ]
    (found,) = FORMAT.read(inputs)
    assert found == replace(example(), title=None, published=None, language=None)


def test_characters_that_xml_cannot_hold_are_marked_pictures() -> None:
    text = "a\x00b\x1b\ufffe␀\t\r\n\x85"
    shown, replaced = replace_forbidden(text)
    assert shown == "a␀b␛\ufffd␀\t\r\n\x85"
    assert replaced == [(1, "U+0000"), (3, "U+001B"), (4, "U+FFFE")]
    assert restore_forbidden(shown, replaced) == text
    assert restore_forbidden("abc", [(1, "U+0000"), (2, "U+0041"), (9, "U+0000"), (0, "x")]) == "abc"


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("sanctionwire.exchange.cas")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(InputError, match=r"cas needs the package 'cassis'.*sanctionwire\[exchange\]"):
        load_format("cas")


@settings(max_examples=40, deadline=None)
@given(draw_document())
def test_any_document_can_be_read_back(document: Document) -> None:
    files = export(document)
    (name,) = [name for name in files if name.endswith(".xmi")]
    load(files, name)
    (found,) = FORMAT.read(files.values())
    assert isinstance(found, Document), found
    assert (found.id, found.text) == (document.id, document.text)
    by_id = {mention.id: mention for mention in document.mentions}
    for mention in found.mentions:
        assert replace(by_id[mention.id], extra={}) == mention
    assert {item.id for item in found.sanctions} == {item.id for item in document.sanctions}
    assert {item.id for item in found.quotes} == {item.id for item in document.quotes}
    assert {item.id for item in found.valuations} == {item.id for item in document.valuations}
