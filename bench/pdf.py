"""How fast our PDF is, against the same text by the shortest other ways. Run: python -m bench pdf

Every way sets the same words in the same fonts; times are the best of several rounds taken in turn, so that a busy
machine slows all alike. "Bare" is plain HTML with text-align: justify: no grid, no tags, no PDF/A, no attachment.
"""

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from html import escape
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen.fonts import FontRole
from reports.gongwen.pdf import Variant
from reports.prose.content import ReportContent
from tests.gongwen.sample_report import write_report

ROUNDS = 7
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]


def paragraphs(content: ReportContent) -> list[str]:
    return [
        line
        for section in content.sections
        for line in f"{section.numeral}{section.heading}{content.filled(section.body)}".splitlines()
    ]


def bare_html(content: ReportContent) -> str:
    faces = [site_faces()[role] for role in (FontRole.BODY, FontRole.RARE, FontRole.TITLE)]
    rules = "".join(f'@font-face {{ font-family: {f.role}; src: url("{f.address}") }}' for f in faces)
    style = (
        f"{rules} @page {{ size: A4; margin: 37mm 26mm 35mm 28mm }} h1 {{ font: 22pt title; text-align: center }} "
        "p { margin: 0; text-indent: 2em; text-align: justify } body { margin: 0; font: 16pt/28.95pt body, rare }"
    )
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs(content))
    return f'<html lang="zh-CN"><meta charset="utf-8"><style>{style}</style><h1>{escape(content.title)}</h1>{body}'


def ours(content: ReportContent) -> Callable[[], object]:
    return lambda: render_pdf(content, variant=Variant.FINAL)


def bare_weasyprint(content: ReportContent, *, warm: bool) -> Callable[[], object]:
    """`warm`: with the fonts already loaded, as ours has them."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    html, configuration = bare_html(content), FontConfiguration()
    return lambda: HTML(string=html).write_pdf(font_config=configuration if warm else None)


def chromium(content: ReportContent, folder: Path) -> Callable[[], object]:
    page, out = folder / "page.html", folder / "page.pdf"
    page.write_text(bare_html(content))
    command = [*CHROMIUM, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={out}", page.as_uri()]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def typst(content: ReportContent, *, warm: bool) -> Callable[[], object]:
    """`warm`: with the fonts already loaded."""
    import typst

    body = "\n\n".join(
        "".join(f"\\u{{{ord(c):x}}}" if c < "\u2000" and not c.isalnum() else c for c in p) for p in paragraphs(content)
    )
    text = (
        '#set page(paper: "a4", margin: (top: 37mm, right: 26mm, bottom: 35mm, left: 28mm))\n'
        '#set text(font: ("FandolFang R", "BabelStone Han"), size: 16pt, lang: "zh")\n'
        "#set par(justify: true, first-line-indent: 2em, leading: 12.95pt)\n" + body
    )
    folders = [str(site_faces()[FontRole.BODY].place.path.parent)]
    fonts = typst.Fonts(font_paths=folders) if warm else folders
    # Another text each time: Typst remembers what it has set before, and we do not.
    return lambda: typst.compile(_unlike_before(text), font_paths=fonts, format="pdf")


def _unlike_before(text: str) -> bytes:
    return text.replace("\n\n", f"\n\n{time.perf_counter_ns()}", 1).encode()


def best_times(ways: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of the fastest round of each way, taken in turn after one round that does not count."""
    best = dict.fromkeys(ways, float("inf"))
    for turn in range(rounds + 1):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            if turn:
                best[name] = min(best[name], time.perf_counter() - started)
    return best


def show(times: dict[str, float]) -> None:
    for name, seconds in times.items():
        ratio = times["ours"] / seconds
        print(f"  {name:32} {seconds * 1000:8.1f} ms   ours is {ratio:5.2f} x")


def main() -> None:
    """Ours beside the shortest other ways, then two processes beside one, then the memory of 500 in one process."""
    content = write_report()
    long = write_report(sections=content.sections * 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"A report of {sum(map(len, paragraphs(content)))} characters")
        show(
            best_times(
                {
                    "ours": ours(content),
                    "bare WeasyPrint": bare_weasyprint(content, warm=False),
                    "bare WeasyPrint, fonts loaded": bare_weasyprint(content, warm=True),
                    "headless Chromium": chromium(content, folder),
                    "Typst": typst(content, warm=False),
                    "Typst, fonts loaded": typst(content, warm=True),
                }
            )
        )
        print(f"A report of {sum(map(len, paragraphs(long)))} characters")
        show(
            best_times(
                {
                    "ours": ours(long),
                    "bare WeasyPrint": bare_weasyprint(long, warm=False),
                    "bare WeasyPrint, fonts loaded": bare_weasyprint(long, warm=True),
                },
                rounds=3,
            )
        )
    two_processes()
    grow()


def memory() -> float:
    """Megabytes that this process holds at this moment."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def grow(count: int = 500) -> None:
    """What `count` different reports add to the process after the first 50."""
    settled = 0.0
    for number in range(count):
        render_pdf(write_report(name=f"张三{number}"), variant=Variant.FINAL)
        if number == 49:
            settled = memory()
    print(f"Memory after 50: {settled:.0f} MB, after {count}: {memory() - settled:+.1f} MB")


def _make(count: int) -> None:
    for _ in range(count):
        render_pdf(write_report(), variant=Variant.FINAL)


def two_processes(count: int = 40) -> None:
    """How many more PDFs two processes make than one in the same time."""
    taken = {}
    for workers in (1, 2):
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(_make, [3] * workers))  # fonts loaded
            started = time.perf_counter()
            list(pool.map(_make, [count // workers // 4] * workers * 4))
            taken[workers] = time.perf_counter() - started
    print(f"Two processes make {taken[1] / taken[2]:.2f} x the PDFs of one")
