"""The site with views that hang, and little patience."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.deadline.urls"
REQUEST_SECONDS = 2
