"""The blocks of docs/production.md, as they stand there: what is a command, what a file, what a line of `.env`."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "production.md"
_FILE = re.compile(r"`(/etc/\S+)`[^`]*:$")
_LEFT_OUT = re.compile(r"\*Not tried: (.+?)\*", re.DOTALL)
_SETTING = re.compile(r"(?:#|[A-Z][A-Z0-9_]+=)")
_HEREDOC = re.compile(r"<<(\w+)")


class Kind(StrEnum):
    COMMANDS = auto()
    FILE = auto()
    SETTINGS = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True)
class Block:
    """`path` is of a file, `reason` of what is left out."""

    section: str
    text: str
    kind: Kind
    path: str = ""
    reason: str = ""

    @property
    def commands(self) -> list[str]:
        return split_commands(self.text)


def read_page(page: str) -> list[Block]:
    """Its indented blocks. As in Markdown, an empty line does not end one: only a sentence does."""
    blocks, section, paragraph, lines, previous = [], "", [], [], ""
    for line in [*page.splitlines(), "end"]:
        if line.startswith("    ") or (lines and not line):
            lines.append(line[4:])
            continue
        if lines:
            blocks.append(_block(section, " ".join(paragraph), "\n".join(lines).strip("\n") + "\n"))
            paragraph, lines = [], []
        if line.startswith("#"):
            section = line.lstrip("# ")
        if line:
            paragraph = [*paragraph, line] if previous else [line]
        previous = line
    return blocks


def _block(section: str, paragraph: str, text: str) -> Block:
    """Named by the paragraph before it."""
    if left_out := _LEFT_OUT.search(paragraph):
        return Block(section, text, Kind.LEFT_OUT, reason=left_out[1])
    if named := _FILE.search(paragraph):
        return Block(section, text, Kind.FILE, path=named[1])
    settings = all(_SETTING.match(line) for line in text.splitlines())
    return Block(section, text, Kind.SETTINGS if settings else Kind.COMMANDS)


def split_commands(text: str) -> list[str]:
    """One a line, but for what goes on behind a backslash or is in a here-document; comments are none."""
    commands, lines, ends = [], [], ""
    for line in text.splitlines():
        lines.append(line)
        opened = _HEREDOC.search(line)
        ends = opened[1] if opened else "" if line == ends else ends
        if ends or line.endswith("\\"):
            continue
        commands.append("\n".join(lines))
        lines = []
    return [command for command in commands if command.strip() and not command.startswith("#")]
