"""Writes a trained encoder as an ONNX graph with 8-bit weights, which runs without torch."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch

from sanctionwire.training.network import Network

INPUTS = ("pieces", "shapes", "tags", "mask")


def ship(network: Network, tokenizer: Path, folder: Path) -> None:
    """Write `network.onnx` and `tokenizer.json` to a model folder.

    Args:
        network: The trained network.
        tokenizer: The `tokenizer.json` of the model that it started from.
        folder: Where to write; made when missing.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    example = torch.arange(80).view(2, 40)
    zeros, ones = torch.zeros_like(example), torch.ones_like(example)
    axes = {name: {0: "windows", 1: "subwords"} for name in (*INPUTS, "rows")}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "network.onnx"
        torch.onnx.export(
            network, (example, zeros, zeros, ones), str(whole), dynamic_axes=axes,
            input_names=list(INPUTS), output_names=["rows"], opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            str(whole), str(folder / "network.onnx"), weight_type=QuantType.QInt8, per_channel=True
        )
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
