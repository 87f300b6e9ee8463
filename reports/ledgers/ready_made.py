"""The kinds of ledgers that every site offers."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .columns import LedgerShape

RECTIFICATION = "rectification"  # 问题整改


class ReadyMadeKind(NamedTuple):
    slug: str
    name: str
    shape: LedgerShape


@cache
def ready_made_kinds() -> dict[str, ReadyMadeKind]:
    """By their slugs, in the order in which they are offered."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {slug: ReadyMadeKind(slug, kind["name"], LedgerShape.from_dict(kind)) for slug, kind in data.items()}
