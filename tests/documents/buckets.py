"""A server that speaks S3, in a process of its own: it can be asked, ended and looked into."""

import logging
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

BUCKET = "documents"
ACCESS = {"access_key": "site", "secret_key": "only-for-tests"}
logging.getLogger("botocore").setLevel(logging.WARNING)


class BucketServer:
    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        asked = {
            "region_name": "us-east-1",
            "endpoint_url": self.endpoint,
            "config": Config(retries={"mode": "standard"}),
        }
        keys = {"aws_access_key_id": ACCESS["access_key"], "aws_secret_access_key": ACCESS["secret_key"]}
        self.client: Any = boto3.client("s3", **asked, **keys)

    @property
    def storage(self) -> dict[str, Any]:
        """As settings have it."""
        options = {"bucket_name": BUCKET, "endpoint_url": self.endpoint, "region_name": "us-east-1", **ACCESS}
        return {"BACKEND": "reports.documents.bucket.BucketStorage", "OPTIONS": options}

    def objects(self) -> dict[str, bytes]:
        listed = self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {one["Key"]: self.client.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in listed}

    def unfinished(self) -> list[str]:
        return [one["Key"] for one in self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])]

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=path, Body=data)

    def empty(self) -> None:
        """A new server, with a bucket of that name."""
        urllib.request.urlopen(f"{self.endpoint}/moto-api/reset", data=b"").close()  # noqa: S310
        self.client.create_bucket(Bucket=BUCKET)


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port, process)
        server = BucketServer(port)
        server.client.create_bucket(Bucket=BUCKET)
        yield server
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server of the bucket has ended"
        time.sleep(0.1)
    raise AssertionError("the server of the bucket did not start")
