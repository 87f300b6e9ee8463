"""Whatever is accepted can be opened: every page and every file of the report answers."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from reports.actions.comment import add_comment
from reports.actions.ledger import begin_ledger
from reports.documents.files import FileKind
from reports.models import Comment, Report
from reports.prose.numbering import chinese_number
from reports.prose.parsing import read_report

from ..examples import examples
from ..factories import enrol
from .addresses import url_names

# Addresses under a report that are no page of the author's draft; a new address is opened unless it is named here.
QUICK = {FileKind.TXT, FileKind.JSON, FileKind.DOCX, FileKind.WORKBOOK}
NO_PAGES = {
    "attachment_up",
    "withdraw",
    "publish",
    "correct",
    "submit",  # leads back while something is missing
    "reviewer_remove",
    "reviewers",
    "return",
    "return_draft",
    "agree",
    "open",
    "comment_news",
    "presence",
    "comment_delete",
    "comment_resolve",
    "comment_reopen",
    "comment_confirm",
    "comment_edit",
    "reply_edit",
    "reply_delete",
    "suggestion_accept",
    "suggestion_decline",
    "pdf",  # its PDF may be refused
    "revision",  # there is none of a draft, nor a publication
    "publication",
    "archive_package",  # of a published report
    "file",  # each kind in turn
    "number_open",
    "number_waive",
    "words_ask",
    "words_waive",
    "figure_evidence",  # no figure has any
    "figure_file",  # no file says anything of it
    "figure_take",
    "figure_keep",
    "figure_release",
    "promise",  # nothing was promised
    "shortcoming",  # no problem is listed
    "shortcoming_delete",
    "shortcoming_ledger",
}
SHAPES = {
    "parts": "述职报告\n" + "".join(f"{chinese_number(n)}、抓学习{n}\n学习不断。\n" for n in range(1, 201)),
    "run-in parts": "述职报告\n" + "".join(f"第{chinese_number(n)}，抓学习。不断。\n" for n in range(1, 121)),
    "blanks": "述职报告\n一、抓学习。" + "走访*户，" * 300,
    "one label": "述职报告\n一、抓学习。" + "【次数】" * 300,
    "paragraphs": "述职报告\n一、抓学习\n" + "学。\n" * 300,
    "one line": "长" * 9_000,
    "zero width": "述职报告\n一、抓\u200b学\u202e习\ufeff。\u0301\n二、\u2028。",
    "rare characters": "述职报告\n一、𠀀𪚥㐀。\ue000\U000f0000\uffff\n二、😀👩‍👩‍👧。",
    "markup": "述职报告\n一、<b>&lt;{{ x }}{% load %}\n二、]]></w:t><script>",
    "quotes": "“" * 300 + "\n" + '"' * 301,
    "brackets": "【" * 200 + "】" * 200 + "（" * 99,
    "marks": "。\n" * 99 + "、，；：！？" * 40,
    "attachments": "述职报告\n一、抓学习。学。\n附件：1. 表\n2. 单\n附件1\n表\n一行。\n附件2\n单\n二行。",
    "digits": "1" * 3_000 + ".",
    "Latin": "述职报告\n一、" + "word" * 500 + " " + "https://example.org/" + "a" * 800,
    "tabs": "述职报告\n一、抓学习\n甲\t乙\t丙\n1\t2\t*",
}


@pytest.fixture
def client(author, visit):
    return visit(author)


def addresses_under_a_report():
    """What each asks for, by name."""
    routes = get_resolver().reverse_dict
    asked = {name: parts for name in url_names() if name in routes for [(_, parts)] in [routes[name][0]]}
    return {name: parts for name, parts in asked.items() if "report_pk" in parts}


def pages_of(report):
    """The address of every page of the report, made from the site's own list of addresses."""
    section = max(report.sections.all(), key=lambda section: len(section.body))
    comment = Comment.objects.filter(section__report=report).first()
    parts = {"report_pk": report, "section_pk": section, "figure_pk": report.figures.first()}
    parts |= {"attachment_pk": report.attachments.first(), "comment_pk": comment}
    parts["number"] = SimpleNamespace(pk=1)  # of a table
    parts["ledger_pk"] = begin_ledger(slug="reception", person=report.author, by=report.author, at=timezone.now())
    for name, asked in addresses_under_a_report().items():
        if name not in NO_PAGES and all(parts[part] for part in asked):
            yield reverse(name, kwargs={part: parts[part].pk for part in asked})


def files_of(report, kinds=FileKind):
    offered = [kind for kind in FileKind.offered(report) if kind in kinds]
    if not report.figures.exists():  # an annex of nothing is refused in words
        offered = [kind for kind in offered if kind != FileKind.ANNEX]
    return [reverse("file", args=[report.pk, kind]) for kind in offered]


def start(client, cycle, author, text):
    """The report made of a text through the pages, or None where it was not accepted."""
    places = {"participant_pk": enrol(cycle, author).pk}
    if client.post(reverse("start", kwargs=places), {"text": text}).status_code != 200:
        return None
    kinds = {f"kind-{number}": section.kind for number, section in enumerate(read_report(text).sections)}
    assert client.post(reverse("start_from_text", kwargs=places), {"text": text} | kinds).status_code == 302
    return Report.objects.get(cycle=cycle, author=author)


def statuses(client, addresses):
    return {address: client.get(address, follow=True).status_code for address in addresses}


def remark(report, author):
    """So that the files about remarks have one."""
    section = report.sections.order_by("position").last()
    add_comment(section=section, read=section.body, passage=None, text="请再看。", by=author, at=timezone.now())


def test_every_address_under_a_report_is_a_page_or_named_above(client, cycle, author):
    """A list that looks in vain would open nothing."""
    report = start(client, cycle, author, SHAPES["attachments"].replace("学。", "走访*户。"))
    remark(report, author)
    opened = {resolve(page).url_name for page in pages_of(report)}
    assert opened == addresses_under_a_report().keys() - NO_PAGES


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_page_and_file_of_what_was_pasted(client, cycle, author, text):
    """PDFs are slow to make and refuse, in words, characters that no font has: they have tests of their own."""
    report = start(client, cycle, author, text)
    remark(report, author)
    addresses = [*pages_of(report), *files_of(report, QUICK)]
    assert statuses(client, addresses) == dict.fromkeys(addresses, 200)


PIECES = [
    "一、",
    "第二，",
    "（三）",
    "4.",
    "*",
    "【次数】",
    "【",
    "】",
    "\n",
    "\n\n",
    "　",
    "附件：1. 表\n",
    "谢谢大家。",
    "2026年1月1日",
]
PIECES += ["述职报告\n", "存在的问题", "下一步", "。", "学习", "<b>", "&", "\u200b", "\ud7ff", "𠀀", "\t", "1,234.5％"]


@examples(6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=60).map("".join))
def test_every_page_of_any_text(client, cycle, author, text):
    with transaction.atomic():
        if report := start(client, cycle, author, text):
            remark(report, author)
            addresses = [*pages_of(report), *files_of(report, QUICK)]
            assert statuses(client, addresses) == dict.fromkeys(addresses, 200)
        transaction.set_rollback(True)
