"""A token classifier with random weights, made here, that calls everything a person."""

from __future__ import annotations

import pytest

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.systems.transformers import TransformersSettings
from sanctionwire.errors import InputError
from sanctionwire.schema.validate import check_document

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
pytest.importorskip("transformers", reason="the extra `train` is not installed")

WORDS = ["ada", "met", "ivo", "in", "bergen", "."]


@pytest.fixture(scope="module", params=["Bert", "Roberta"])
def folder(request, tmp_path_factory):
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("classifier")
    vocabulary = {word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(0)
    labels = {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-MISC"}
    config = getattr(transformers, f"{request.param}Config")(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
        pad_token_id=0,
        id2label=labels,
        label2id={label: n for n, label in labels.items()},
    )
    model = getattr(transformers, f"{request.param}ForTokenClassification")(config)
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor([0.0, 50.0, 0.0, 0.0]))
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def test_every_word_of_a_long_text_is_read(folder):
    text = "Ada met Ivo in Bergen. " * 60
    system = TransformersSettings(name="tiny", kind="transformers", model=str(folder), stride=8).build()
    system.load()
    short, empty, long = system.predict(
        [make_article("s", "Ada met Ivo"), make_article("e", " \n"), make_article("l", text)]
    )
    for document in (short, empty, long):
        check_document(document)
    assert [mention.text for mention in short.mentions] == ["Ada", "met", "Ivo"]
    assert short.mentions[0].confidence > 0.9
    assert empty.mentions == ()
    covered = {place for mention in long.mentions for place in range(mention.start, mention.end)}
    assert covered >= {place for place, sign in enumerate(text) if sign.isalpha()}
    assert system.labels["PERSON"] == frozenset({"PERSON"}) and system.size > 1000


def test_a_model_that_is_not_there_is_named(tmp_path):
    system = TransformersSettings(name="none", kind="transformers", model=str(tmp_path)).build()
    with pytest.raises(InputError, match="cannot be loaded"):
        system.load()
