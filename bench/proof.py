"""The proof against files made wrong on purpose, and against right ones: what it finds, misses and refuses.

Then what long files cost it, each in a process of its own.
"""

import os
import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings

from reports.documents.rendering import render_pdf
from reports.gongwen.conformance import Sheet
from reports.gongwen.conformance import judge as judge_alone
from reports.gongwen.pdf import BylineStyle, PageStyle, Variant
from tests.gongwen.all_edits import ALL_EDITS
from tests.gongwen.edited_headings import HEADING_EDITS
from tests.gongwen.edited_headings import edited as edited_headings
from tests.gongwen.edited_tables import TABLE_EDITS, edited
from tests.gongwen.hard_reports import hard_reports
from tests.gongwen.test_conformance import NOTED, RIGHT, WRONG
from tests.gongwen.wrong_pdfs import Paragraph, Report, make_pdf

from . import print_table

HARD = 300
PAGES = (10, 100, 400)
# Below the last line of a report with attachments that line is one of an attachment: nothing is wrong with it.
_OF_PLAIN_REPORTS = {"a line below the date"}
_LINE, _INDENT = 28, 2  # characters


def judge(data: bytes) -> Sheet:
    return judge_alone(data, font_folders=settings.FONT_DIRS)


def main() -> None:
    wrong = dict(_wrong())
    kinds = len(ALL_EDITS) + len(WRONG) + len(TABLE_EDITS) + len(HEADING_EDITS)
    missed = [name for name, data in wrong.items() if judge(data).passed]
    right = dict(_right())
    refused = [name for name, data in right.items() if not judge(data).passed]
    print_table(
        "Proof",
        ("files", "kinds", "tried", "found or passed", "missed or refused"),
        [
            ["wrong", str(kinds), str(len(wrong)), str(len(wrong) - len(missed)), ", ".join(missed) or "0"],
            ["right", "", str(len(right)), str(len(right) - len(refused)), ", ".join(refused) or "0"],
        ],
    )
    print_table("A file of so many pages judged", ("pages", "CPU s", "peak MB"), map(_long_file, PAGES))


def _long_file(pages: int) -> list[str]:
    text = tuple(Paragraph(26 + 28 * 21) for _page in range(pages))  # 22 lines each, and five more at the head
    data = make_pdf(Report(date="", content=text))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, peak, judged = pool.submit(_judge_alone, data).result()
    return [f"{judged}", f"{seconds:.1f}", f"{peak:.0f}"]


def _judge_alone(data: bytes) -> tuple[float, float, int]:
    """Seconds of the processor and the most that the process held, in megabytes."""
    begun = process_time()
    pages = judge(data).pages
    return process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, pages


def _wrong():
    """Each edit of a plain report, and of one with attachments; each report that is set wrong."""
    plain, noted = make_pdf(Report()), make_pdf(Report(**NOTED))
    for name, (_check, edit) in ALL_EDITS.items():
        yield name, edit(plain)
        if name not in _OF_PLAIN_REPORTS:
            yield f"{name}, with attachments", edit(noted)
    for name, (changes, _check) in WRONG.items():
        yield name, make_pdf(Report(**changes))
    for name, (_check, edit) in TABLE_EDITS.items():
        yield f"table: {name}", edited(edit)
    for name, (_check, edit) in HEADING_EDITS.items():
        yield f"heading: {name}", edited_headings(edit)


def _right():
    for name, changes in RIGHT.items():
        yield name, make_pdf(Report(**changes))
    for lengths in ((count * 9, count + 30) for count in range(1, 51)):
        if not any(map(_begins_a_line_with_a_full_stop, lengths)):
            yield f"{lengths} characters", make_pdf(Report(date="", content=tuple(map(Paragraph, lengths))))
    for number, content in enumerate(hard_reports(HARD)):
        style = PageStyle(byline_place=list(BylineStyle)[number % len(BylineStyle)])
        yield f"hard report {number}", render_pdf(content, variant=Variant.FINAL, style=style)


def _begins_a_line_with_a_full_stop(length: int) -> bool:
    """These files are set without regard to it, so that some would be wrong."""
    return (length - 1 + _INDENT) % _LINE == 0
