"""No words reach those who may not read them: every page is looked through for words that could leak."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from reports.actions.figure import describe_figure
from reports.actions.report import rename_report, submit_report, withdraw_report
from reports.actions.saved_text import FigureEdit, TextEdit
from reports.actions.section import save_section
from reports.models import Figure, Report, Section
from reports.prose.content import Words

from ..factories import MOMENT
from ..slips import text_of
from .conftest import ROLES
from .test_table import DRAFT

READERS = ["reviewer", "organiser"]
OTHERS = ["auditor", *(pytest.param(role, marks=pytest.mark.exhaustive) for role in ["administrator", "stranger"])]
WORDS = ["机密正文", "机密标题", "机密题目", "机密数值", "机密标签", "机密来源"]
# All addresses but those that answer nobody's GET, as the table of access tries.
READABLE = [name for name, methods in DRAFT.items() if methods["GET"][0] != 405]


def words_of(answer):
    """Of an archive or a workbook all that is in it, of a PDF what is read in it."""
    return _words(answer.getvalue())


def _words(data):
    if data.startswith(b"%PDF"):
        return text_of(data)
    if not data.startswith(b"PK"):
        return data.decode()
    with ZipFile(BytesIO(data)) as archive:
        return "".join(_words(archive.read(name)) for name in archive.namelist())


@pytest.fixture
def read_all(places, people, visit, every):
    """All that a person is answered to GET, wherever it is. In quick every third address of those who are not to find
    anything, of each other ones.
    """

    def bodies(role, report, *, files=("txt", "json")):
        client = visit(people[role])
        of = places(report)
        found = {}
        step = 1 if role == "author" else every(3)
        for name in {"read", *READABLE[ROLES.index(role) % step :: step]}:
            path, _data = of[name]
            for kind in files if name == "file" else [None]:
                url = reverse(name, kwargs=path | ({"kind": kind} if kind else {}))
                answer = client.get(url)
                found[url] = (answer.status_code, words_of(answer))
        found |= {f"compare {old}": _compare(client, report, old) for old in ["last-year", "1", "2"]}
        found |= {f"revision {n}": _revision(client, report, n) for n in range(2, report.revisions.count() + 1)}
        return found

    def _revision(client, report, number):
        answer = client.get(reverse("revision", args=[report.pk, number]))
        return answer.status_code, answer.content.decode()

    def _compare(client, report, old):
        answer = client.get(reverse("compare", args=[report.pk]), {"from": old})
        return answer.status_code, answer.content.decode()

    return bodies


def write_secrets(report, by, position=4):
    """Words that nobody but the writers may see, in every place where words can stand."""
    rename_report(report=report, title="机密题目", salutation="", by=by, at=MOMENT)
    section = Section.objects.select_related("report", "outline_section").get(report=report, position=position)
    words = Words("机密标题", "机密正文【机密标签】。")
    edit = TextEdit("a", section.version, words, Words(section.heading, section.body))
    save_section(section=section, edit=edit, by=by, at=MOMENT)
    figure = Figure.objects.select_related("report").get(report=report, label="机密标签")
    describe_figure(figure=figure, kind="text", unit="", source="机密来源", previous="", by=by, at=MOMENT)
    values = {"机密标签": FigureEdit("机密数值", "")}
    save_section(section=section, edit=TextEdit("a", 2, figures=values), by=by, at=MOMENT)


def leaks(bodies):
    return {url: [word for word in WORDS if word in body] for url, (_status, body) in bodies.items() if "机密" in body}


def test_the_words_are_there_to_be_found(draft, people, read_all):
    """The author's own pages show all of them: a test that looks in vain would prove nothing."""
    write_secrets(draft, people["author"])
    found = leaks(read_all("author", draft))
    assert sorted({word for words in found.values() for word in words}) == sorted(WORDS)


@pytest.mark.parametrize("role", READERS + OTHERS)
def test_a_draft(draft, people, read_all, role):
    write_secrets(draft, people["author"])
    assert leaks(read_all(role, draft)) == {}


@pytest.mark.parametrize("role", READERS + OTHERS)
def test_a_section_of_the_authors_own(draft, people, read_all, role):
    """The outline does not name it: where its heading stands for its name, that is words too."""
    Section.objects.filter(report=draft, position=4).update(outline_section=None)
    write_secrets(draft, people["author"])
    assert leaks(read_all(role, draft)) == {}


@pytest.mark.parametrize("role", READERS + OTHERS)
def test_what_the_author_writes_after_a_return(returned, people, read_all, role):
    """A reviewer goes on seeing the version that was returned."""
    write_secrets(returned, people["author"])
    bodies = read_all(role, returned)
    assert leaks(bodies) == {}
    status, body = bodies[reverse("read", args=[returned.pk])]
    if role in READERS:
        assert (status, "到村组走得不够多" in body) == (200, True)
    else:
        assert status == 404


