"""Where documents lie: in a folder of this machine, or in a bucket of a server that speaks S3, so that several machines
serve one site. Nobody but the site may read the bucket: who may have a file is asked each time.
"""

from typing import Any

from environ import Env


def storage(env: Env) -> dict[str, Any]:
    """For STORAGES: Django's words for a store and its options."""
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT"),
        "region_name": env.str("S3_REGION", default="us-east-1"),
        "access_key": env.str("S3_ACCESS_KEY"),
        "secret_key": env.str("S3_SECRET_KEY"),
    }
    return {"BACKEND": "reports.documents.bucket.BucketStorage", "OPTIONS": options}
