import gc
import shutil
import tracemalloc
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen.conformance import judge
from reports.gongwen.fonts import FontRole
from reports.gongwen.fonts.files import FontFile
from reports.gongwen.fonts.gap import GAP
from reports.gongwen.lines.punctuation import CLOSING, OPENING
from reports.gongwen.pdf import Variant
from reports.prose.content import AttachmentContent, Numbering, SectionContent

from .pages import read_pages
from .sample_report import short_report


def test_every_role_has_a_face():
    found = {role: site_faces()[role].name for role in FontRole if role is not FontRole.LATIN}
    assert found == {
        FontRole.BODY: "FandolFang-Regular",
        FontRole.HEADING: "FandolHei-Regular",
        FontRole.KAI: "FandolKai-Regular",
        FontRole.TITLE: "FandolSong-Bold",
        FontRole.SONG: "FandolSong-Regular",
        FontRole.RARE: "BabelStoneHan",
        FontRole.GAP: "ReportGap-Regular",
    }


@pytest.mark.parametrize("character", "镕喆祎堃玥䶮㎡―")
def test_rare_characters_have_a_face(character):
    assert site_faces().for_character(FontRole.BODY, character) is FontRole.RARE


def test_the_low_lines_of_a_gap_join():
    font = site_faces()[FontRole.GAP].place.open()
    assert list(font.getBestCmap()) == [ord(GAP)]
    line = font["glyf"]["lowline"]
    assert (line.xMin, line.xMax, font["hmtx"]["lowline"][0]) == (0, 1000, 1000)


def test_usual_characters_keep_the_bodys_face():
    assert {site_faces().for_character(FontRole.BODY, character) for character in "的，“—…·％%1a\u3000 "} == {
        FontRole.BODY
    }


def test_a_character_that_no_font_has():
    assert site_faces().for_character(FontRole.BODY, "\U000f0000") is None


@pytest.mark.parametrize("role", FontRole)
def test_private_characters_are_not_printed_as_whatever_a_font_has_there(role):
    own = [character for character in map(chr, range(0xE000, 0xF900)) if site_faces()[role].has(character)]
    assert {site_faces().for_character(role, character) for character in [*own, "\ue000"]} == {None}


def test_widths():
    body = site_faces()[FontRole.BODY]
    assert [body.extent(character).advance for character in "述“—…1%"] == [1000, 1000, 1000, 1000, 500, 833]


def test_the_blank_of_marks():
    body = site_faces()[FontRole.BODY]
    assert [body.extent(character)[1:] for character in "述，“（"] == [(0, 0), (107, 460), (460, 0), (460, 41)]


def test_a_sites_own_folder_comes_first(settings, tmp_path):
    ours = site_faces()
    shutil.copy(ours[FontRole.BODY].place.path, tmp_path / "licensed.OTF")
    settings.FONT_DIRS = [tmp_path, *settings.FONT_DIRS]
    assert site_faces()[FontRole.BODY].place.path == tmp_path / "licensed.OTF"
    assert site_faces()[FontRole.KAI].place.path == ours[FontRole.KAI].place.path


def test_a_collection_serves_with_its_own_font_alone(settings, tmp_path):
    ours = site_faces()
    collection = TTCollection()
    collection.fonts = [TTFont(ours[role].place.path, recalcBBoxes=False) for role in (FontRole.KAI, FontRole.BODY)]
    collection.save(tmp_path / "fonts.ttc")
    settings.FONT_DIRS = [tmp_path, *settings.FONT_DIRS]
    body = site_faces()[FontRole.BODY]
    assert (body.place.path, body.place.number) == (tmp_path / "fonts.ttc", 1)
    assert body.extent("述") == ours[FontRole.BODY].extent("述")
    assert TTFont(BytesIO(body.read()))["name"].getDebugName(6) == "FandolFang-Regular"
    assert "FandolFang-Regular" in fonts_of(render_pdf(short_report()))


def test_another_file_under_the_same_name_leaves_no_trace(settings, tmp_path):
    """As when a site's own fonts are put in place or taken away."""
    before = render_pdf(short_report())
    font = TTFont(site_faces()[FontRole.BODY].place.path, recalcBBoxes=False)
    font["hmtx"].metrics[font.getBestCmap()[ord("述")]] = (900, 0)
    font.save(tmp_path / "narrow.otf")
    with override_settings(FONT_DIRS=[tmp_path, *settings.FONT_DIRS]):
        assert render_pdf(short_report()) != before
    assert render_pdf(short_report()) == before


def fonts_of(data):
    return {font for page in read_pages(data) for line in page for font in line.fonts}


@pytest.fixture
def latin_cut(settings, tmp_path):
    """A font by the name of the cut whose letters stand among 黑体, whatever this site has: it looks otherwise."""
    font = TTFont(site_faces()[FontRole.TITLE].place.path, recalcBBoxes=False)
    rename(font, "FandolHei-Bold")
    font.save(tmp_path / "bold.otf")
    settings.FONT_DIRS = [tmp_path, *settings.FONT_DIRS]