@pytest.mark.parametrize("role", READERS + OTHERS)
def test_what_was_submitted_again_and_withdrawn_unread(returned, people, read_all, role):
    write_secrets(returned, people["author"])
    submit_report(report=returned, by=people["author"], at=MOMENT)
    withdraw_report(report=returned, by=people["author"], at=MOMENT)
    returned.refresh_from_db()
    assert leaks(read_all(role, returned)) == {}


@pytest.mark.parametrize("role", OTHERS)
def test_a_submitted_report(report, people, read_all, role):
    write_secrets(report, people["author"])
    submit_report(report=report, by=people["author"], at=MOMENT)
    report.refresh_from_db()
    assert leaks(read_all(role, report)) == {}


def test_the_log_tells_who_did_what_without_words(report, people, visit):
    Section.objects.filter(report=report, position=4).update(outline_section=None)
    write_secrets(report, people["author"])
    body = visit(people["auditor"]).get(reverse("log")).content.decode()
    assert body.count("林晓") >= 3
    assert "机密" not in body
    assert "到村组" not in body


def test_a_final_copy_is_made_of_an_approved_report_only(request, people, visit):
    def kinds(report):
        client = visit(people["author"])
        return {
            kind: client.get(reverse("file", args=[report.pk, kind])).status_code for kind in ["final", "txt", "odt"]
        }

    report = request.getfixturevalue("in_review")
    assert kinds(report) == {"final": 404, "txt": 200, "odt": 404}


# another report's parts under this report's address


@pytest.mark.parametrize("name", ["section", "fill"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_section_under_another_report(report, last_year, author, visit, name, method):
    """Both reports are the author's own: the address as a whole must be right."""
    foreign = last_year.sections.get(position=4)
    answer = getattr(visit(author), method)(reverse(name, args=[report.pk, foreign.pk]), {"version": 1, "tab": "a"})
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_figure_under_another_report(report, last_year, author, visit, method):
    foreign = last_year.figures.get(label="走访次数")
    answer = getattr(visit(author), method)(reverse("figure", args=[report.pk, foreign.pk]), {"kind": "text"})
    assert answer.status_code == 404
    assert last_year.figures.get(label="走访次数").kind == "number"


def test_a_revision_that_the_report_does_not_have(submitted, author, visit):
    client = visit(author)
    numbers = [client.get(reverse("revision", args=[submitted.pk, n])).status_code for n in (0, 1, 2)]
    assert numbers == [404, 200, 404]


def test_a_value_of_another_report_is_not_written(report, last_year, author, visit):
    """A page of this report that names another report's figure."""
    foreign = last_year.figures.get(label="走访次数")
    section = report.sections.get(position=5)
    typed = {"version": 1, "tab": "a", f"figure-{foreign.pk}": "999", f"initial-figure-{foreign.pk}": foreign.value}
    assert visit(author).post(reverse("fill", args=[report.pk, section.pk]), typed).status_code == 302
    assert last_year.figures.get(label="走访次数").value == "21"
    assert report.figures.get(label="走访次数").value == "4"


def test_an_assistant_of_somebody_else(report, visit, stranger, reviewer):
    """Being an assistant is a right in one author's reports, not a role."""
    stranger.assistances.create(assistant=reviewer, accepted_at=MOMENT)
    assert visit(reviewer).get(reverse("report", args=[report.pk])).status_code == 404


def test_an_assistant_who_may_submit(report, assistant, visit):
    assistant.assisted.update(may_submit=True)
    assert visit(assistant).post(reverse("submit", args=[report.pk])).status_code == 302
    assert Report.objects.get(pk=report.pk).state == "submitted"


def test_an_assistant_is_out_at_once_when_removed(report, assistant, visit):
    client = visit(assistant)
    assert client.get(reverse("report", args=[report.pk])).status_code == 200
    assistant.assisted.all().delete()
    assert client.get(reverse("report", args=[report.pk])).status_code == 404


def test_an_organiser_of_another_branch(in_review, visit, stranger, elsewhere):
    elsewhere.organisers.add(stranger)
    client = visit(stranger)
    assert client.get(reverse("read", args=[in_review.pk])).status_code == 404
    assert client.get(reverse("cycle", args=[in_review.cycle_id])).status_code == 404


def test_an_organiser_sees_the_states_of_drafts_not_their_words(report, organiser, visit):
    client = visit(organiser)
    for name, says in [("cycle", "Writing"), ("participants", "林晓"), ("cycle_reports", "林晓")]:
        body = client.get(reverse(name, args=[report.cycle_id])).content.decode()
        assert (says in body, "供水" in body, report.title in body) == (True, False, False)
