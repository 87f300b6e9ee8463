"""Headings that run into their paragraphs are tags of their own; whoever takes them away is found."""

import io

import pikepdf
import pytest

from reports.gongwen.conformance import judge

from .edited_headings import HEADING_EDITS, edited, headed_report, paragraphs


def failed(data):
    return {check.id for check in judge(data).checks if not check.passed}


def kind_and_place(tag):
    return str(tag.S), str(tag.A.Placement)


@pytest.fixture
def pdf():
    with pikepdf.open(io.BytesIO(headed_report())) as opened:
        yield opened


def test_a_heading_and_what_follows_it_are_two_tags_in_one(pdf):
    assert [[kind_and_place(tag) for tag in parts] for parts in paragraphs(pdf)] == [
        [(f"/H{level}", "/Inline"), ("/P", "/Inline")] for level in (2, 3, 4, 5)
    ]


def test_each_part_knows_what_it_is_in(pdf):
    for parts in paragraphs(pdf):
        for part in parts:
            assert {kid.P.objgen for kid in part.K} == {part.objgen}
        assert parts[0].P.objgen == parts[1].P.objgen


@pytest.mark.parametrize(("check_id", "edit"), HEADING_EDITS.values(), ids=HEADING_EDITS.keys())
def test_an_edit_is_found_by_its_check(check_id, edit):
    assert check_id in failed(edited(edit))


def test_the_file_they_are_made_from_passes():
    assert failed(headed_report()) == set()
