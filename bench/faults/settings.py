"""The site's own, with a folder of its own for the style sheets that are served."""

import os

from reportsite.settings import *  # noqa: F403 - as they are

STATIC_ROOT = os.environ["STATIC_ROOT"]
