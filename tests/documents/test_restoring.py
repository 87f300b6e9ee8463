import json
import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from reports.documents.rendering import render_pdf
from reports.documents.restoring import ATTACHMENT, CannotRestore, parse_source, read_attached_content
from reports.gongwen.pdf import Variant
from reports.prose.content import AttachmentContent, FigureContent, SectionContent
from reports.prose.remarks import Remark

from ..gongwen.sample_report import short_report, write_report


@pytest.mark.parametrize("variant", Variant)
def test_a_report_comes_back_exactly(variant):
    remark = Remark(1, "部分", "原文", "意见", "赵启", "2026-11-22", place=(0, 1))
    content = write_report()
    assert read_attached_content(render_pdf(content, variant=variant, remarks=[remark])) == content


def other_pdf(source: bytes | None) -> bytes:
    """A one-page PDF of somebody else, with an attachment of our attachment's name unless `source` is None."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if source is not None:
            pdf.attachments[ATTACHMENT] = source
        pdf.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """An attachment of 60 kB that unpacks to 60 MB."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[ATTACHMENT] = b""
        stream = pdf.attachments[ATTACHMENT].get_file().obj
        stream.write(zlib.compress(bytes(60_000_000)), filter=pikepdf.Name.FlateDecode)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable"),
        (b"PK\x03\x04 not a PDF", "unreadable"),
        (other_pdf(None), "foreign"),
        (other_pdf(b"not JSON"), "broken"),
        (other_pdf(b"[1, 2]"), "broken"),
        (other_pdf(b'{"title": "x"}'), "broken"),
        (other_pdf(b"[" * 100_000), "broken"),
        (bomb, "too_large"),
    ],
)
def test_other_files_are_refused(data, code):
    with pytest.raises(CannotRestore) as refused:
        read_attached_content(data() if callable(data) else data)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_file_saved_again_by_another_program_still_carries_the_report():
    out = BytesIO()
    with pikepdf.open(BytesIO(render_pdf(short_report()))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert read_attached_content(out.getvalue()) == short_report()


LONG = {
    "label": replace(short_report(), figures=(FigureContent("长" * 41, "number", "", ""),)),
    "value": replace(short_report(), figures=(FigureContent("数", "number", "", "1" * 201),)),
    "text": short_report("长" * 200_001),
    "attachment": short_report(attachments=(AttachmentContent("清单", "长" * 200_001),)),
    "too many": short_report(attachments=(AttachmentContent("清单"),) * 2001),
    "no text": short_report("有\0空字符"),
    "a report in place of a title": replace(short_report(), title={}),
    "a list in place of a kind": replace(short_report(), sections=(SectionContent([], "", "", ""),)),
    "half a character": short_report("\ud800"),
}


@pytest.mark.parametrize("content", LONG.values(), ids=LONG)
def test_what_no_report_here_can_hold_is_refused(content):
    with pytest.raises(ValueError, match="too long|no text|in place of a text"):
        parse_source(json.dumps(content.to_dict()))
