"""Run as a program of its own: a PDF on standard input, the report attached inside it on standard output.

Anybody can upload a PDF, and one of a few kilobytes can unpack to gigabytes as soon as it is opened. Here that ends
this process, not the site. The exit status says why nothing was found: see `pdf.REASONS`. Imports nothing of ours.
"""

import resource
import sys
import zlib
from io import BytesIO

SECONDS = 10
LARGEST_SOURCE = 5 * 1024 * 1024
UNREADABLE, FOREIGN, TOO_LARGE, BROKEN = 10, 11, 12, 13


def main(name: str, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(extract(sys.stdin.buffer.read(), name))


def extract(data: bytes, name: str) -> bytes:
    """The attachment of that name. Exits where there is none."""
    import pikepdf  # noqa: PLC0415 - under the limits

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if name not in pdf.attachments:
                sys.exit(FOREIGN)
            return _unpack(pdf.attachments[name].get_file().obj)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError, KeyError, RuntimeError):
        sys.exit(UNREADABLE)


def _unpack(stream) -> bytes:
    """The attachment's bytes, never more than the limit however small they were packed."""
    packed = stream.read_raw_bytes()
    if "/Filter" not in stream:
        source, rest = packed[:LARGEST_SOURCE], packed[LARGEST_SOURCE:]
    elif stream.Filter == "/FlateDecode":
        source, rest = _inflate(packed)
    else:
        sys.exit(FOREIGN)
    if rest:
        sys.exit(TOO_LARGE)
    return source


def _inflate(packed: bytes) -> tuple[bytes, bytes]:
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(packed, LARGEST_SOURCE), inflater.unconsumed_tail
    except zlib.error:
        sys.exit(BROKEN)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
