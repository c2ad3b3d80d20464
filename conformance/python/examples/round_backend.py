"""A backend with two ops: `round` in both modes (S16, S18) and `pointwise_float32` (S74)."""

import numpy as np

from goldvec import Refused, Unsupported, op, serve

HALF = np.float32(0.5)
INT32 = np.iinfo(np.int32)


def half_away(x):
    """Halves away from zero (S16). In doubles the sum is exact enough for any float32."""
    x = np.float64(x)
    return np.copysign(np.floor(np.abs(x) + 0.5), x)


def draw(state):
    """The next state of the xorshift32 generator, and the draw that it gives (S10, S12)."""
    state ^= state << 13 & 0xFFFFFFFF
    state ^= state >> 17
    state ^= state << 5 & 0xFFFFFFFF
    return state, np.float32((state >> 8) / 2**24)


@op("round")
def round_(call):
    x, y = call["x"].data, call["y"].data
    shifted = x.copy()
    if call.params["rounding"] == "SR_HALF_AWAY":
        for i in np.ndindex(x.shape):
            call.rng, u = draw(call.rng)
            shifted[i] = np.float32(x[i] + u) - HALF
    rounded = half_away(shifted)
    if not np.all((rounded >= INT32.min) & (rounded <= INT32.max)):
        raise Unsupported("a cast out of range is undefined in C")
    y[...] = rounded.astype(np.int32)


@op("pointwise_float32")
def pointwise(call):
    if "in_place" in call.params:
        raise Unsupported("results in the storage of an operand")
    functions = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}
    name = call.params["fn"]
    if name not in functions:
        raise Unsupported(f"no function {name}")
    a, b = call["a"].logical, call["b"].logical
    if a.shape != b.shape:
        raise Refused("the logical extents differ")
    call["y"].data[...] = functions[name](a, b)


serve(name="goldvec example in Python", version="1",
      contracts=["sym-2026-06-11", "sym-2026-06-23", "sym-2026-07-21"])
