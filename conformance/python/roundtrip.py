"""Reads every tensor of a vector folder as an array and writes it again: `roundtrip.py <folder>`."""

import json
import sys
from pathlib import Path

import msgpack

from goldvec import load_vectors
from goldvec.tensors import tensor_of, wire_of


def tensors(value):
    """Every tensor with a payload below a decoded value."""
    if isinstance(value, dict):
        if "dtype" in value and "data" in value:
            yield value
            return
        for field in value.values():
            yield from tensors(field)
    elif isinstance(value, list):
        for item in value:
            yield from tensors(item)


folder = Path(sys.argv[1])
count = wrong = 0
for entry in json.loads((folder / "manifest.json").read_text())["files"]:
    for wire in tensors(msgpack.unpackb((folder / entry["path"]).read_bytes(), raw=False)):
        count += 1
        wrong += wire_of(tensor_of(wire)) != wire
cases = sum(1 for _ in load_vectors(folder))
print(json.dumps({"tensors": count, "wrong": wrong, "cases": cases}))
