"""Static files under names that hold their hash, so that browsers keep them for good."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.http import HttpRequest
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
_IMPORT = re.compile(r'^@import url\("(\w+\.css)"\);$', re.MULTILINE)

Paths = Mapping[str, tuple[Storage, str]]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; modules import one another by hashed names too, and the sheet that imports the others holds
    them: a browser would ask for one after another.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a pass for each step of the longest chain of imports, and one to see that it is done

    def post_process(self, paths: Paths, **options: Any) -> Iterator[tuple]:
        if SHEET in paths and not options.get("dry_run"):
            whole = join_sheets(lambda name: _read(paths, name))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, **options)


def join_sheets(read: Callable[[str], str]) -> str:
    """The sheet, and in it those that it imports."""
    return _IMPORT.sub(lambda found: read(f"css/{found[1]}"), read(SHEET))


def style_sheets(_request: HttpRequest) -> dict[str, tuple[str, ...]]:
    """For templates. Where files are served as they are each sheet is named: what looks for faults in a page, as axe
    does, follows an import with styles of its own, which the security policy forbids.
    """
    return {"style_sheets": (SHEET,) if isinstance(staticfiles_storage, HashedStaticFiles) else _imported()}


@cache
def _imported() -> tuple[str, ...]:
    return tuple(f"css/{name}" for name in _IMPORT.findall((settings.BASE_DIR / "static" / SHEET).read_text()))


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
