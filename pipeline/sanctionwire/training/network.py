"""The encoder while it learns: a few transformer layers and one linear head; needs torch."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from sanctionwire.encoder.columns import BLOCKS, COLUMNS, MENTION_TAGS, ROLES, WIDTH
from sanctionwire.encoder.windows import SHAPES

TAGS = 1 + len(MENTION_TAGS)
"""Inputs that say what the word lists and patterns think: 0 for no opinion, then the mention tags."""


class Network(nn.Module):
    """Subwords, their shapes and the rules' tags in; logits and vectors out (see `encoder.columns`)."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.shapes = nn.Embedding(SHAPES, config.hidden_size)
        self.tags = nn.Embedding(TAGS, config.hidden_size)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.tags.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(config.hidden_size, COLUMNS - len(ROLES))
        self.bias = nn.Parameter(torch.full((len(ROLES),), -2.0))

    @classmethod
    def start(cls, folder: Path, layers: int) -> Network:
        """Return a network that starts from the first layers of a stored BERT model."""
        config = BertConfig.from_pretrained(folder, num_hidden_layers=layers)
        config._attn_implementation = "eager"
        network = cls(config)
        stored = BertModel.from_pretrained(folder, add_pooling_layer=False)
        kept = {name for name, _ in network.bert.named_parameters()}
        network.bert.load_state_dict(
            {k: v for k, v in stored.state_dict().items() if k in kept}, strict=False
        )
        return network

    def forward(self, pieces: Tensor, shapes: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return the outputs of every subword, shape [windows, subwords, columns].

        Args:
            pieces: Subword numbers, shape [windows, subwords].
            shapes: Shapes of the subwords, the same shape.
            tags: Tags of the rules, the same shape.
            mask: 1 for a subword, 0 for padding, the same shape.
        """
        words = self.bert.embeddings.word_embeddings(pieces) + self.shapes(shapes) + self.tags(tags)
        hidden = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        rows: Tensor = self.head(self.drop(hidden))
        return torch.cat([rows, self.bias.expand(*rows.shape[:-1], -1).to(rows.dtype)], dim=-1)


def fit_pairs(askers: Tensor, fillers: Tensor, bias: Tensor) -> Tensor:
    """Return the logits of roles, shape [askers, fillers, roles].

    Args:
        askers: Vectors of announcing words, shape [askers, roles * WIDTH].
        fillers: Vectors of mentions, shape [fillers, roles * WIDTH].
        bias: One number a role.
    """
    one = askers.view(len(askers), len(ROLES), WIDTH)
    other = fillers.view(len(fillers), len(ROLES), WIDTH)
    return torch.einsum("arw,frw->afr", one, other) / math.sqrt(WIDTH) + bias


__all__ = ["BLOCKS", "TAGS", "Network", "fit_pairs"]
