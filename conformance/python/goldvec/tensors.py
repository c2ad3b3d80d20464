"""Tensors of the wire as NumPy arrays, and back. `schema/README.md` describes the bytes."""

import math
from dataclasses import dataclass
from typing import Optional, Tuple

import numpy as np

POISON = 0xA5
"""What the bytes of an output hold before a call."""


@dataclass
class Tensor:
    """A tensor and its record.

    `data` has the physical extents `shape`, in storage order: int32 for INT32 and SYM_INT32, float32 for
    FLOAT32, int32 codes for SYM, uint32 codes for ASYM, uint8 for BOOL. `order` is the logical axis of each
    physical one. `scale` is a float32, where the format has one.
    """

    dtype: str
    shape: Tuple[int, ...]
    data: np.ndarray
    order: Tuple[int, ...]
    scale: Optional[np.float32] = None
    zero_point: Optional[int] = None
    bits: Optional[int] = None
    rounding: Optional[str] = None

    @property
    def logical(self):
        """The elements by logical axes, as a view of `data` (S73)."""
        return self.data.transpose(np.argsort(self.order))


def float32_of(bits):
    """The float32 of a bit pattern."""
    return np.uint32(bits).view(np.float32)


def bits_of(value):
    """The bit pattern of a float32; one for every NaN."""
    value = np.float32(value)
    return 0x7FC00000 if np.isnan(value) else int(value.view(np.uint32))


def _width(dtype, bits):
    return {"BOOL": 1, "SYM": bits, "ASYM": bits}.get(dtype, 32)


def payload_bytes(record):
    """Bytes of the payload of a tensor or target as it travels."""
    bits = math.prod(record["shape"]) * _width(record["dtype"], record.get("bits", 32))
    return (bits + 7) // 8


def _unpacked(payload, count, width):
    """Codes of a bit stream, least significant bit first, as unsigned 64-bit integers."""
    stream = np.unpackbits(np.frombuffer(payload, np.uint8), bitorder="little")[: count * width]
    weights = np.uint64(1) << np.arange(width, dtype=np.uint64)
    return stream.reshape(count, width).astype(np.uint64) @ weights


def _packed(codes, width):
    places = np.arange(width, dtype=np.uint64)
    stream = (codes.astype(np.uint64)[:, None] >> places) & np.uint64(1)
    return np.packbits(stream.astype(np.uint8).ravel(), bitorder="little").tobytes()


def _elements(record, payload):
    dtype, shape = record["dtype"], tuple(record["shape"])
    if dtype == "FLOAT32":
        return np.frombuffer(payload, "<f4").reshape(shape).copy()
    if dtype in ("INT32", "SYM_INT32"):
        return np.frombuffer(payload, "<i4").reshape(shape).copy()
    width = _width(dtype, record.get("bits"))
    codes = _unpacked(payload, math.prod(shape), width)
    if dtype == "ASYM":
        return codes.astype(np.uint32).reshape(shape)
    if dtype == "BOOL":
        return codes.astype(np.uint8).reshape(shape)
    sign = np.int64(1) << np.int64(max(width - 1, 0))
    return ((codes.astype(np.int64) ^ sign) - sign).astype(np.int32).reshape(shape)


def tensor_of(wire):
    """A tensor as it came; a target, which has no payload, is filled with poison."""
    payload = wire["data"] if "data" in wire else bytes([POISON]) * payload_bytes(wire)
    scale = wire.get("scale_bits")
    return Tensor(
        dtype=wire["dtype"],
        shape=tuple(wire["shape"]),
        data=_elements(wire, payload),
        order=tuple(wire.get("order", range(len(wire["shape"])))),
        scale=None if scale is None else float32_of(scale),
        zero_point=wire.get("zero_point"),
        bits=wire.get("bits"),
        rounding=wire.get("rounding"),
    )


def _payload(tensor):
    flat = np.ascontiguousarray(tensor.data).ravel()
    if tensor.dtype == "FLOAT32":
        floats = flat.astype("<f4")
        words = floats.view("<u4").copy()
        words[np.isnan(floats)] = 0x7FC00000
        return words.tobytes()
    if tensor.dtype in ("INT32", "SYM_INT32"):
        return flat.astype("<i4").tobytes()
    width = _width(tensor.dtype, tensor.bits)
    return _packed(flat.astype(np.int64), width)


def wire_of(tensor):
    """The map that travels, its fields in the order of the schema."""
    if tensor.data.shape != tensor.shape:
        raise ValueError(f"data has the extents {tensor.data.shape}, the tensor {tensor.shape}")
    wire = {"dtype": tensor.dtype, "shape": list(tensor.shape)}
    if tensor.order != tuple(range(len(tensor.shape))):
        wire["order"] = list(tensor.order)
    if tensor.scale is not None:
        wire["scale_bits"] = bits_of(tensor.scale)
    if tensor.zero_point is not None:
        wire["zero_point"] = int(tensor.zero_point)
    if tensor.bits is not None:
        wire["bits"] = int(tensor.bits)
    if tensor.rounding is not None:
        wire["rounding"] = tensor.rounding
    wire["data"] = _payload(tensor)
    return wire
