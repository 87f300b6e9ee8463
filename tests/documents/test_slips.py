"""Slips as paper: six on a page of A4, each within its own dashes, with all that the person must do."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from reports.documents.slips import PrintedSlip, print_slips
from reports.forms.sign_in_slip import CONTACT_LENGTH
from reports.models.sign_in_slip import new_code

from ..slips import codes_in, text_of

UNTIL = datetime(2026, 12, 9, 15, 59, 59, tzinfo=UTC)
MM = 72 / 25.4
LONGEST = PrintedSlip("某" * 100, "欧" * 60, "职" * 100, "W" * 60, "8" * 40, "WWWW-WWWW-WWWW")
ADDRESS = "https://duty-reports.intranet.organisation-department.shiqiao.example.org:8443"


def slips(count):
    return [PrintedSlip("水务局", f"林{n}", "科员", f"lin{n}", "", new_code()) for n in range(count)]


def printed(rows, **told):
    return print_slips(rows, valid_until=UNTIL, **{"address": "http://x", "contact": "唐雅 0531-88"} | told)


def characters(data):
    """For each page, every character with the middle of its box in millimetres from the top left."""
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        boxes = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
        yield [
            (character, (left + right) / 2 / MM, 297 - (bottom + top) / 2 / MM)
            for character, (left, bottom, right, top) in boxes
            if character.strip()
        ]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (6, 1), (7, 2), (13, 3)])
def test_six_on_a_page_of_a4(count, pages):
    rows = slips(count)
    data = printed(rows)
    document = pypdfium2.PdfDocument(data)
    sizes = {tuple(round(side / MM) for side in page.get_size()) for page in document}
    assert (len(document), sizes, codes_in(data)) == (pages, {(210, 297)}, [row.code for row in rows])


def test_each_says_what_to_do_whom_to_call_and_until_when():
    (text,) = [text_of(printed(slips(1))).replace("\r\n", "")]
    wanted = ["水务局", "林0", "科员", "lin0", "打开网址 http://x", "“首次登录”", "至少十个字符", "唐雅 0531-88"]
    wanted += ["2026年12月9日", "只能用一次"]
    assert [words for words in wanted if words not in text.replace("\xa0", " ")] == []


LONG = {"everything": (LONGEST, ADDRESS), "address": (slips(1)[0], ADDRESS), "nothing": (slips(1)[0], "http://x")}
LONG |= {"a line": (LONGEST._replace(username="W" * 20, staff_number="8" * 20), ADDRESS[:45])}


@pytest.mark.parametrize(("row", "address"), LONG.values(), ids=LONG)
def test_however_long_the_words_nothing_that_one_must_know_is_cut_off(row, address):
    """Of a unit, a name and a post, which stand above, only what does not fit."""
    (page,) = characters(printed([row], address=address, contact="唐" * CONTACT_LENGTH))
    below = [place for place in page if place[0] not in "某欧职"]
    text = "".join(character for character, _across, _down in below)
    assert [words in text for words in (row.username, row.staff_number, "唐" * CONTACT_LENGTH)] == [True] * 3
    assert [place for place in below if not (6 < place[1] < 103 and 5 < place[2] < 97)] == []


def test_a_rare_name_is_printed():
    row = slips(1)[0]._replace(name="王𬭚䶮")
    assert "王𬭚䶮" in text_of(printed([row]))


def test_words_of_people_are_words():
    row = slips(1)[0]._replace(name="<b>&{{ code }}", unit="</article>")
    text = text_of(printed([row]))
    assert ["<b>&{{ code }}" in text.replace("\xa0", " "), "</article>" in text] == [True, True]
