"""What is changed in the moment of a submission, on a connection of its own: it is in the version, or it is refused."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import translation

from reports.actions.attachment import add_attachment, delete_attachment, move_attachment_up
from reports.actions.errors import Refused
from reports.actions.figure import describe_figure, describe_figures
from reports.actions.report import rename_report, submit_report
from reports.models import Figure, Report, Revision
from reports.prose.content import FigureContent

from ..factories import MOMENT

DESCRIBED = FigureContent("管网长度", "text", "千米", "", "水利年报")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def emptied(transactional_db):
    """Real transactions, so that threads see each other's rows."""


@pytest.fixture
def figure(report):
    return report.figures.select_related("report").get(label="管网长度")


@pytest.fixture
def changes(report, figure, author):
    """By name, what an author may do to an open report; all was fetched while it still was open."""
    told = {"by": author, "at": MOMENT}
    first, second = (report.attachments.create(position=number, title=f"附表{number}") for number in (1, 2))
    return {
        "describe": lambda: describe_figure(
            figure=figure, kind="text", unit="千米", source="水利年报", previous="", **told
        ),
        "describe_many": lambda: describe_figures(report=report, described={"管网长度": DESCRIBED}, **told),
        "rename": lambda: rename_report(report=report, title="别的题目", salutation="", **told),
        "add": lambda: add_attachment(report=report, title="附表3", **told),
        "move": lambda: move_attachment_up(attachment=second, **told),
        "delete": lambda: delete_attachment(attachment=first, version=1, **told),
    }


CHANGES = ["describe", "describe_many", "rename", "add", "move", "delete"]


def meanwhile(running, call):
    """What `call` returned or raised, begun in a thread of its own while `running` is done but not yet stored."""
    answers = []

    def run():
        try:
            with translation.override("en"):  # a thread begins in the site's language
                answers.append(call())
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        running()
        thread.start()
        thread.join(timeout=0.5)
    thread.join()
    (answer,) = answers
    return answer


def stored(report):
    """All that the changes may touch."""
    return (
        list(Report.objects.filter(pk=report.pk).values_list("title", "salutation")),
        list(Figure.objects.filter(report=report).order_by("pk").values_list("label", "kind", "unit", "source")),
        list(report.attachments.order_by("position").values_list("position", "title")),
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_waits_for_the_submission_and_is_refused(report, author, changes, change):
    before = stored(report)
    submitting = lambda: submit_report(report=report, by=author, at=MOMENT)  # noqa: E731
    answer = meanwhile(submitting, changes[change])
    assert (type(answer), str(answer)) == (Refused, "This report is locked. Nothing was changed.")
    assert stored(report) == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_submission_waits_for_the_change_and_freezes_it(report, author, changes, change):
    before = stored(report)
    answer = meanwhile(changes[change], lambda: submit_report(report=report, by=author, at=MOMENT))
    assert isinstance(answer, Revision)
    [(title, salutation)], figures, attachments = stored(report)
    frozen = Revision.objects.get().content
    assert stored(report) != before
    assert (frozen.title, frozen.salutation) == (title, salutation)
    assert sorted((f.label, f.kind, f.unit, f.source) for f in frozen.figures) == sorted(figures)
    assert [attachment.title for attachment in frozen.attachments] == [title for _position, title in attachments]
