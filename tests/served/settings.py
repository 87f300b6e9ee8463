"""The site in processes of its own on the tests' database, with real workers and little patience."""

import os

from reportsite.settings import DATABASES
from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
DOCUMENT_PROCESSES = 2
READING_SECONDS = int(os.environ.get("SERVED_READING_SECONDS", "4"))
