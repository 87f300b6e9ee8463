"""An empty field where the seal goes: there by choice, in its place, and nothing else is let through in its name."""

import io
from functools import cache, partial

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from reports.gongwen.conformance import judge
from reports.gongwen.conformance.archive_rules import ACCESSIBLE, ARCHIVE
from reports.gongwen.pdf import PageStyle, Variant
from reports.gongwen.seal import SIDE
from reports.prose.content import AttachmentContent

from .edited_pdfs import edit_pdf
from .pages import read_pages, render
from .sample_report import short_report, write_report
from .test_archive_rules import rules_of

DATE = "2026年1月5日"


def with_field(content, place="end", **options):
    return render(content, style=PageStyle(place, seal_field=True), **options)


@cache
def sealed():
    return with_field(write_report(attachments=(AttachmentContent("办理结果", "已经办结。"),)))


def failed(data):
    return {check.id for check in judge(data).checks if not check.passed}


def fields_of(data):
    """The page, from 0, and the place of each."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (number, *map(float, note.Rect))
            for number, page in enumerate(pdf.pages)
            for note in page.get("/Annots", [])
        ]


def test_it_lies_over_the_middle_of_signature_and_date():
    ((number, left, bottom, right, top),) = fields_of(sealed())
    date = next(line for line in read_pages(sealed())[number] if line.text == DATE)
    name = read_pages(sealed())[number][read_pages(sealed())[number].index(date) - 1]
    middle = (min(name.left, date.left) + max(name.right, date.right)) / 2
    height = 841.89 - (name.baseline + date.baseline) / 2 + 9
    assert (right - left, top - bottom) == (pytest.approx(SIDE, abs=0.02), pytest.approx(SIDE, abs=0.02))
    assert ((left + right) / 2, (top + bottom) / 2) == (pytest.approx(middle, abs=1), pytest.approx(height, abs=1))


def test_the_page_is_the_same_as_without_it():
    content = write_report()
    plain = render(content, style=PageStyle("end"))
    assert read_pages(with_field(content)) == read_pages(plain)
    assert (fields_of(plain), len(fields_of(with_field(content)))) == ([], 1)


NONE = {
    "a signature below the title": {"place": "title"},
    "no date": {"content": write_report(date="")},
    "no name": {"content": write_report(unit="", post="", name="")},
    "a draft": {"variant": Variant.DRAFT},
    "the annex": {"variant": Variant.ANNEX},
}


@pytest.mark.parametrize("asked", NONE.values(), ids=NONE)
def test_there_is_none_where_nothing_is_sealed(asked):
    options = {"content": write_report(), **asked}
    assert fields_of(with_field(options.pop("content"), **options)) == []


RIGHT = {
    "a report with attachments": write_report(attachments=(AttachmentContent("办理结果", "已经办结。"),)),
    "one line": short_report(date=DATE),
    "a signature of three lines": short_report(
        unit="某某市某某区自然资源和规划局国土空间规划科", post="科长", name="阿卜杜热西提·买买提", date=DATE
    ),
    "a date longer than the name": short_report(unit="", post="", name="张三", date="2026年12月15日"),
    "a table": short_report("情况如下：\n项目\t数量\n道路\t12\n水渠\t3\n述职。", date=DATE),
    "at the foot of the page": short_report("述职。\n" * 16, date=DATE),
}


@pytest.mark.parametrize("content", RIGHT.values(), ids=RIGHT)
@pytest.mark.parametrize("place", ["end", "both"])
def test_the_proof_and_the_claims_hold(content, place):
    data = with_field(content, place)
    assert (len(fields_of(data)), failed(data)) == (1, set())
    assert rules_of(data) == f"{len(ARCHIVE) + len(ACCESSIBLE)} rules kept"


def test_it_is_read_after_the_date():
    with pikepdf.open(io.BytesIO(sealed())) as pdf:
        kinds = [str(tag.S) for tag in pdf.Root.StructTreeRoot.K[0].K]
        (form,) = (tag for tag in pdf.Root.StructTreeRoot.K[0].K if str(tag.S) == "/Form")
        (place,) = form.K
        assert (str(place.Obj.TU), str(place.Obj.FT), bytes(place.Obj.AP.N.read_bytes())) == ("电子印章", "/Sig", b"")
    assert (kinds.count("/Form"), kinds[kinds.index("/Form") + 1 :]) == (1, ["/P", "/H1", "/P"])


# Anything else in its name


def field_of(pdf):
    return pdf.Root.AcroForm.Fields[0]


def _change(pdf, **entries):
    for key, value in entries.items():
        field_of(pdf)[f"/{key}"] = value


def _move(pdf, *, by):
    field_of(pdf).Rect = Array([float(edge) + step for edge, step in zip(field_of(pdf).Rect, by, strict=True)])


def _look(pdf, *, drawn):
    field_of(pdf).AP.N = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 119, 119]))


def _other_page(pdf):
    page = field_of(pdf).P
    pdf.pages[0].obj.Annots, field_of(pdf).P = page.Annots, pdf.pages[0].obj
    del page.Annots


def _second(pdf, *, by=0, **entries):
    field = field_of(pdf)
    copied = {key: field[key] for key in field.keys() if key != "/StructParent"}  # noqa: SIM118
    other = pdf.make_indirect(Dictionary(copied))
    other.T = String("seal-2")
    other.Rect = Array([float(edge) + by for edge in field.Rect])
    for key, value in entries.items():
        other[f"/{key}"] = value
    field.P.Annots.append(other)
    pdf.Root.AcroForm.Fields.append(other)


def _tag(pdf):
    return next(tag for tag in pdf.Root.StructTreeRoot.K[0].K if str(tag.S) == "/Form")


def _untagged(pdf):
    tags = pdf.Root.StructTreeRoot.K[0].K
    del tags[list(map(str, (tag.S for tag in tags))).index("/Form")]


def _tag_with_text(pdf):
    tags = pdf.Root.StructTreeRoot.K[0].K
    before = tags[list(map(str, (tag.S for tag in tags))).index("/Form") - 1]
    _tag(pdf).K.append(before.K[0])
    before.K = Array(list(before.K)[1:])


def _called(pdf, *, key, value):
    _tag(pdf)[key] = value


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
BLACK = b"0 g 0 0 119 119 re f"
EDITS = {
    "3 pt to the right": ("annotations", partial(_move, by=(3, 0, 3, 0))),
    "3 pt higher": ("annotations", partial(_move, by=(0, 3, 0, 3))),
    "larger": ("annotations", partial(_move, by=(-9, -9, 9, 9))),
    "of no size": ("annotations", partial(_move, by=(0, 0, -119.06, -119.06))),
    "on another page": ("annotations", _other_page),
    "a second one in the same place": ("annotations", _second),
    "a second one elsewhere": ("annotations", partial(_second, by=-100)),
    "a text to fill in beside it": ("annotations", partial(_second, by=-100, FT=Name.Tx)),
    "a text to fill in": ("annotations", partial(_change, FT=Name.Tx)),
    "a button": ("annotations", partial(_change, FT=Name.Btn)),
    "black": ("annotations", partial(_look, drawn=BLACK)),
    "white over the name": ("annotations", partial(_look, drawn=b"1 g 0 0 119 119 re f")),
    "black when it is pressed": ("annotations", lambda pdf: field_of(pdf).AP.update({"/D": field_of(pdf).AP.N})),
    "a script when it is clicked on": ("annotations", partial(_change, A=SCRIPT)),
    "a script when it is entered": ("annotations", partial(_change, AA=Dictionary(E=SCRIPT))),
    "a background": ("annotations", partial(_change, MK=Dictionary(BG=Array([1, 0, 0])))),
    "a frame": ("annotations", partial(_change, BS=Dictionary(W=2))),
    "hidden": ("annotations", partial(_change, F=2)),
    "on the screen alone": ("annotations", partial(_change, F=0)),
    "filled with words": ("annotations", partial(_change, V=String("同意"))),
    "other words read for it": ("annotations", partial(_change, TU=String("本报告作废"))),
    "a form that has it drawn anew": ("actions", lambda pdf: pdf.Root.AcroForm.update({"/NeedAppearances": True})),
    "a form that computes": ("actions", lambda pdf: pdf.Root.AcroForm.update({"/CO": Array()})),
    "in no form that is one": ("actions", lambda pdf: pdf.Root.AcroForm.update({"/XFA": Array()})),
    "in no tag": ("format_rules", _untagged),
    "a tag of another kind": ("format_rules", partial(_called, key="/S", value=Name.P)),
    "a tag that hides text": ("tag_kinds", _tag_with_text),
    "a tag that says something": ("replaced_text", partial(_called, key="/Alt", value=String("本报告作废"))),
    "without the name that is read for it": ("format_rules", lambda pdf: field_of(pdf).__delitem__("/TU")),
}


@pytest.mark.parametrize(("check_id", "edit"), EDITS.values(), ids=EDITS)
def test_anything_else_is_found_by_its_check(check_id, edit):
    assert check_id in failed(edit_pdf(sealed(), edit))


def test_what_is_moved_by_less_than_is_seen_passes():
    assert failed(edit_pdf(sealed(), partial(_move, by=(1, 1, 1, 1)))) == set()
