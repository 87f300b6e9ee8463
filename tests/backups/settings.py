"""Of a child process: the tests' own database, and the documents of one test."""

import os

from tests.settings import *  # noqa: F403 - as the tests have them
from tests.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["TEST_NAME"]
MEDIA_ROOT = os.environ["TEST_DOCUMENTS"]
STORAGES["default"] = {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}
