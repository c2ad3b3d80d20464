"""Backends in Python for goldvec, and its gold vectors as NumPy arrays.

    from goldvec import op, serve

    @op("round")
    def round_(call):
        x = call["x"].data
        call["y"].data[...] = numpy.trunc(x + numpy.copysign(numpy.float32(0.5), x))

    serve(name="my kernels", version="1")
"""

from .backend import Call, Refused, Unsupported, op, serve
from .tensors import Tensor
from .vectors import Case, load_vectors

__all__ = ["Call", "Case", "Refused", "Tensor", "Unsupported", "load_vectors", "op", "serve"]
