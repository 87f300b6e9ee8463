"""《》 titles of a report against the ledgers of documents of its author: by page and by command."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row, delete_row

from ..factories import MOMENT, UserFactory

CELLS = {"印发日期": "2026-03-08", "文件名称": "云溪县农村供水管理办法", "文号": "云政发〔2026〕3号", "方式": "制定"}
WORDS = "落实《云溪县农村饮水管理办法》（云政发〔2026〕3号），抓好供水。"


def list_document(**owner):
    by = owner.pop("by")
    ledger = begin_ledger(slug="rules", by=by, at=MOMENT, **owner)
    return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, ""), by=by, at=MOMENT)


@pytest.fixture
def section(report):
    section = report.sections.get(heading="坚持学用结合")
    section.body = WORDS
    section.save()
    return section


def hints(visit, report):
    page = visit(report.author).get(reverse("check", args=[report.pk]))
    return [(one.words.check, one.words.suggestion) for one in page.context["progress"].hints]


def told(report, capsys):
    call_command("check_report", str(report.pk), "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    return [(one["check"], one["text"], one["suggestion"]) for one in found if one["check"] == "document"]


def test_the_page_and_the_command_say_it(section, report, author, visit, capsys):
    list_document(person=author, by=author)
    assert hints(visit, report) == [("document", "云溪县农村供水管理办法")]
    assert told(report, capsys) == [("document", "云溪县农村饮水管理办法", "云溪县农村供水管理办法")]


def test_the_units_ledger_counts(section, report, organiser, visit):
    list_document(unit=report.author.unit, by=organiser)
    assert hints(visit, report) == [("document", "云溪县农村供水管理办法")]


@pytest.mark.parametrize("whose", ["a colleague", "the unit above", "nobody"])
def test_of_a_ledger_that_the_author_does_not_read_no_title_is_told(
    section, report, author, organiser, visit, whose, capsys
):
    if whose == "a colleague":
        colleague = UserFactory.create(unit=author.unit)
        list_document(person=colleague, by=colleague)
    elif whose == "the unit above":
        list_document(unit=author.unit.parent, by=organiser)
    assert (hints(visit, report), told(report, capsys)) == ([], [])


def test_a_typed_number_is_held_against_the_figure_of_that_name(section, report, author, visit, capsys):
    """By page and by command, and of the report's own figures alone."""
    report.figures.create(label="新建供水泵站", unit="座", value="12")
    section.body = "全年新建供水泵站13座。"
    section.save()
    page = visit(author).get(reverse("check", args=[report.pk]))
    asked = [(one.section, one.words.text) for one in page.context["progress"].questions]
    assert (section, "新建供水泵站13座") in asked
    call_command("check_report", str(report.pk), "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["text"] for one in found if one["check"] == "two_values"] == ["新建供水泵站13座"]
    report.figures.filter(label="新建供水泵站").update(value="13")
    page = visit(author).get(reverse("check", args=[report.pk]))
    assert [one.words.check for one in page.context["progress"].questions if one.words.check == "two_values"] == []


def test_a_row_that_was_deleted_counts_no_more(section, report, author, visit):
    row = list_document(person=author, by=author)
    delete_row(row=row, version=row.version, by=author, at=MOMENT)
    assert hints(visit, report) == []
