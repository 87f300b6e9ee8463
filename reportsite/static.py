"""Static files under names that hold their hash, so that browsers keep them for good."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
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
            whole = _IMPORT.sub(lambda found: _read(paths, f"css/{found[1]}"), _read(paths, SHEET))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, **options)


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
