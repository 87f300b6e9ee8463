"""The site's store on a disk that hangs: what is to be stored waits as long as a file `hang` lies beside the folder."""

import time
from pathlib import Path

from reports.documents.whole_files import WholeFileStorage
from tests.served.settings import *  # noqa: F403
from tests.served.settings import STORAGES


class HangingStorage(WholeFileStorage):
    def _save(self, name, content):
        beside = Path(self.location).parent
        while (beside / "hang").exists():
            (beside / "hanging").touch()
            time.sleep(0.05)
        return super()._save(name, content)


STORAGES = {**STORAGES, "default": {"BACKEND": "tests.served.slow_store.HangingStorage"}}
