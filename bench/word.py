"""Whether Word breaks pages as our PDF does: LibreOffice sets the Word files of 50 reports.

Run: python -m bench word
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from bench import print_table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import pypdfium2
from django.conf import settings

from reports.documents.rendering import render_pdf, write_word
from reports.gongwen.pdf import PageStyle, Variant
from reports.gongwen.word import styles
from reports.prose.content import ReportContent
from tests.gongwen.hard_reports import hard_reports

TEXTS, AIM = 50, 0.95
_FAMILIES = {
    styles.FANGSONG: "FandolFang",
    styles.HEITI: "FandolHei",
    styles.KAITI: "FandolKai",
    styles.SONGTI: "FandolSong",
    styles.XIAOBIAOSONG: "FandolSong",
}


def main() -> None:
    if not shutil.which("soffice"):
        print("Word beside the PDF: skipped, for LibreOffice is not installed")
        return
    contents = list(hard_reports(TEXTS))
    with TemporaryDirectory() as name:
        theirs = set_by_libreoffice(contents, Path(name))
    ours = [count_pages(render_pdf(content, variant=Variant.FINAL)) for content in contents]
    pairs = enumerate(zip(ours, theirs, strict=True))
    others = [f"{number}: {one}/{other}" for number, (one, other) in pairs if one != other]
    rows = [[f"{TEXTS}", f"{TEXTS - len(others)}", f"≥ {ceil(AIM * TEXTS)}", ", ".join(others)]]
    print_table(
        "Word files set by LibreOffice with the site's fonts", ("texts", "as many pages", "aim", "others"), rows
    )


def set_by_libreoffice(contents: Iterable[ReportContent], folder: Path) -> list[int]:
    """How many pages it makes of each one's Word file."""
    (folder / "fonts.conf").write_text(_fontconfig(folder))
    files = []
    for number, content in enumerate(contents):
        files.append(folder / f"{number:03}.docx")
        files[-1].write_bytes(write_word(content, style=PageStyle()))
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )
    return [count_pages(file.with_suffix(".pdf").read_bytes()) for file in files]


def _fontconfig(folder: Path) -> str:
    """The site's fonts, under the names that the files ask for."""
    folders = "".join(f"<dir>{path}</dir>" for path in settings.FONT_DIRS)
    asked = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for name, family in _FAMILIES.items()
    )
    return f"<fontconfig>{folders}{asked}<cachedir>{folder}/cache</cachedir></fontconfig>"


def count_pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as opened:
        return len(opened)
