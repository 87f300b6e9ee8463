"""A named cast, the small county they work in, and one report in each state."""

import gc
import os
from collections import defaultdict
from datetime import date, timedelta
from itertools import count
from math import ceil, gcd

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, SimpleTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from reports.actions.conditions import Party
from reports.actions.publication import make_final_copy, publish_report
from reports.actions.report import submit_report
from reports.actions.review import agree, open_review, return_report
from reports.models import Assistance, Cycle, Review, Stage, Unit
from reports.models.append_only import protect
from reportsite.settings import STORAGES as REAL_STORAGES

from .documents.disks import fill, small_disk
from .factories import FIGURES, MOMENT, UserFactory, create_outline, write_report
from .gongwen import wrong_pdfs
from .unprotected import unprotect

pytest_plugins = ["tests.workers", "tests.replay", "tests.budget"]
SLICE = 2  # cases of a test in quick

# Speed is measured by the bench, never by a test; on a shared checkout the examples are the same each time.
settings.register_profile(
    "office", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("office"), max_examples=10)
settings.load_profile("office")


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="a slice of the cases, and tables made of the models at once")
    parser.addoption(
        "--pictures", metavar="FOLDER", help="where tests/browser/test_every_page.py leaves a picture of each page"
    )
    parser.addoption("--database-only", action="store_true", help="leave out the tests that are refused a database")


def pytest_configure(config):
    if config.getoption("--quick"):
        settings.load_profile("quick")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, pytestconfig):
    connection.settings_dict["TEST"]["MIGRATE"] = not pytestconfig.getoption("--quick")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, pytestconfig):
    """Tables made of the models count as migrated: a test may migrate on from them or back."""
    if pytestconfig.getoption("--quick"):
        with django_db_blocker.unblock():
            loader = MigrationLoader(connection)
            recorder = MigrationRecorder(connection)
            for migration in loader.graph.nodes:
                recorder.record_applied(*migration)
    operations = type(connection.ops)  # while a browser runs the thread has another connection
    empty_tables = operations.execute_sql_flush

    def empty_with_log(self, statements):
        """A test that commits leaves rows that the database keeps; in production `flush` is refused."""
        unprotect(self.connection)
        empty_tables(self, statements)
        protect("default")

    operations.execute_sql_flush = empty_with_log


def pytest_collection_modifyitems(config, items):
    """What the others find is the same whatever the database: pytest-django lets them open none. Quick leaves out the
    further cases of what it tries.
    """
    if config.getoption("--database-only"):
        left_out = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=left_out)
    if config.getoption("--quick"):
        chosen = {item for cases in cases_by_test(items).values() for item in slice_of(cases)}
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]


def cases_by_test(items):
    tests = defaultdict(list)
    for item in items:
        tests[item.nodeid.partition("[")[0]].append(item)
    return tests


def slice_of(cases):
    """Of a test that takes its time a few cases, at least one; every n-th where it says so.

    Else the step shares no divisor with their number: of several parameters each is varied.
    """
    cases = [case for case in cases if not case.get_closest_marker("exhaustive")]
    if cases and (named := cases[0].get_closest_marker("one_in")):
        return cases[:: named.args[0]]
    if len(cases) <= SLICE or not takes_its_time(cases[0]):
        return cases
    return cases[:: next(step for step in count(ceil(len(cases) / SLICE)) if gcd(step, len(cases)) == 1)]


def takes_its_time(item):
    return uses_database(item) or "gongwen" in item.path.parts


def pytest_collection_finish():
    """All that is loaded by now stays to the end: looking through it for garbage took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20)


def uses_database(item):
    is_case = issubclass(item.cls or object, SimpleTestCase)
    asks = {"db", "transactional_db", "live_server"}.intersection(item.fixturenames)
    return is_case or bool(asks) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def language():
    """A request leaves its language behind in the thread; the next test begins in the site's."""
    yield
    translation.deactivate()


@pytest.fixture
def every(pytestconfig):
    """Of so many cases one in quick, all otherwise: `cases[::every(8)]`."""
    return lambda number: number if pytestconfig.getoption("--quick") else 1


@pytest.fixture
def county(db):
    return Unit.objects.create(name="石桥县")


@pytest.fixture
def bureau(county):
    return Unit.objects.create(name="水务局", parent=county)


@pytest.fixture
def office(bureau):
    return Unit.objects.create(name="灌溉科", parent=bureau)


@pytest.fixture
def elsewhere(db):
    return Unit.objects.create(name="邻县林业局")


@pytest.fixture
def author(bureau):
    return UserFactory.create(username="lin", name="林晓", unit=bureau, post="局长")


@pytest.fixture
def assistant(author, bureau):
    """Writes for the author; may not submit."""
    person = UserFactory.create(username="fang", name="方原", unit=bureau, post="办公室主任")
    Assistance.objects.create(author=author, assistant=person, accepted_at=MOMENT)
    return person


@pytest.fixture
def reviewer(county):
    return UserFactory.create(username="zhao", name="赵桥", unit=county, post="副县长")


