"""A server that speaks S3, in a process of its own: it can be asked, emptied and looked into."""

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scripts import with_bucket
from scripts.with_bucket import NAME

logging.getLogger("botocore").setLevel(logging.WARNING)


class BucketServer:
    def __init__(self, endpoint: str) -> None:
        self.endpoint, self.client = endpoint, with_bucket.client_of(endpoint)

    @property
    def environment(self) -> dict[str, str]:
        return with_bucket.environment_of(self.endpoint)

    @property
    def storage(self) -> dict[str, Any]:
        """As settings have it."""
        keys = {"access_key": with_bucket.KEYS["S3_ACCESS_KEY"], "secret_key": with_bucket.KEYS["S3_SECRET_KEY"]}
        options = {"bucket_name": NAME, "endpoint_url": self.endpoint, "region_name": "us-east-1", **keys}
        return {"BACKEND": "reports.documents.bucket.BucketStorage", "OPTIONS": options}

    def objects(self) -> dict[str, bytes]:
        listed = self.client.list_objects_v2(Bucket=NAME).get("Contents", [])
        return {one["Key"]: self.client.get_object(Bucket=NAME, Key=one["Key"])["Body"].read() for one in listed}

    def unfinished(self) -> list[str]:
        return [one["Key"] for one in self.client.list_multipart_uploads(Bucket=NAME).get("Uploads", [])]

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=NAME, Key=path, Body=data)

    def empty(self) -> None:
        """A new server, with a bucket of that name."""
        urllib.request.urlopen(f"{self.endpoint}/moto-api/reset", data=b"").close()  # noqa: S310
        self.client.create_bucket(Bucket=NAME)


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    with with_bucket.server() as endpoint:
        yield BucketServer(endpoint)
