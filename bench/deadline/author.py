"""An author whose page saves by itself, as static/js/autosave does; over HTTP and by nothing of the site's code."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bench.browser import encode

TOKEN = "deadline" * 4  # of the cookie and of the header alike, which is all that is asked of it
ENDS = "新又"
EVERY = 5  # seconds
OK = f"HTTP/1.1 {HTTPStatus.OK} "


@dataclass
class Told:
    """What the site said: how long each save took, when the last one was acknowledged, all other answers."""

    waited: list[float] = field(default_factory=list)
    last: float = 0.0
    others: Counter[str] = field(default_factory=Counter)


class Author:
    def __init__(
        self, port: int, connections: asyncio.Semaphore, number: int, *, report: int, section: int, **person: Any
    ) -> None:
        self.section, self.told = section, Told()
        self._port, self._connections, self._number = port, connections, number
        self._head = (
            f"POST /reports/{report}/sections/{section}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
            f"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nX-CSRFToken: {TOKEN}\r\n"
            f"Cookie: sessionid={person['session']}; csrftoken={TOKEN}\r\n"
        )
        self._fields: dict[str, str] = person["fields"]
        self._figure = next(name for name in self._fields if name.startswith("figure-"))
        self._version, self._saves = int(self._fields["version"]), 0
        self._kept = {self._fields["body"]}

    def has_kept(self, stored: str) -> bool:
        """Whether the words are those acknowledged last, or ones sent since whose answer never came."""
        return stored in self._kept

    async def write(self, until: float, pause: float) -> None:
        """Until that moment of the loop's clock; a save that takes longer than the pause is waited for."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.sleep(pause)
        while loop.time() < until:
            sent = loop.time()
            if await self._save():
                self.told.waited.append(loop.time() - sent)
                self.told.last = loop.time() - begun
            await asyncio.sleep(max(0.0, sent + EVERY - loop.time()))

    async def _save(self) -> bool:
        typed = self._type()
        self._kept.add(typed["body"])
        try:
            async with self._connections:
                answer = await asyncio.wait_for(self._post(encode(typed)), 60)
        except (OSError, TimeoutError) as problem:
            self.told.others[type(problem).__name__] += 1
            return False
        head, _, body = answer.partition("\r\n\r\n")
        version = json.loads(body).get("version") if head.startswith(OK) else None
        if version != self._version + 1:
            self.told.others[head.split("\r\n")[0][9:40] or "nothing"] += 1
            return False
        initial = {f"initial-{name}": typed[name] for name in typed if f"initial-{name}" in typed}
        self._fields, self._version = typed | initial | {"version": str(version)}, version
        self._kept = {typed["body"]}
        return True

    def _type(self) -> dict[str, str]:
        """Other words at the end, and another value."""
        self._saves += 1
        body = self._fields["body"].rstrip(ENDS) + ENDS[self._saves % 2] * (1 + self._number % 3)
        return self._fields | {"body": body, self._figure: str(self._number + self._saves)}

    async def _post(self, body: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            sent = body.encode()
            writer.write(f"{self._head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent)
            return (await reader.read()).decode()
        finally:
            writer.close()
