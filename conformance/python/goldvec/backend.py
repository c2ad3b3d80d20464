"""Functions as a backend: `@op` names them, `serve` answers the frames of `conformance/README.md`."""

import os
import platform
import struct
import sys
import zlib

import msgpack
import numpy as np

from .tensors import float32_of, tensor_of, wire_of

_MAGIC = b"GV"
_REQUEST, _REPLY = 1, 2
_HEADER = struct.Struct("<2sBBI")
_kernels = {}


class Refused(Exception):
    """A guard of the semantics fires. Nothing may have been written to an output."""


class Unsupported(Exception):
    """This case is not offered, though the op is."""


class Call:
    """One call: tensors by name, parameters, and the state of the generator, which a kernel updates."""

    def __init__(self, request):
        self.contract = request["contract"]
        self.params = request["params"]
        self.rng = request["rng"]
        self._inputs = {name: tensor_of(wire) for name, wire in request["inputs"].items()}
        self._targets = {name: tensor_of(wire) for name, wire in request["targets"].items()}

    def __getitem__(self, name):
        """The tensor of this name, to be read or written in place; KeyError where the call has none."""
        return self._inputs[name] if name in self._inputs else self._targets[name]

    def __contains__(self, name):
        return name in self._inputs or name in self._targets

    def f32(self, name):
        """A float32 parameter, which travels as its bit pattern."""
        return float32_of(self.params[name])

    def f64(self, name):
        """A double parameter, which travels as eight bytes."""
        return np.float64(struct.unpack("<d", self.params[name])[0])

    def _changed_inputs(self, request):
        for name, tensor in self._inputs.items():
            wire = wire_of(tensor)
            if wire != request["inputs"][name]:
                yield name, wire

    def _outputs(self, request):
        written = dict(self._changed_inputs(request))
        return {**written, **{name: wire_of(tensor) for name, tensor in self._targets.items()}}

    def _written_output(self, request):
        """The name of a tensor that was written, or `untouched`."""
        for name, _ in self._changed_inputs(request):
            return name
        for name, wire in request["targets"].items():
            if wire_of(self._targets[name]) != wire_of(tensor_of(wire)):
                return name
        return "untouched"


def op(name):
    """Offers a function of one `Call` as the kernel of an op."""

    def offer(kernel):
        _kernels[name] = kernel
        return kernel

    return offer


def _run(request):
    head = {"verb": "run", "seq": request["seq"]}
    kernel = _kernels.get(request["op"])
    if kernel is None:
        return {**head, "status": "unsupported", "message": "no such op", "canary": "intact"}
    call = Call(request)
    try:
        with np.errstate(all="ignore"):
            kernel(call)
    except Refused as refusal:
        written = call._written_output(request)
        text = {"status": "refused", "message": str(refusal)}
        return {**head, **text, "canary": "intact", "poison": written}
    except Unsupported as reason:
        return {**head, "status": "unsupported", "message": str(reason), "canary": "intact"}
    except Exception as error:  # whatever a kernel does wrong is its verdict
        text = f"{type(error).__name__}: {error}"
        return {**head, "status": "error", "message": text, "canary": "intact"}
    outputs = call._outputs(request)
    rng = int(call.rng) & 0xFFFFFFFF
    return {**head, "status": "ok", "outputs": outputs, "rng": rng, "canary": "intact"}


def _read(stream, count):
    data = b""
    while len(data) < count:
        chunk = stream.read(count - len(data))
        if not chunk:
            return None
        data += chunk
    return data


def _send(stream, message):
    payload = msgpack.packb(message, use_bin_type=True)
    header = _HEADER.pack(_MAGIC, _REPLY, 0, len(payload))
    checksum = zlib.crc32(payload, zlib.crc32(header[2:]))
    stream.write(header + payload + struct.pack("<I", checksum))
    stream.flush()


def _frames(stream):
    while True:
        header = _read(stream, _HEADER.size)
        if header is None:
            return
        magic, kind, zero, length = _HEADER.unpack(header)
        if magic != _MAGIC or kind != _REQUEST or zero != 0:
            raise ValueError("this is no frame of a request")
        body = _read(stream, length + 4)
        if body is None:
            raise ValueError("the stream ends inside a frame")
        payload, checksum = body[:-4], struct.unpack("<I", body[-4:])[0]
        if zlib.crc32(payload, zlib.crc32(header[2:])) != checksum:
            raise ValueError("the checksum of a frame is wrong")
        yield msgpack.unpackb(payload, raw=False)


def _hello(name, version, contracts, capabilities):
    return {
        "verb": "hello",
        "protocol": 1,
        "name": name,
        "version": version,
        "toolchain": f"python {platform.python_version()}, numpy {np.__version__}",
        "capabilities": ["poison", *capabilities],
        "ops": list(_kernels),
        "contracts": list(contracts),
        "max_frame": 16 * 1024 * 1024,
    }


def serve(name, version, contracts=("sym-2026-07-21",), capabilities=()):
    """Answers requests on standard input until `bye` or its end.

    What kernels print goes to standard error: standard output belongs to the frames.
    """
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    for request in _frames(source):
        if request["verb"] == "hello":
            _send(sink, _hello(name, version, contracts, capabilities))
        elif request["verb"] == "run":
            _send(sink, _run(request))
        else:
            _send(sink, {"verb": "bye"})
            return
