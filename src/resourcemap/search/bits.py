"""Answers packed 64 listings to a word, the way the columns keep them."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]


def pack(mask: Mask) -> Bits:
    """
    Pack true and false along the last axis, 64 to a word; the last word is filled with 0.

    >>> pack(np.array([True, False, True])).tolist()
    [5]
    """
    packed = np.packbits(mask, axis=-1, bitorder="little")
    missing = -packed.shape[-1] % 8
    if missing:
        packed = np.pad(packed, [(0, 0)] * (packed.ndim - 1) + [(0, missing)])
    return np.ascontiguousarray(packed).view(np.uint64)


def unpack(bits: Bits, size: int) -> Mask:
    """
    Unpack the first `size` answers, shape (size,).

    >>> unpack(np.array([5], dtype=np.uint64), 3).tolist()
    [True, False, True]
    """
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def count(bits: Bits) -> NDArray[np.int64]:
    """
    Count what is true along the last axis.

    >>> count(np.array([[5], [0]], dtype=np.uint64)).tolist()
    [2, 0]
    """
    counts: NDArray[np.int64] = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return counts
