#!/usr/bin/env python3
"""Reads the gold vectors with nothing but the standard library, and answers one op.

    python3 schema/examples/read_vectors.py [vectors]

Checks every file against the manifest, decodes it, and replays the op `round` in both modes. The exit
status is 1 if a file is damaged or an answer differs.
"""

import hashlib
import json
import math
import struct
import sys
from pathlib import Path


def decode(data, at=0):
    """The value that starts at a byte, and the byte after it: the part of msgpack that the format uses."""

    def number(form, size):
        return struct.unpack_from(">" + form, data, at + 1)[0], at + 1 + size

    def sized(length, start):
        return bytes(data[start : start + length]), start + length

    def items(count, start):
        values = []
        for _ in range(count):
            value, start = decode(data, start)
            values.append(value)
        return values, start

    def pairs(count, start):
        flat, end = items(2 * count, start)
        return dict(zip(flat[::2], flat[1::2])), end

    def text(length, start):
        raw, end = sized(length, start)
        return raw.decode(), end

    head = data[at]
    if head <= 0x7F:
        return head, at + 1
    if head <= 0x8F:
        return pairs(head & 0x0F, at + 1)
    if head <= 0x9F:
        return items(head & 0x0F, at + 1)
    if head <= 0xBF:
        return text(head & 0x1F, at + 1)
    if head >= 0xE0:
        return head - 0x100, at + 1
    integers = {0xCC: "B1", 0xCD: "H2", 0xCE: "I4", 0xD0: "b1", 0xD1: "h2", 0xD2: "i4"}
    if head in integers:
        form, size = integers[head]
        return number(form, int(size))
    bodies = {0xC4: ("B", sized), 0xC5: ("H", sized), 0xC6: ("I", sized),
              0xD9: ("B", text), 0xDA: ("H", text), 0xDB: ("I", text),
              0xDC: ("H", items), 0xDD: ("I", items), 0xDE: ("H", pairs), 0xDF: ("I", pairs)}
    if head not in bodies:
        raise ValueError(f"byte {at}: 0x{head:02x} is not part of the format")
    form, body = bodies[head]
    return body(*number(form, struct.calcsize(form)))


def contracts_of(vectors):
    """The cases of each contract in a decoded file: the contract, and (identity, call, expected) of each case."""
    if vectors["format"] == 1:
        # one contract a file, each case with its answer
        cases = [(case["id"], case, case["expected"]) for case in vectors["cases"]]
        return {vectors["contract"]: cases}
    if vectors["format"] != 2:
        raise ValueError(f"format {vectors['format']} is unknown")
    names = [part["contract"] for part in vectors["contracts"]]
    cases = {name: [] for name in names}
    for call in vectors["cases"]:
        for answer in call["answers"]:
            for place, number in zip(answer["contracts"], answer["numbers"]):
                identity = f"{vectors['op']}/{call['set']}/{number}"
                cases[names[place]].append((identity, call, answer["expected"]))
    return cases


def read(folder):
    """Op and contracts of every vector file of a folder whose size and hash are those of the manifest."""
    for entry in json.loads((folder / "manifest.json").read_text())["files"]:
        data = (folder / entry["path"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise ValueError(f"{entry['path']}: not the file of the manifest")
        vectors, end = decode(data)
        contracts = contracts_of(vectors)
        # format 1 has one contract, named in the entry itself
        listed = {part["contract"]: part["cases"] for part in entry.get("contracts", [entry])}
        if end != len(data) or {name: len(cases) for name, cases in contracts.items()} != listed:
            raise ValueError(f"{entry['path']}: unexpected content")
        yield vectors["op"], contracts


def elements(tensor, form):
    """The payload as numbers: `f` for FLOAT32, `i` for INT32 and SYM_INT32."""
    data = tensor["data"]
    return struct.unpack(f"<{len(data) // 4}{form}", data)


def float32(x):
    """A double rounded to float32."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


def half_away(x):
    """Nearest integer, halves away from zero (S16). In doubles the sum is exact enough for any float32."""
    return int(math.copysign(math.floor(abs(x) + 0.5), x))


def round_all(values, mode, state):
    """The op `round`: integers, and the state of the xorshift32 generator afterwards (S10, S12, S17)."""
    answer = []
    for x in values:
        if mode == "SR_HALF_AWAY":
            state ^= state << 13 & 0xFFFFFFFF
            state ^= state >> 17
            state ^= state << 5 & 0xFFFFFFFF
            x = float32(float32(x + (state >> 8) / 2**24) - 0.5)
        answer.append(half_away(x))
    return tuple(answer), state


def main(folder):
    files = cases = answered = wrong = 0
    for op, contracts in read(folder):
        files, cases = files + 1, cases + sum(len(found) for found in contracts.values())
        for contract, found in contracts.items() if op == "round" else []:
            for identity, call, expected in found:
                # an overflowing cast has no defined result
                if expected["status"] != "ok":
                    continue
                x = elements(call["inputs"]["x"], "f")
                answer = round_all(x, call["params"]["rounding"], call["rng"])
                answered += 1
                if answer != (elements(expected["outputs"]["y"], "i"), expected["rng"]):
                    wrong += 1
                    print(f"{contract}/{identity}: got {answer}")
    print(f"{files} files with {cases} cases are intact")
    print(f"round: {answered - wrong} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "vectors")))
    except (ValueError, OSError) as error:
        sys.exit(f"error: {error}")
