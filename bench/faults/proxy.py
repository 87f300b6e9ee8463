"""What lies between people and the site, and can be cut."""

import random
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread


class Proxy:
    """A network of its own between people and the web servers, of which one is as good as the other."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.behind, self._open = ports, set[socket.socket]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _address = self._listening.accept()
            behind = self._reach_any()
            if behind is None:
                client.close()
                continue
            behind.settimeout(None)
            self._open |= {client, behind}
            for one, other in ((client, behind), (behind, client)):
                Thread(target=self._hand_on, args=(one, other), daemon=True).start()

    def _reach_any(self) -> socket.socket | None:
        for port in random.sample(self.behind, len(self.behind)):
            with suppress(OSError):
                return socket.create_connection(("127.0.0.1", port), timeout=5)
        return None

    def _hand_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(1 << 16):
                other.sendall(piece)
        for end in (one, other):
            self._open.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def cut(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
