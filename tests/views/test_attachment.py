"""Listing and writing the attachments of a report."""

import re

import pytest
from django.urls import reverse

from reports.actions.attachment import add_attachment
from reports.actions.report import submit_report
from reports.models import Attachment

from ..factories import MOMENT

JSON = {"accept": "application/json"}


@pytest.fixture
def attached(report, author):
    return add_attachment(report=report, title="水渠清单", by=author, at=MOMENT)


@pytest.fixture
def page(attached):
    return reverse("attachment", args=[attached.report_id, attached.pk])


def sent(attachment, **changes):
    row = Attachment.objects.get(pk=attachment.pk)
    loaded = {"heading": row.title, "body": row.body}
    initial = {f"initial-{name}": text for name, text in loaded.items()}
    return {"version": row.version, "tab": "a", **loaded, **initial, **changes}


def test_added_then_written(report, author, visit):
    client = visit(author)
    answer = client.post(reverse("attachments", args=[report.pk]), {"title": "水渠清单"})
    added = Attachment.objects.get()
    assert answer.url == reverse("attachment", args=[report.pk, added.pk])
    answer = client.post(answer.url, sent(added, body="一条。\r\n又一条。"))
    assert answer.url == reverse("attachments", args=[report.pk])
    assert Attachment.objects.get().body == "一条。\n又一条。"


def test_a_title_must_be_given(report, author, visit):
    answer = visit(author).post(reverse("attachments", args=[report.pk]), {"title": " "})
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert "This field is required." in answer.content.decode()


def test_saved_by_a_script(attached, page, author, visit):
    client = visit(author)
    answer = client.post(page, sent(attached, body="甲。"), headers=JSON)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    answer = client.post(page, sent(attached, heading="长" * 201), headers=JSON)
    assert (answer.status_code, Attachment.objects.get().title) == (422, "水渠清单")


def test_what_is_too_long_comes_back(attached, page, author, visit):
    answer = visit(author).post(page, sent(attached, heading="长" * 201))
    assert (answer.status_code, "长" * 201 in answer.content.decode()) == (422, True)


def test_two_people_both_texts_and_the_choice_is_saved(attached, page, author, assistant, visit):
    stale = sent(attached, body="作者的。")
    visit(assistant).post(page, sent(attached, tab="b", body="代填的。"))
    client = visit(author)
    assert client.post(page, stale, headers=JSON).json()["conflict"] is True
    html = client.post(page, stale).content.decode()
    assert [text in html for text in ("作者的。", "代填的。", f'data-decides="attachment-{attached.pk}:write:')] == [
        True
    ] * 3
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    mine = stale | {"version": version, "initial-body": "代填的。"}
    assert client.post(page, mine).status_code == 302
    assert Attachment.objects.get().body == "作者的。"


def test_moved_and_deleted(report, attached, author, visit):
    client = visit(author)
    second = add_attachment(report=report, title="证书", by=author, at=MOMENT)
    client.post(reverse("attachment_up", args=[report.pk, second.pk]))
    assert list(report.attachments.values_list("title", flat=True)) == ["证书", "水渠清单"]
    url = reverse("attachment_delete", args=[report.pk, attached.pk])
    assert "水渠清单" in client.get(url).content.decode()
    for version in ("", "x", "7"):
        client.post(url, {"version": version})
    assert report.attachments.count() == 2
    client.post(url, {"version": "1"})
    assert list(report.attachments.values_list("title", flat=True)) == ["证书"]


@pytest.mark.parametrize("name", ["attachments", "attachment", "attachment_delete"])
def test_locked_once_submitted(report, attached, author, visit, name):
    submit_report(report=report, by=author, at=MOMENT)
    url = reverse(name, args=[report.pk, *([] if name == "attachments" else [attached.pk])])
    assert visit(author).get(url).url == reverse("read", args=[report.pk])


def test_words_typed_into_a_locked_one_are_shown_to_copy(report, attached, page, author, visit):
    typed = sent(attached, body="没来得及。")
    submit_report(report=report, by=author, at=MOMENT)
    answer = visit(author).post(page, typed)
    assert (answer.status_code, "没来得及。" in answer.content.decode()) == (409, True)


def test_of_another_report_there_is_nothing(last_year, attached, author, visit):
    assert visit(author).get(reverse("attachment", args=[last_year.pk, attached.pk])).status_code == 404


def test_read_as_on_paper(report, attached, author, visit):
    Attachment.objects.filter(pk=attached.pk).update(body="一、东渠\n【通水】。")
    add_attachment(report=report, title="证书", by=author, at=MOMENT)
    html = visit(author).get(reverse("read", args=[report.pk])).content.decode()
    shown = html[html.index('<section class="attachments">') : html.index("</article>")]
    assert re.findall(r">([^<>\s][^<>]*)<", shown) == [
        "附件：1. 水渠清单", "2. 证书", "附件1", "水渠清单", "一、东渠", "【通水】。",
    ]  # fmt: skip


def test_a_table_in_it_is_a_table(report, attached, author, visit):
    Attachment.objects.filter(pk=attached.pk).update(body="如下：\n渠名\t长度\n东渠\t<3>\n完。")
    html = visit(author).get(reverse("read", args=[report.pk])).content.decode()
    shown = re.search(r'<div class="text-table">.*?</div>', html, re.DOTALL)[0]
    assert re.findall(r"<(tr|th|td)[^>]*>\s*([^<\s]*)", shown) == [
        *(("tr", ""), ("th", "渠名"), ("th", "长度")),
        *(("tr", ""), ("td", "东渠"), ("td", "&lt;3&gt;")),
    ]
