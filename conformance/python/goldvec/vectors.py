"""The gold vectors as NumPy arrays."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional

import msgpack

from .tensors import Tensor, tensor_of


@dataclass
class Case:
    """One call and its answer. `outputs` is empty unless `status` is `ok`; `targets` are filled with poison."""

    identity: str
    contract: str
    flags: list
    params: dict
    inputs: Dict[str, Tensor]
    targets: Dict[str, Tensor]
    rng: int
    status: str
    refusal: Optional[str]
    outputs: Dict[str, Tensor]
    rng_after: Optional[int]
    overflow: dict


def _tensors(wires):
    return {name: tensor_of(wire) for name, wire in wires.items()}


def _case(contract, identity, call, expected):
    return Case(
        identity=f"{contract}/{identity}",
        contract=contract,
        flags=call["flags"],
        params=call["params"],
        inputs=_tensors(call["inputs"]),
        targets=_tensors(call["targets"]),
        rng=call["rng"],
        status=expected["status"],
        refusal=expected.get("refusal"),
        outputs=_tensors(expected.get("outputs", {})),
        rng_after=expected.get("rng"),
        overflow=expected["overflow"],
    )


def _answers(vectors):
    """Contract, identity, call and expectation of every case of a decoded file of format 1 or 2."""
    if vectors["format"] == 1:
        for case in vectors["cases"]:
            yield vectors["contract"], case["id"], case, case["expected"]
        return
    if vectors["format"] != 2:
        raise ValueError(f"format {vectors['format']} is unknown")
    for call in vectors["cases"]:
        for answer in call["answers"]:
            for place, number in zip(answer["contracts"], answer["numbers"]):
                identity = f"{vectors['op']}/{call['set']}/{number}"
                contract = vectors["contracts"][place]["contract"]
                yield contract, identity, call, answer["expected"]


def load_vectors(folder, op=None, contract=None):
    """Yields the cases of a vector folder, of one op and one contract where they are named.

    Raises ValueError where a file is not the one of the manifest.
    """
    folder = Path(folder)
    for entry in json.loads((folder / "manifest.json").read_text())["files"]:
        if op is not None and entry["op"] != op:
            continue
        data = (folder / entry["path"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise ValueError(f"{entry['path']}: not the file of the manifest")
        for name, identity, call, expected in _answers(msgpack.unpackb(data, raw=False)):
            if contract is None or name == contract:
                yield _case(name, identity, call, expected)
