"""An organiser of one unit sees and touches nothing beside it or above: every address, with right data of others."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reports.actions.report import submit_report
from reports.actions.review import agree, open_review
from reports.models import (
    Assistance,
    CycleChange,
    GradeScale,
    Participant,
    Report,
    Review,
    SignInSlip,
    Stage,
    StageReviewer,
    Substitution,
    Unit,
    User,
)
from reports.models.sign_in_slip import expiry

from ..factories import MOMENT, UserFactory, enrol, write_report
from .addresses import names_of_a_round

SECRET = "秘不外传"  # in all that is said of the other unit


@pytest.fixture
def school(county):
    return Unit.objects.create(name="第一中学", parent=county)


@pytest.fixture
def chief(school):
    """Organises the unit beside."""
    person = UserFactory.create(username="xiao", name="肖进", unit=school, post="副校长")
    school.organisers.add(person)
    return person


@pytest.fixture
def teacher(cycle, school):
    """One participant of theirs, so that no list is empty."""
    person = UserFactory.create(username="jiao", name="焦师", unit=school, post="主任")
    enrol(cycle, person)
    return person


@pytest.fixture
def others(submitted, people, cycle, bureau):
    """All that is known of the unit beside theirs says so."""
    Unit.objects.filter(pk=bureau.pk).update(name=f"水务局{SECRET}")
    for person in (people["author"], people["assistant"], people["reviewer"]):
        fields = ["name", "post", "staff_number", "phone"]
        User.objects.filter(pk=person.pk).update(**dict.fromkeys(fields, f"{SECRET}{person.pk}"))
    # Of the other unit too: people of the line above an organiser may be named, and are found by name for that.
    User.objects.filter(pk=people["reviewer"].pk).update(unit=bureau)
    told = dict.fromkeys(("post", "duties", "category", "due_reason"), SECRET)
    Participant.objects.filter(person=people["author"]).update(due=cycle.due + timedelta(days=1), **told)
    exempt = UserFactory.create(name=SECRET, unit=bureau, username="mianshu")
    enrol(cycle, exempt, state="sick_leave", reason=SECRET, category=SECRET)
    Report.objects.filter(pk=submitted.pk).update(title=SECRET, post=SECRET)
    User.objects.filter(username="liang").update(unit=cycle.unit)  # whom everybody may name
    stage, person = cycle.stages.get(), people["author"]
    StageReviewer.objects.create(stage=stage, participant=submitted.participant, reviewer=people["reviewer"])
    Substitution.objects.create(
        report=submitted, stage=stage, former=exempt, substitute=people["reviewer"], by=exempt, at=MOMENT, reason=SECRET
    )
    for about in ({"person": person}, {"unit": bureau}):
        number = cycle.changes.count() + 1
        CycleChange.objects.create(
            cycle=cycle, number=number, before={}, after={}, reason=SECRET, by=exempt, at=MOMENT, **about
        )
    SignInSlip.objects.create(
        person=person,
        delivery="paper",
        code_hash="0" * 64,
        issued_at=MOMENT,
        issued_by=exempt,
        expires_at=expiry(MOMENT),
    )
    submitted.refresh_from_db()
    return submitted


def texts_of(answer):
    """What is shown: of a page as it is, of a workbook its cells."""
    if "spreadsheetml" in answer.headers.get("Content-Type", ""):
        book = load_workbook(BytesIO(b"".join(answer)))
        return " ".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    return (
        b"".join(answer).decode("utf-8", "replace") if answer.streaming else answer.content.decode("utf-8", "replace")
    )


def state_of_others(school):
    """All rows that are not of the organiser's own unit."""
    rows = {
        "people": User.objects.exclude(unit=school),
        "participants": Participant.objects.exclude(unit=school),
        "reports": Report.objects.all(),
        "reviews": Review.objects.all(),
        "rules": StageReviewer.objects.exclude(unit=school).exclude(participant__unit=school),
        "stages": Stage.objects.all(),
        "slips": SignInSlip.objects.exclude(person__unit=school),
        "assistances": Assistance.objects.exclude(author__unit=school),
        "units": Unit.objects.exclude(pk=school.pk).exclude(parent=school),
        "changes": CycleChange.objects.all(),
    }
    return {name: list(found.order_by("pk").values()) for name, found in rows.items()}


