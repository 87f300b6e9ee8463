"""Run a command with documents in a bucket of a server that speaks S3 and lives only as long as the command.

    python scripts/with_bucket.py python manage.py runserver

The server is that of moto: it keeps all in memory and checks no keys.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import Any

import boto3

NAME = "documents"
KEYS = {"S3_ACCESS_KEY": "site", "S3_SECRET_KEY": "anything"}


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is stopped then, too
    with server() as endpoint:
        return subprocess.run(command, env=os.environ | environment_of(endpoint), check=False).returncode


def environment_of(endpoint: str) -> dict[str, str]:
    return {"S3_BUCKET": NAME, "S3_ENDPOINT": endpoint} | KEYS


@contextmanager
def server():
    """Yield its address. The bucket is there and empty."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        endpoint = f"http://127.0.0.1:{port}"
        client_of(endpoint).create_bucket(Bucket=NAME)
        yield endpoint
    finally:
        process.kill()
        process.wait()


def client_of(endpoint: str) -> Any:
    access, secret = KEYS.values()
    keys = {"aws_access_key_id": access, "aws_secret_access_key": secret, "region_name": "us-east-1"}
    return boto3.client("s3", endpoint_url=endpoint, **keys)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server of the bucket did not start")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
