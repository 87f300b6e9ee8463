"""What a backup holds: encrypted, for it names documents; read before anything is restored."""

import json
from dataclasses import asdict, dataclass, field
from typing import Self

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """`documents` and `missing` are paths below the folder of stored documents, the latter of such as were not there or
    not what their names say. `log_head` is the last seal of the log, empty where there is none.
    """

    vendor: str
    migrations: list[str]
    documents: list[str]
    missing: list[str] = field(default_factory=list)
    log_head: str = ""

    def to_json(self) -> bytes:
        return json.dumps({"format": _FORMAT} | asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Raises ValueError."""
        said = json.loads(data)
        if said.pop("format") != _FORMAT:
            raise ValueError("another format")
        return cls(**said)