def differing(before, after):
    return [name for name in before if before[name] != after[name]]


@pytest.fixture
def ask(chief, visit):
    session = visit(chief).cookies

    def answered(method, url, data):
        client = Client(headers={"accept-language": "en"})
        client.cookies.update(session)
        return getattr(client, method)(url, data, follow=True)

    return answered


@pytest.fixture
def asked(others, places, people, bureau, cycle):
    """What an organiser of the other unit could ask and send, at every address: the right data of their objects."""
    of = places(others)
    foreign = {
        "under": bureau.pk,
        "unit": bureau.pk,
        "person": people["author"].pk,
        "participant": others.participant_id,
        "stage": cycle.stages.get().pk,
        "reviewer": people["reviewer"].pk,
        "people": people["author"].username,
        "only": people["author"].username,
        "chosen": 1,
        "report": others.pk,
    }
    return of, foreign


OWN_WORDS = {"set_language", "sign_out", "sign_in", "first_sign_in", "token"}


def test_no_page_tells_of_others(asked, teacher, ask, every):
    """In quick each address without a question and with all at once, which is a sixth of it all."""
    of, foreign = asked
    told = {}
    for name, (path, _data) in of.items():
        if name in OWN_WORDS:
            continue
        single = ({field: value} for field, value in foreign.items())
        queries = [{}, foreign, *single, {"q": "秘"}, {"format": "xlsx"}]
        for query in queries[: len(queries) // every(6)]:
            answer = ask("get", reverse(name, kwargs=path), query)
            if SECRET in texts_of(answer):
                told[name, *query] = answer.status_code
    assert told == {}


def test_no_post_tells_of_others_or_touches_them(asked, teacher, ask, school, every):
    """In quick what is theirs wins over the rest; the other two ways are tried with the whole."""
    of, foreign = asked
    told, touched = {}, {}
    before = state_of_others(school)
    for name, (path, data) in of.items():
        if name in OWN_WORDS:
            continue
        sent = [{**data, **foreign}, {**foreign, **data}, data]
        for number, fields in enumerate(sent[: 3 // every(3)]):
            with transaction.atomic():
                answer = ask("post", reverse(name, kwargs=path), fields)
                if SECRET in texts_of(answer):
                    told[name, number] = answer.status_code
                if changed := differing(before, state_of_others(school)):
                    touched[name, number] = changed
                transaction.set_rollback(True)
    assert (told, touched) == ({}, {})


CYCLE_PAGES = ["home", "log", *names_of_a_round()]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|\d{8}-\d{6}')


def test_no_number_of_any_page_counts_others(cycle, stage, teacher, bureau, reviewer, people, ask, every):
    """What happens beside them changes not a character of what they see."""
    report = write_report(cycle, teacher)
    Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    submit_report(report=report, by=teacher, at=MOMENT)
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["优秀", "称职"]), None
    cycle.save()

    def pages():
        found = {}
        for name in CYCLE_PAGES:
            path = reverse(name, args=[cycle.pk] if name not in {"home", "log"} else [])
            for query in [{}, {"format": "xlsx"}, {"q": "干部"}][: 3 // every(3)]:
                found[name, *query] = TOKEN.sub("", texts_of(ask("get", path, query)))
        return found

    before = pages()
    for number in range(6):
        other = write_report(cycle, UserFactory.create(unit=bureau, post="科长"))
        Participant.objects.filter(pk=other.participant_id).update(category="正职", due=cycle.due)
        Review.objects.create(report=other, stage=stage, reviewer=reviewer)
        submit_report(report=other, by=other.author, at=MOMENT + timedelta(days=number))
        open_review(report=other, by=reviewer, at=MOMENT + timedelta(days=9))
        agree(report=other, grade="优秀" if number == 0 else "称职", by=reviewer, at=MOMENT + timedelta(days=9))
    UserFactory.create(unit=bureau, post="科长")
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=people["assistant"])
    after = pages()
    assert {page: after[page] for page in after if after[page] != before[page]} == {}
