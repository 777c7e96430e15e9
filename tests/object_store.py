"""An object store on loopback that speaks S3, and what a client needs to know of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer


@contextmanager
def object_store(bucket: str) -> Iterator[Mapping[str, str]]:
    """Serve an empty bucket while the block runs; yields the environment that leads to it."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ACCESS_KEY_ID": "renkei",
        "AWS_SECRET_ACCESS_KEY": "top-secret",
        "AWS_DEFAULT_REGION": "ap-northeast-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_DEFAULT_REGION"],
    ).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": environment["AWS_DEFAULT_REGION"]})
    try:
        yield environment
    finally:
        server.stop()
