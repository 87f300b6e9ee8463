"""How gunicorn serves the site, by `make run` and on a server. What the command line says wins.

Threads: files are made elsewhere, and DOCUMENT_PROCESSES + DOCUMENT_QUEUE requests at most wait for them.
"""

import os
from typing import Any

from reports.documents.temporary_folder import use_own_folder
from reportsite.memory import give_back

give_back()

wsgi_app = "reportsite.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 12
timeout = 60  # of a process in which nothing moves; of a request: REQUEST_SECONDS
graceful_timeout = 30
max_requests, max_requests_jitter = 2000, 200
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Uploads and tables lie on the disk for a moment; of a process that is killed they would stay there."""
    use_own_folder()
