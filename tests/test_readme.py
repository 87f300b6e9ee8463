"""The READMEs, in both languages, leave out no command and no setting."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
READMES = ["README.md", "README.zh-CN.md"]
OURS = {"demo", "draw_transitions"}  # run by make


def commands():
    folder = ROOT / "reports" / "management" / "commands"
    return {path.stem for path in folder.glob("*.py")} - {"__init__"} - OURS


def read_settings():
    files = [*(ROOT / "reportsite").glob("*.py"), ROOT / "gunicorn.conf.py"]
    return {name for path in files for name in re.findall(r'\benv\.[a-z_]+\(\s*"([A-Z_]+)"', path.read_text())}


@pytest.mark.parametrize("readme", READMES)
def test_each_command_is_listed(readme):
    listed = set(re.findall(r"^    \.venv/bin/python manage\.py (\w+)", (ROOT / readme).read_text(), re.MULTILINE))
    assert listed == commands()


@pytest.mark.parametrize("readme", READMES)
def test_each_setting_has_a_row(readme):
    rows = "\n".join(re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / readme).read_text(), re.MULTILINE))
    assert read_settings() - {*re.findall(r"`([A-Z_]+)`", rows)} == set()


def test_each_setting_stands_in_the_example():
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read_settings() - named == {"ENV_FILE"}  # it says where such a file lies
