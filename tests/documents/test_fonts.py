import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured

from reports.documents.fonts import Role, find_faces


def test_every_role_has_a_face():
    assert {role: find_faces()[role].name for role in Role} == {
        Role.BODY: "FandolFang-Regular",
        Role.HEADING: "FandolHei-Regular",
        Role.KAI: "FandolKai-Regular",
        Role.TITLE: "FandolSong-Bold",
        Role.SONG: "FandolSong-Regular",
        Role.RARE: "BabelStoneHan",
    }


@pytest.mark.parametrize("character", "镕喆祎堃玥䶮㎡―")
def test_rare_characters_have_a_face(character):
    assert find_faces().for_character(Role.BODY, character) is Role.RARE


def test_usual_characters_keep_the_bodys_face():
    assert {find_faces().for_character(Role.BODY, character) for character in "的，“—…·％%1a\u3000 "} == {Role.BODY}


def test_a_character_that_no_font_has():
    assert find_faces().for_character(Role.BODY, "\U000f0000") is None


def test_widths():
    body = find_faces()[Role.BODY]
    assert [body.extent(character).advance for character in "述“—…1%"] == [1000, 1000, 1000, 1000, 500, 833]


def test_the_blank_of_marks():
    body = find_faces()[Role.BODY]
    assert [body.extent(character)[1:] for character in "述，“（"] == [(0, 0), (107, 460), (460, 0), (460, 41)]


def test_a_sites_own_folder_comes_first(settings, tmp_path):
    ours = find_faces()
    shutil.copy(ours[Role.BODY].path, tmp_path / "licensed.OTF")
    settings.FONT_DIRS = [tmp_path, *settings.FONT_DIRS]
    assert find_faces()[Role.BODY].path == tmp_path / "licensed.OTF"
    assert find_faces()[Role.KAI].path == ours[Role.KAI].path


def test_a_site_without_fonts_is_told_what_is_missing(settings, tmp_path):
    settings.FONT_DIRS = [tmp_path, tmp_path / "absent"]
    with pytest.raises(ImproperlyConfigured, match="FandolFang-Regular"):
        find_faces()


def test_the_stand_in_for_a_licensed_face_is_named():
    assert find_faces().substitutes([Role.BODY, Role.TITLE]) == ("小标宋体: FandolSong-Bold",)
    assert find_faces().substitutes([Role.BODY]) == ()
