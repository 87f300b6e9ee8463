"""What a request has used goes back to the system."""

import ctypes

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # malloc.h
_LARGE = 1024 * 1024  # bytes
_HEAPS = 2


def give_back() -> None:
    """To be called before there are threads. Without it glibc keeps, once 19 MB were given back for a password's hash,
    as much for each of twelve threads. Does nothing where there is no glibc.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option:
        set_option(_MMAP_THRESHOLD, _LARGE)
        set_option(_ARENA_MAX, _HEAPS)
