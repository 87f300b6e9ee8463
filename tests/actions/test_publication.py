"""Published reports are things: made, judged and stored once; nothing changes them afterwards."""

import shutil
from datetime import timedelta

import pytest
from django.urls import reverse

from reports.actions.conditions import Party
from reports.actions.errors import Refused
from reports.actions.publication import NotPublishable, agree_and_publish, publish_report
from reports.actions.report import submit_report
from reports.actions.review import correct_report
from reports.documents import cache
from reports.documents.published import NoPublishedFile, path_of, read_published
from reports.documents.rendering import write_ofd
from reports.models import Event, Publication, Report, ReturnReason

from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)


def state(report):
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


def download(client, report, kind="final"):
    return client.get(reverse("file", args=[report.pk, kind]))


def test_what_is_published_is_the_approved_version_with_its_sheet(approved, organiser):
    made = publish_report(report=approved, by=organiser, party=Party.ORGANISER, at=LATER)

    stored = Publication.objects.get(pk=made.pk)
    data = read_published(stored.sha256)
    assert (stored.number, stored.revision, stored.size) == (1, approved.revisions.latest("number"), len(data))
    assert (stored.published_by, stored.published_at, stored.accepted_because) == (organiser, LATER, "")
    assert {code: sheet["pass"] for code, sheet in stored.sheets.items()} == {"zh-hans": True, "en": True}
    assert stored.sheets["en"]["checks"][1]["label"] != stored.sheets["zh-hans"]["checks"][1]["label"]


@pytest.fixture
def downloaded(on_disk, published, author, visit):
    """What the author gets on the day of publication."""
    return download(visit(author), published).content


@pytest.fixture(params=["template", "no fonts"])
def upgraded(request, settings, tmp_path, monkeypatch):
    """What an update of the site changes: the page comes out otherwise, or not at all."""

    def upgrade():
        monkeypatch.setattr(cache.pdf, "OUTPUT", 10**6)
        if request.param == "template":
            folder = tmp_path / "templates"
            (folder / "documents").mkdir(parents=True)
            (folder / "documents" / "report.html").write_text("<html lang=zh><title>x</title><p>改版</p></html>")
            settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [folder, *settings.TEMPLATES[0]["DIRS"]]}]
        else:
            settings.FONT_DIRS = []

    return upgrade


def test_a_published_report_is_downloaded_as_it_was_published_whatever_has_changed(
    downloaded, upgraded, published, author, reviewer, organiser, visit
):
    upgraded()

    copies = [download(visit(person), published).content for person in (author, reviewer, organiser)]
    page = visit(author).get(reverse("pdf", args=[published.pk]))

    assert copies == [downloaded] * 3
    assert page.context["sheet"] == published.publications.get().sheets["en"]


def test_drafts_of_the_cache_may_go_the_published_bytes_stay(downloaded, on_disk, published, author, visit):
    shutil.rmtree(on_disk / "pdf")

    assert download(visit(author), published).content == downloaded


@pytest.mark.parametrize("change", ["gone", "cut", "other"])
def test_other_bytes_are_never_given_out_for_the_published_ones(downloaded, on_disk, published, author, visit, change):
    path = on_disk / path_of(published.publications.get().sha256)
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(downloaded[:5000] if change == "cut" else downloaded + b"\n")

    answer = download(visit(author), published)

    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert path_of(published.publications.get().sha256) in answer.content.decode()
    with pytest.raises(NoPublishedFile):
        read_published(published.publications.get().sha256)


def test_a_readers_mark_is_on_no_published_copy(on_disk, approved, author, reviewer, organiser, visit):
    approved.cycle.mark_reader = True
    approved.cycle.save()
    publish_report(report=approved, by=organiser, party=Party.ORGANISER, at=LATER)

    one, other = (download(visit(person), approved).content for person in (author, reviewer))

    assert one == other == read_published(Publication.objects.get().sha256)


def test_a_publication_is_never_changed_or_deleted(published):
    stored = published.publications.get()
    for change in (
        stored.save,
        stored.delete,
        lambda: Publication.objects.update(sha256=""),
        Publication.objects.all().delete,
    ):
        with pytest.raises(TypeError):
            change()
    assert Publication.objects.get().sha256 == stored.sha256


def test_what_was_accepted_stands_beside_it_with_the_reason(on_letter_paper, organiser):
    made = publish_report(
        report=on_letter_paper, accepted_because="  只有信纸。 ", by=organiser, party=Party.ORGANISER, at=LATER
    )

    assert (made.accepted_because, made.sheets["en"]["pass"]) == ("只有信纸。", False)
    assert len(read_published(made.sha256)) == made.size


def test_a_reason_where_nothing_fails_is_not_kept(approved, organiser):
    assert (
        publish_report(
            report=approved, accepted_because="以防万一", by=organiser, party=Party.ORGANISER, at=LATER
        ).accepted_because
        == ""
    )


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_failures_are_not_accepted_without_a_reason(on_letter_paper, organiser, reason):
    with pytest.raises(NotPublishable, match="misses the page standard"):
        publish_report(report=on_letter_paper, accepted_because=reason, by=organiser, party=Party.ORGANISER, at=LATER)

    assert (state(on_letter_paper), Publication.objects.count()) == ("approved", 0)


