"""The archive package: who may download it, what is in it, and what is not."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.comment import add_comment
from reports.actions.publication import publish_report
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, open_review
from reports.actions.transitions import Party
from reports.documents.archive_package import seal_of
from reports.documents.published import path_of
from reports.models import Comment, Event, GradeScale, Publication, Report, Revision, Section

from ..factories import MOMENT
from ..gongwen.pages import body_text

DAY = timedelta(days=1)
# What author, organiser or both may not read. Two characters each: a line of a page may break longer ones.
SECRETS = {
    "a note among reviewers": "密甲",
    "an answer among reviewers": "密乙",
    "a suggestion among reviewers": "密丙",
    "a grade": "密丁",
    "a version withdrawn unread": "密戊",
    "what a download is called in the log": "密己",
    "a comment on words that were never submitted": "密庚",
}
KNOWN = ["明甲", "明乙", "明丙"]  # a comment, an opinion, the answer to a comment


@pytest.fixture
def full(report, author, reviewer, organiser):
    """Published, with all that must stay outside and all that must not."""
    cycle = report.cycle
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels([SECRETS["a grade"], "较好"]), None
    cycle.shows_grades = True  # an author may see it; the package is the same for everybody
    cycle.save()
    section = report.sections.get(position=4)
    body = section.body
    Section.objects.filter(pk=section.pk).update(body=f"{body}\n{SECRETS['a version withdrawn unread']}。")
    submit_report(report=report, by=author, at=MOMENT + DAY)
    withdraw_report(report=report, by=author, at=MOMENT + 2 * DAY)
    Section.objects.filter(pk=section.pk).update(body=body)
    submit_report(report=report, by=author, at=MOMENT + 3 * DAY)
    report.refresh_from_db()
    open_review(report=report, by=reviewer, at=MOMENT + 4 * DAY)
    _discuss(report, author, reviewer)
    decision = {"opinion": "明乙", "grade": SECRETS["a grade"]}
    report.refresh_from_db()
    agree(report=report, by=reviewer, at=MOMENT + 5 * DAY, **decision)
    report.refresh_from_db()
    publish_report(report=report, by=organiser, party=Party.ORGANISER, at=MOMENT + 6 * DAY)
    secret = SECRETS["what a download is called in the log"]
    Event.objects.create(verb="exported", report=report, actor=organiser, at=MOMENT, detail=secret)
    report.refresh_from_db()
    return report


def _discuss(report, author, reviewer):
    section = report.sections.select_related("report", "outline_section").get(position=4)
    place = {"section": section, "read": section.body, "passage": (0, 3), "by": reviewer, "at": MOMENT + 4 * DAY}
    said = add_comment(**place, text="明甲")
    said.replies.create(author=author, text="明丙", created_at=MOMENT + 5 * DAY)
    hidden = add_comment(**place, text=SECRETS["a note among reviewers"], for_reviewers_only=True)
    answer = SECRETS["an answer among reviewers"]
    hidden.replies.create(author=reviewer, text=answer, created_at=MOMENT + 5 * DAY)
    words = SECRETS["a suggestion among reviewers"]
    add_comment(**place, text="", replacement=words, for_reviewers_only=True)
    never = SECRETS["a comment on words that were never submitted"]
    comment = add_comment(**place | {"by": author}, text=never)
    comment.made_on = None
    comment.save()


def download(client, report):
    return client.get(reverse("archive_package", args=[report.pk]))


def words_in(data):
    """All words of all files, those in Word documents and PDFs too."""
    found = []
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".docx"):
                found.append(words_in(part))
            elif name.endswith(".pdf"):
                found.append(body_text(part))
            elif not name.endswith((".png", ".jpeg")):
                found.append(part.decode())
    return "".join(found)


@pytest.mark.parametrize("role", ["author", "organiser"])
def test_what_is_in_it_and_what_is_not(request, full, visit, role):
    answer = download(visit(request.getfixturevalue(role)), full)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    words = words_in(answer.content)
    assert [word for word in KNOWN if word not in words] == []
    assert {what for what, word in SECRETS.items() if word in words} == set()


def test_all_that_must_stay_outside_is_there_to_be_found(full):
    """Else the test above would look for nothing."""
    stored = [str(row) for row in Event.objects.values_list("detail", flat=True)]
    stored += [str(row.data) for row in Revision.objects.all()]
    for section in full.sections.all():
        for comment in section.comments.all():
            stored += [comment.text, comment.replacement or "", *comment.replies.values_list("text", flat=True)]
    stored += [opinion.grade for review in full.reviews.all() for opinion in review.opinions.all()]
    assert [word for word in SECRETS.values() if word not in "".join(stored)] == []


def test_its_files(full, author, visit, disposition_name):
    answer = download(visit(author), full)
    with ZipFile(BytesIO(answer.content)) as archive:
        names, log = sorted(archive.namelist()), json.loads(archive.read("log.json"))
        versions = {name: json.loads(archive.read(name)) for name in names if name.startswith("revisions/")}
        pdf = archive.read("document/final-1.pdf")
    assert disposition_name(answer) == "2026年度述职报告（林晓）归档包.zip"
    assert names == [
        "README.txt", "document/final-1.pdf", "document/report.docx", "eep.xml", "log.json", "manifest-sha256.txt",
        "opinions.json", "restore.py", "revisions/2.json", "revisions/3.json", "source/report.json",
        "source/report.txt",
    ]  # fmt: skip
    assert [row["verb"] for row in log] == ["submitted", "opened", "approved", "published"]
    assert {row["number"]: row["sha256"] for row in versions.values()} == dict(
        full.revisions.exclude(number=1).values_list("number", "sha256")
    )
    assert len(pdf) == Publication.objects.get().size


def test_the_log_keeps_the_seal_of_what_was_downloaded(full, organiser, visit):
    client = visit(organiser)
    client.head(reverse("archive_package", args=[full.pk]))
    sealed = seal_of(download(client, full).content)
    rows = Event.objects.filter(verb="exported", at__gt=MOMENT + 9 * DAY).values_list("actor", "report", "detail")
    assert list(rows) == [(organiser.pk, full.pk, f"archive {sealed}")]


@pytest.mark.parametrize(
    ("role", "offered"), [("author", 1), ("organiser", 1), ("assistant", 0), ("reviewer", 0)], ids=str
)
def test_it_is_offered_to_whom_it_is_given(request, published, visit, role, offered):
    client = visit(request.getfixturevalue(role))
    page = client.get(reverse("pdf", args=[published.pk])).content.decode()
    assert page.count(reverse("archive_package", args=[published.pk])) == offered
    assert download(client, published).status_code == (200 if offered else 403)


def test_an_approved_report_has_none(approved, author, visit):
    client = visit(author)
    page = client.get(reverse("pdf", args=[approved.pk])).content.decode()
    assert (reverse("archive_package", args=[approved.pk]) in page, download(client, approved).status_code) == (
        False,
        404,
    )


def test_a_published_file_that_was_changed_is_not_packed(on_disk, published, author, visit):
    (on_disk / path_of(Publication.objects.get().sha256)).write_bytes(b"%PDF-forged")
    answer = download(visit(author), published)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (503, "text/html")
    assert Event.objects.filter(verb="exported").count() == 0


def test_published_by_an_early_release_that_kept_no_file(approved, author, visit):
    Report.objects.filter(pk=approved.pk).update(state="published")
    answer = download(visit(author), approved)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (503, "text/html")


def test_the_number_of_queries_does_not_grow_with_what_was_said(full, author, visit):
    client = visit(author)
    download(client, full)
    with CaptureQueriesContext(connection) as few:
        download(client, full)
    said = Comment.objects.get(text=KNOWN[0])
    for _number in range(9):
        said.pk = None
        said.save()
        said.replies.create(author=author, text="好", created_at=MOMENT)
    with CaptureQueriesContext(connection) as many:
        download(client, full)
    assert len(many) == len(few)
