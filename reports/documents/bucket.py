"""Documents in a bucket of a server that speaks S3. What goes wrong there is raised as an OSError, as of a folder."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from io import BufferedReader, RawIOBase
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .store import StoreAway

_FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "507"}
_MISSING = {"NoSuchKey", "404"}
_PIECE = 1 << 16
_IN_MEMORY = 1 << 20  # bytes of a file that is read; more of it waits on the disk
_session_free = Lock()  # boto3's sessions are for one thread at a time
_CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},  # servers of an office have one name
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Not every server knows the newer checksums. What is stored for good is read back and has its SHA-256.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# In the thread that saves: what is saved may be read from the database meanwhile, and of its pieces one is in memory.
_TRANSFER = TransferConfig(use_threads=False)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise _translated(error) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(type(error).__name__) from error


def _translated(error: ClientError) -> OSError:
    code = error.response.get("Error", {}).get("Code", "")
    if code in _MISSING:
        return FileNotFoundError(errno.ENOENT, "not in the bucket")
    if code in _FULL:
        return OSError(errno.ENOSPC, f"the bucket is full ({code})")
    return StoreAway(code)


class BucketStorage(S3Storage):
    """An object is there whole or not at all: the server shows it when all of it has come. Saving replaces one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(client_config=_CLIENT, transfer_config=_TRANSFER, file_overwrite=True, **options)

    @property
    def connection(self) -> Any:
        """Of this thread."""
        with _session_free:
            return super().connection

    @cached_property
    def _session(self) -> boto3.Session:
        return super()._create_session()

    def _create_session(self) -> boto3.Session:
        """One for all threads: making one takes a fifth of a second."""
        return self._session

    @_as_os_error()
    def _open(self, name: str, mode: str = "rb") -> File:
        """All of it is fetched at once, so that what fails fails here."""
        fetched = self._object(name).get()["Body"]
        file: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it is handed on
        try:
            for piece in fetched.iter_chunks(_PIECE):
                file.write(piece)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return File(file, name)

    @_as_os_error()
    def _save(self, name: str, content: File) -> str:
        parameters = self._get_write_parameters(name, content)
        stream = BufferedReader(_Pieces(content.chunks()), _PIECE)
        self._object(name).upload_fileobj(stream, ExtraArgs=parameters, Config=self.transfer_config)
        return name

    @_as_os_error()
    def delete(self, name: str) -> None:
        super().delete(name)

    @_as_os_error()
    def exists(self, name: str) -> bool:
        return super().exists(name)

    @_as_os_error()
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        return super().listdir(name)

    @_as_os_error()
    def size(self, name: str) -> int:
        return super().size(name)

    @_as_os_error()
    def get_modified_time(self, name: str) -> datetime:
        return super().get_modified_time(name)

    def require_bucket(self) -> None:
        """Raises StoreAway."""
        try:
            with _as_os_error():
                self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as missing:
            raise StoreAway("NoSuchBucket") from missing

    @_as_os_error()
    def clear_unfinished(self, *, before: datetime) -> int:
        """What killed processes have left of large files: nobody sees it, but it takes room. Returns how many."""
        client = self.connection.meta.client
        cleared = 0
        for page in client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket_name):
            for upload in page.get("Uploads", ()):
                if upload["Initiated"] < before:
                    told = {"Key": upload["Key"], "UploadId": upload["UploadId"]}
                    client.abort_multipart_upload(Bucket=self.bucket_name, **told)
                    cleared += 1
        return cleared

    def _object(self, name: str) -> Any:
        return self.connection.Object(self.bucket_name, self._normalize_name(name))


class _Pieces(RawIOBase):
    """What is written piece by piece, to be read in other pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest = iter(pieces), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return 0
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