def test_published_twice_at_once_is_published_once(approved, organiser, reviewer, monkeypatch):
    """The second one made its copy while the first was stored."""
    second = Report.objects.select_related("cycle", "author", "unit").get(pk=approved.pk)
    publish_report(report=approved, by=organiser, party=Party.ORGANISER, at=LATER)

    with pytest.raises(Refused, match="only once"):
        publish_report(report=second, by=reviewer, party=Party.REVIEWER, at=LATER)

    assert (Publication.objects.count(), Event.objects.filter(verb="published").count()) == (1, 1)


def test_what_an_early_release_published_without_a_file_is_not_made_anew_but_published_again(
    published, author, organiser, visit
):
    Publication.objects.all()._raw_delete(Publication.objects.db)

    answers = [visit(author).get(reverse(*to)) for to in (("file", None, [published.pk, "final"]),)]

    assert [answer.status_code for answer in answers] == [422]
    assert "published before the site kept published files" in answers[0].content.decode()
    again = publish_report(report=published, by=organiser, party=Party.ORGANISER, at=LATER)
    assert download(visit(author), published).content == read_published(again.sha256)


def test_its_ofd_is_made_of_the_published_bytes(published, author, visit):
    answer = visit(author).get(reverse("file", args=[published.pk, "ofd"]))
    kept = read_published(Publication.objects.get().sha256)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ofd")
    assert answer.content == write_ofd(kept)
    assert Event.objects.filter(verb="exported").latest("pk").detail == "ofd"


def test_no_ofd_is_offered_of_what_is_no_final_copy(in_review, author, visit):
    client = visit(author)
    assert client.get(reverse("file", args=[in_review.pk, "ofd"])).status_code == 404
    assert "/files/ofd/" not in client.get(reverse("pdf", args=[in_review.pk])).content.decode()


# corrections


@pytest.fixture
def corrected(on_disk, published, organiser):
    """Open again: one section is to be corrected."""
    problems = published.sections.get(position=4)
    correct_report(report=published, sections=[problems.pk], reason=" 数字有误。 ", by=organiser, at=LATER)
    published.refresh_from_db()
    return published


def run_to_the_end(report, author, reviewer):
    """Written, submitted, agreed to and published again."""
    report.sections.filter(position=4).update(body="改正后的文字。")
    submit_report(report=report, by=author, at=LATER + timedelta(hours=1))
    return agree_and_publish(report=report, by=reviewer, at=LATER + timedelta(hours=2)).publication


def test_a_correction_opens_only_the_sections_it_names_and_says_why(corrected, organiser):
    writable = [section.position for section in corrected.sections.all() if section.is_open]

    assert (corrected.state, corrected.correction, writable) == ("returned", "数字有误。", [4])
    assert [(reason.by, reason.text) for reason in ReturnReason.objects.all()] == [(organiser, "数字有误。")]


def test_the_correction_is_a_publication_of_its_own_and_the_first_stays(corrected, author, reviewer, visit):
    first = corrected.publications.get()

    second = run_to_the_end(corrected, author, reviewer)

    stored = list(Publication.objects.order_by("number").values_list("number", "reason"))
    assert stored == [(1, ""), (2, "数字有误。")]
    assert Report.objects.get(pk=corrected.pk).correction == ""
    client = visit(author)
    assert download(client, corrected).content == read_published(second.sha256)
    answers = [client.get(reverse("publication", args=[corrected.pk, number])) for number in (1, 2)]
    assert [answer.content for answer in answers] == [read_published(each.sha256) for each in (first, second)]
    assert ["%E6%9B%B4%E6%AD%A31" in answer["Content-Disposition"] for answer in answers] == [False, True]


def test_while_it_is_being_corrected_the_published_file_is_there_and_is_not_called_final(corrected, author, visit):
    client = visit(author)

    assert client.get(reverse("publication", args=[corrected.pk, 1])).status_code == 200
    assert download(client, corrected).status_code == 404
    assert download(client, corrected, "draft").status_code == 200


def test_approved_again_but_not_published_the_final_copy_is_of_the_new_words(corrected, author, reviewer, visit):
    corrected.sections.filter(position=4).update(body=f"改正后的文字{chr(0xF0000)}。")
    submit_report(report=corrected, by=author, at=LATER + timedelta(hours=1))

    agreement = agree_and_publish(report=corrected, by=reviewer, at=LATER + timedelta(hours=2))

    assert (agreement.publication, state(corrected)) == (None, "approved")
    assert download(visit(author), corrected).status_code == 422


@pytest.mark.parametrize("where", ["report", "submitted", "in_review", "returned", "approved"])
def test_only_a_published_report_is_corrected(request, organiser, where):
    report = request.getfixturevalue(where)
    before = state(report)

    with pytest.raises(Refused, match="Only a published report"):
        correct_report(
            report=report, sections=[report.sections.first().pk], reason="数字有误。", by=organiser, at=LATER
        )

    assert state(report) == before


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_correction_without_a_reason(published, organiser, reason):
    with pytest.raises(Refused, match="Say for at least one section"):
        correct_report(
            report=published, sections=[published.sections.first().pk], reason=reason, by=organiser, at=LATER
        )

    assert state(published) == "published"


def test_sections_of_another_report_are_no_sections(published, last_year, organiser):
    with pytest.raises(Refused):
        correct_report(
            report=published, sections=[last_year.sections.first().pk], reason="数字有误。", by=organiser, at=LATER
        )

    assert state(published) == "published"
