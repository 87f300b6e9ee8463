"""A finished PDF as OFD (GB/T 33190-2016), on trial: the same glyphs in the same places; docs/decisions/0085-ofd.md."""

from .conversion import write_ofd

__all__ = ["write_ofd"]
