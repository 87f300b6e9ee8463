"""Who can read a backup. A server has the public keys alone: whoever breaks into it reads none of its backups."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyrage
from django.conf import settings
from pyrage import x25519

from .problems import BackupProblem


def read_recipients() -> list[x25519.Recipient]:
    if not settings.BACKUP_RECIPIENTS:
        raise BackupProblem("no_recipient")
    return [_recipient(said.strip()) for said in settings.BACKUP_RECIPIENTS]


def _recipient(said: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(said)
    except pyrage.RecipientError as error:
        raise BackupProblem("recipient", said=said[:70]) from error


def name_of(recipients: Sequence[x25519.Recipient]) -> str:
    """The same for the same keys: what others can read is not taken for what these can."""
    return hashlib.sha256("\n".join(sorted(map(str, recipients))).encode()).hexdigest()[:16]


def read_identities(path: Path) -> list[x25519.Identity]:
    """Of a file as age-keygen writes it."""
    try:
        found = re.findall(rb"^AGE-SECRET-KEY-1\w+", path.read_bytes().upper(), re.MULTILINE)
        identities = [x25519.Identity.from_str(key.decode()) for key in found]
    except (OSError, pyrage.IdentityError) as error:
        raise BackupProblem("no_identity", path=path) from error
    if not identities:
        raise BackupProblem("no_identity", path=path)
    return identities


class HashingWriter:
    """Hands on what it is given. pyrage takes errors of a file for its own: the error itself is kept here."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self.error: OSError | None = None

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        self._file.flush()


def encrypt_stream(source: BinaryIO, file: BinaryIO, recipients: Sequence[x25519.Recipient]) -> str:
    """Returns the SHA-256 of what was written. Raises OSError."""
    writer = HashingWriter(file)
    try:
        pyrage.encrypt_io(cast("Any", source), cast("Any", writer), recipients)
    except pyrage.EncryptError as error:
        raise (writer.error or error) from error
    return writer.sha256


def decrypt_stream(source: BinaryIO, file: BinaryIO, identities: Sequence[x25519.Identity]) -> None:
    """Raises OSError, or pyrage.DecryptError for another key and for bytes that were changed."""
    writer = HashingWriter(file)
    try:
        pyrage.decrypt_io(cast("Any", source), cast("Any", writer), identities)
    except pyrage.DecryptError as error:
        raise (writer.error or error) from error
