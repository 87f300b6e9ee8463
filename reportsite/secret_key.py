"""The secret that signs sessions: which values cannot serve as one, and a fresh one in a settings file.

    python -m reportsite.secret_key .env

puts a fresh secret into that file, made where it is missing, unless the one in it is good; with --new in any case.
"""

import argparse
import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path

# SHA-256 of secrets that stood in this project's files: everybody with a copy could sign in as anybody.
PUBLISHED = frozenset(
    {
        "e08af77f4915db8504f218d573c644d32ec256571f2d3ed1c8b3a08b755fda21",  # .env, tracked from 94c2840 on
        "66a403fc93f5be707b30e77c63c00e169a0b5ebb01d8bb255131ef155e068212",  # the settings' own with DEBUG=1
    }
)
MISSING = """\
SECRET_KEY is not set. To put one into .env:
  .venv/bin/python -m reportsite.secret_key .env
or give it in the environment. / 未设置 SECRET_KEY：请运行上面的命令，或在环境变量中设置。"""
REFUSED = """\
SECRET_KEY is one that was published with this project: whoever has a copy could sign in as anybody. To rotate it:
  .venv/bin/python -m reportsite.secret_key .env --new
(or change it wherever it is set), then start the site again; everybody signs in once more, no words are lost.
当前 SECRET_KEY 曾随本项目公开，任何人都能据此冒名登录。
请运行上面的命令更换后重新启动；所有人需重新登录一次，文字不会丢失。"""
_LINE = re.compile(r"^\s*(?:export\s+)?SECRET_KEY\s*=(.*)$", re.MULTILINE)


def refusal(value: str) -> str:
    """Why the site must not run with it, and what to do; empty where it may."""
    if not value.strip():
        return MISSING
    return REFUSED if hashlib.sha256(value.strip().encode()).hexdigest() in PUBLISHED else ""


def renew(path: Path, *, always: bool = False) -> bool:
    """Whether the file has a new secret now. Its other lines stay, and it is replaced whole or not at all."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    values = [found.strip().strip("'\"") for found in _LINE.findall(text)]
    if values and not always and not any(refusal(value) for value in values):
        return False
    line = f"SECRET_KEY={secrets.token_urlsafe(50)}"
    rest = _LINE.sub("", text).strip("\n")
    _replace(path, f"{line}\n{rest}\n" if rest else f"{line}\n")
    return True


def _replace(path: Path, text: str) -> None:
    """Readable by whom it was readable before; a new one by its owner alone."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(text)
    if path.exists():
        was = path.stat()
        os.chmod(file.name, was.st_mode & 0o777)
        os.chown(file.name, was.st_uid, was.st_gid)
    Path(file.name).replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m reportsite.secret_key", description=__doc__)
    parser.add_argument("path", type=Path, help="the settings file, usually .env")
    parser.add_argument("--new", action="store_true", help="a fresh secret even if the present one is good")
    options = parser.parse_args()
    if renew(options.path, always=options.new):
        print(f"{options.path}: SECRET_KEY is new; everybody signs in again.")  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