def rename(font, name):
    font["CFF "].cff.fontNames = [name]
    for record in font["name"].names:
        if record.nameID == 6:
            record.string = name


def headed_report(heading="2026年GDP增长8.6%，对照GB/T 9704"):
    section = SectionContent("duty", "一", heading, "（一）2026年。述职。\n述职2026。\n项目\t2026年\n甲\t12\n乙\t3")
    attachments = (AttachmentContent("2026年表", "述职。"), AttachmentContent("表", "述职。"))
    return short_report(numbering=Numbering.HEADED, sections=(section,), attachments=attachments, date="2026年1月5日")


@pytest.mark.usefixtures("latin_cut")
def test_letters_and_figures_among_heiti_come_from_its_bolder_cut(settings):
    data = render_pdf(headed_report(), variant=Variant.FINAL)
    characters = [each for page in read_pages(data) for line in page for each in line.characters]
    found = "".join(each["text"] for each in characters if each["fontname"].endswith("+FandolHei-Bold"))
    assert found == "2026GDP8.6%GB/T 97042026" + "12"  # of heading, head of the table, and the two marks of attachments
    sheet = judge(data, font_folders=settings.FONT_DIRS)
    assert [check.id for check in sheet.checks if not check.passed] == []


def test_without_that_cut_they_come_from_heiti_itself(settings, tmp_path):
    for role in FontRole:
        place = site_faces()[role].place
        if role not in {FontRole.LATIN, FontRole.GAP}:
            shutil.copy(place.path, tmp_path)
    settings.FONT_DIRS = [tmp_path]
    assert site_faces()[FontRole.LATIN] is site_faces()[FontRole.HEADING]
    assert site_faces().for_character(FontRole.HEADING, "2") is FontRole.HEADING


@pytest.mark.usefixtures("latin_cut")
def test_among_another_heiti_they_keep_its_face(settings, tmp_path):
    font = TTFont(site_faces()[FontRole.HEADING].place.path, recalcBBoxes=False)
    rename(font, "SimHei")
    (tmp_path / "office").mkdir()
    font.save(tmp_path / "office" / "simhei.otf")
    settings.FONT_DIRS = [tmp_path / "office", *settings.FONT_DIRS]
    assert (site_faces()[FontRole.HEADING].name, site_faces()[FontRole.LATIN].name) == ("SimHei", "SimHei")


@pytest.mark.parametrize("data", [b"", b"ttcf", b"ttcf" + bytes(8), b"no font"])
def test_a_file_that_is_no_font_is_named(settings, tmp_path, data):
    (tmp_path / "broken.ttc").write_bytes(data)
    settings.FONT_DIRS = [tmp_path, *settings.FONT_DIRS]
    with pytest.raises(ImproperlyConfigured, match=r"broken\.ttc"):
        site_faces()


def test_a_site_without_fonts_is_told_what_is_missing(settings, tmp_path):
    settings.FONT_DIRS = [tmp_path, tmp_path / "absent"]
    with pytest.raises(ImproperlyConfigured, match="FandolFang-Regular"):
        site_faces()


def test_the_stand_in_for_a_licensed_face_is_named():
    assert site_faces().substitutes([FontRole.BODY, FontRole.TITLE]) == ("小标宋体: FandolSong-Bold",)
    assert site_faces().substitutes([FontRole.BODY]) == ()


@pytest.mark.parametrize("role", FontRole)
def test_a_font_measures_as_its_tables_say(role):
    face = site_faces()[role]
    with face.place.open() as font:
        scale, widths, names = 1000 / font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
        advances = {chr(code): round(widths[glyph][0] * scale) for code, glyph in names.items()}
    characters = [chr(code) for code in range(max(names) + 2)]
    assert {each: face.extent(each).advance for each in characters if face.has(each)} == advances
    with pytest.raises(KeyError):
        face.extent("\U000f0000")


def test_a_font_that_is_measured_is_not_kept_in_memory():
    place = site_faces()[FontRole.BODY].place
    with traced() as memory:
        font = FontFile(place)
        assert {mark: font.measure(mark).advance for mark in OPENING | CLOSING if font.has(mark)}
    assert memory.kept < 2_000_000 < place.path.stat().st_size


def test_a_document_does_not_copy_its_fonts_into_memory():
    rare = short_report(name="周䶮")
    data = render_pdf(rare)
    assert "BabelStoneHan" in fonts_of(data)
    with traced() as memory:
        assert render_pdf(rare) == data
    assert memory.peak < site_faces()[FontRole.RARE].place.path.stat().st_size / 2


@contextmanager
def traced():
    """`peak` and `kept`: bytes that Python holds at most and in the end, more than before."""
    memory = SimpleNamespace()
    gc.collect()
    tracemalloc.start()
    try:
        yield memory
        gc.collect()
        memory.kept, memory.peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