@pytest.fixture
def organiser(county):
    person = UserFactory.create(username="tang", name="唐雅", unit=county, post="干部科科长")
    county.organisers.add(person)
    return person


@pytest.fixture
def auditor(county):
    return UserFactory.create(username="qin", name="秦同", unit=county, post="审计员", is_auditor=True)


@pytest.fixture
def administrator(county):
    return UserFactory.create(username="shi", name="施海", unit=county, post="管理员", is_staff=True)


@pytest.fixture
def stranger(elsewhere):
    return UserFactory.create(username="su", name="苏木", unit=elsewhere, post="局长")


@pytest.fixture
def signed_out(db):
    """A browser in which nobody is signed in; it asks for English, the language of the source."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def visit(db):
    """The browser of a person who is signed in. The session is stored as it is: signing in has tests of its own."""

    def sign_in(person, **options):
        client = Client(headers={"accept-language": "en"}, **options)
        session = client.session
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "reports.http.session.PersonBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return client

    return sign_in


@pytest.fixture
def outline(db):
    return create_outline("2026年提纲")


@pytest.fixture
def cycle(county, outline):
    """Open, for the whole county, reviewed in one stage."""
    cycle = Cycle.objects.create(
        year=2026,
        name="2026年度述职",
        report_title="2026年度述职报告",
        unit=county,
        outline=outline,
        due=date(2026, 12, 20),
        opened_at=MOMENT - timedelta(days=30),
    )
    Stage.objects.create(cycle=cycle, name="初审", due=date(2027, 1, 10))
    return cycle


@pytest.fixture
def stage(cycle):
    return cycle.stages.get()


@pytest.fixture
def last_year(county, author):
    """Last year's report, in last year's cycle, closed since."""
    cycle = Cycle.objects.create(
        year=2025,
        name="2025年度述职",
        report_title="2025年度述职报告",
        unit=county,
        outline=create_outline("2025年提纲"),
        due=date(2025, 12, 20),
        opened_at=MOMENT - timedelta(days=400),
        closed_at=MOMENT - timedelta(days=300),
    )
    values = [row | {"value": "21"} if row["kind"] == "number" else row for row in FIGURES]
    return write_report(cycle, author, figures=values, title="2025年度述职报告")


@pytest.fixture
def report(cycle, stage, author, reviewer):
    """The author's draft, complete: nothing stands between it and its submission."""
    report = write_report(cycle, author)
    Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    return report


@pytest.fixture
def section(report):
    """业务工作: three blanks."""
    return report.sections.select_related("report", "outline_section").get(position=3)


@pytest.fixture
def submitted(report, author, take):
    take(lambda: submit_report(report=report, by=author, at=MOMENT + timedelta(days=1)))
    report.refresh_from_db()
    return report


@pytest.fixture
def in_review(submitted, reviewer, take):
    take(lambda: open_review(report=submitted, by=reviewer, at=MOMENT + timedelta(days=2)))
    return submitted


@pytest.fixture
def returned(in_review, reviewer, take):
    """存在问题 is returned, all else stays locked."""
    problems = in_review.sections.get(position=4)
    reasons = {problems.pk: "问题写得太笼统。"}
    take(lambda: return_report(report=in_review, reasons=reasons, by=reviewer, at=MOMENT + timedelta(days=3)))
    in_review.refresh_from_db()
    return in_review


@pytest.fixture
def approved(in_review, reviewer, take):
    take(lambda: agree(report=in_review, by=reviewer, at=MOMENT + timedelta(days=3)))
    in_review.refresh_from_db()
    return in_review


@pytest.fixture
def published(approved, reviewer):
    publish_report(report=approved, by=reviewer, party=Party.REVIEWER, at=MOMENT + timedelta(days=3))
    approved.refresh_from_db()
    return approved


@pytest.fixture
def full_disk(tmp_path):
    """A folder on a disk that is really full."""
    with small_disk(tmp_path / "disk") as folder:
        fill(folder)
        yield folder


@pytest.fixture
def on_disk(settings, tmp_path):
    """Documents are stored below this folder, as on a server."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": REAL_STORAGES["default"]["BACKEND"]}}
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def _bucket_server():
    from .documents.buckets import bucket_server  # boto3 would hold up every other run

    with bucket_server() as server:
        yield server


@pytest.fixture
def in_bucket(_bucket_server, settings):
    """Documents are stored in a bucket of a server that speaks S3, which is empty at first."""
    settings.STORAGES = {**settings.STORAGES, "default": _bucket_server.storage}
    yield _bucket_server
    _bucket_server.empty()


@pytest.fixture
def on_letter_paper(on_disk, approved):
    """Approved, and the final copy in the store has another size than the standard's."""
    make_final_copy(approved)
    (path,) = on_disk.rglob("*.pdf")
    path.write_bytes(wrong_pdfs.make_pdf(wrong_pdfs.Report(paper=wrong_pdfs.LETTER)))
    return approved
