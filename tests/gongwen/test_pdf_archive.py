"""What ISO 19005-3 (PDF/A-3a) and ISO 14289-1 (PDF/UA-1) ask of a file, as far as it can be read from it.

veraPDF, which knows all their rules, has found nothing to complain of: docs/decisions/0020-page-grid.md.
"""

from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from reports.gongwen.pdf import PageStyle, Variant
from reports.prose.content import AttachmentContent, Numbering, ReportContent, SectionContent
from reports.prose.remarks import Remark

from .pages import render
from .sample_report import short_report, write_report

SIGNED_AT_THE_END = PageStyle(byline_place="end", page_numbers_centred=True)
ATTACHED = (
    AttachmentContent("重点任务清单", "一、水渠\n（一）清淤。已经办结。\n1.闸门\n（1）更换。已经办结。【注】"),
    AttachmentContent("证书复印件"),
)
REMARKS = (
    Remark(1, "第一，学习", "学习", "请补充。", "王审阅", "1月2日", place=(1, 8)),
    Remark(2, "", "", "好", "李", ""),
)
COPIES = {
    "final": {"variant": Variant.FINAL},
    "signed at the end, numbers centred": {"variant": Variant.FINAL, "style": SIGNED_AT_THE_END},
    "draft with its reader": {"variant": Variant.DRAFT, "style": PageStyle(mark_reader=True), "reader": "王审阅"},
    "draft with remarks": {"variant": Variant.ANNOTATED, "remarks": REMARKS},
    "remarks": {"variant": Variant.REMARKS, "remarks": REMARKS},
    "annex": {"variant": Variant.ANNEX},
}


@pytest.fixture(scope="module", params=COPIES)
def pdf(request):
    data = render(write_report(Numbering.HEADED, attachments=ATTACHED), **COPIES[request.param])
    with pikepdf.open(BytesIO(data)) as opened:
        yield opened


def dictionaries(pdf):
    return [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary | pikepdf.Stream)]


def embedded_fonts(pdf):
    return [found for found in dictionaries(pdf) if found.get("/Type") == "/Font"]


def elements(parent):
    """The structure elements below one, in reading order."""
    for kid in parent.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements(kid)


def test_the_metadata_agree_with_the_information_dictionary(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        found = metadata["dc:title"], metadata["dc:creator"], metadata["pdf:Producer"], metadata["xmp:CreateDate"][:10]
    information = pdf.docinfo
    assert found[:3] == (str(information.Title), [str(information.Author)], str(information.Producer))
    assert found[3].replace("-", "") == str(information.CreationDate)[2:10]


def test_colours_are_those_of_the_output_intent(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # the mark of an ICC profile


def test_nothing_hides_moves_or_runs(pdf):
    assert not pdf.is_encrypted
    forbidden = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/SMask", "/BM", "/ca", "/CA"}
    assert [forbidden & set(found.keys()) for found in dictionaries(pdf) if forbidden & set(found.keys())] == []
    assert {str(found.get("/Filter")) for found in dictionaries(pdf)} <= {"/FlateDecode", "None"}


def test_every_font_is_embedded_and_can_be_read_as_text(pdf):
    whole = [font for font in embedded_fonts(pdf) if font.Subtype == "/Type0"]
    assert len(whole) >= 4
    for font in whole:
        (descendant,) = font.DescendantFonts
        assert "/ToUnicode" in font
        assert str(font.Encoding) == "/Identity-H"
        assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
        assert descendant.Subtype == "/CIDFontType0" or "/CIDToGIDMap" in descendant


def test_the_attached_source_says_what_it_is(pdf):
    (attached,) = pdf.Root.AF
    assert (str(attached.AFRelationship), str(attached.UF)) == ("/Source", str(attached.F))
    stream = attached.EF.F
    assert str(stream.Subtype) == "/application/json"
    assert str(stream.Params.ModDate).startswith("D:2000")
    assert attached.objgen in {found.objgen for found in pdf.Root.Names.EmbeddedFiles.Names[1::2]}


def test_readers_are_told_language_title_and_order(pdf):
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("zh-CN", True)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert {str(page.Tabs) for page in pdf.pages} == {"/S"}
    assert [page for page in pdf.pages if "/Annots" in page] == []


def test_every_marked_content_leads_to_its_element(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[i]): list(numbers[i + 1]) for i in range(0, len(numbers), 2)}
    assert sorted(parents) == sorted(int(page.StructParents) for page in pdf.pages)
    for page in pdf.pages:
        for mark, parent in enumerate(parents[int(page.StructParents)]):
            if parent is not None:  # of a page number, which is no part of the text
                assert (list(map(int, parent.K)), parent.Pg.objgen) == ([mark], page.objgen)


def heading_levels(pdf):
    names = [str(element.S) for element in elements(pdf.Root.StructTreeRoot)]
    return [int(name[2:]) for name in names if name[:2] == "/H" and name[2:].isdigit()]


def test_headings_leave_out_no_level(pdf):
    levels = heading_levels(pdf)
    assert levels[0] == 1
    assert [step for step in pairwise(levels) if step[1] > step[0] + 1] == []


def test_a_heading_that_runs_into_its_paragraph_is_one_of_the_levels():
    body = "（一）学习。读了书。\n1.读书\n（1）精读\n（二）宣讲\n1.进村"
    content = short_report(sections=(SectionContent("duty", "一", "工作", body),), numbering=Numbering.HEADED)
    with pikepdf.open(BytesIO(render(content))) as opened:
        assert heading_levels(opened) == [1, 2, 3, 4, 5, 3, 4]


def test_a_report_without_title_and_name_has_a_title_all_the_same():
    content = ReportContent(
        "", "", "", "", sections=(SectionContent("duty", "一", "工作", "已经办结。"),), numbering="headed"
    )
    with pikepdf.open(BytesIO(render(content))) as opened, opened.open_metadata() as metadata:
        assert (metadata["dc:title"], heading_levels(opened)) == ("述职报告", [1])
