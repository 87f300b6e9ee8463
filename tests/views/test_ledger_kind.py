"""Kinds of ledgers on the organiser's pages."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.actions.ledger import begin_ledger, make_kind
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.ledgers.columns import ColumnType, ItemState, LedgerColumn, LedgerShape
from reports.models import Event, Ledger, LedgerKind
from reports.models.event import Verb

from ..factories import MOMENT, UserFactory
from .test_queries import count

LINES = [
    {"name": "日期", "type": "date", "is_required": "on", "meaning": "dated_by"},
    {"name": "隐患", "type": "text", "is_required": "on"},
    {"name": "罚款", "type": "decimal", "unit": "万元"},
    {"name": "状态", "type": "choice", "choices": "整改中\n已整改\n\n整改中", "meaning": "state_column"},
]
STATES = "What is open, done or goes on must be among the choices of the column that says how far it is."
MEANINGS = ("dated_by", "state_column", "done_by", "closed_by")
SHAPE = LedgerShape((LedgerColumn("日期", ColumnType.DATE, is_required=True),), "日期")


def lines(*given, initial=0):
    sent = {"column-TOTAL_FORMS": len(given) + 3, "column-INITIAL_FORMS": initial}
    for number, line in enumerate(given):
        sent |= {f"column-{number}-{name}": text for name, text in line.items()}
    for number in range(len(given), len(given) + 3):
        sent[f"column-{number}-type"] = "text"
    return sent


@pytest.fixture
def client(organiser, visit):
    return visit(organiser)


@pytest.fixture
def sent(county):
    states = {"open": "整改中", "done": "已整改", "long_term": ""}
    return lines(*LINES) | states | {"name": "安全检查", "unit": county.pk, "base": 0}


def url(name="ledger_kind_new", *args, **query):
    return reverse(name, args=args, query=query)


def errors(answer):
    form = answer.context["form"]
    return [*form.non_field_errors(), *(e for line in form.columns.errors for es in line.values() for e in es)]


def change_of(shape, **more):
    """What the page of a kind sends when nothing is touched."""
    given = []
    for number, column in enumerate(shape.columns, 1):
        line = column.to_dict() | {"choices": "\n".join(column.choices), "ORDER": number}
        line["meaning"] = next((one for one in MEANINGS if getattr(shape, one) == column.name), "")
        if not line.pop("is_required"):
            given.append(line)
        else:
            given.append(line | {"is_required": "on"})
    states = {state.value: "、".join(n for n, s in shape.states.items() if s == state) for state in ItemState}
    return lines(*given, initial=len(given)) | states | {"base": 1, "reason": "改一改。", "save": 1} | more


def test_a_kind_is_made_looked_at_and_kept_as_a_ledger(client, sent, organiser, county, author):
    looked = client.post(url(), sent | {"look": 1})
    assert (looked.status_code, LedgerKind.objects.count()) == (200, 0)
    assert [column.name for column, _field, _offered in looked.context["preview"].rows] == [
        "日期",
        "隐患",
        "罚款",
        "状态",
    ]
    assert len(looked.context["form"].columns.forms) == 4 + 3
    made = client.post(url(), sent | {"save": 1})
    kind = LedgerKind.objects.get()
    assert (made.url, kind.name, kind.unit) == (url("ledger_kind", kind.slug), "安全检查", county)
    shape = kind.newest.shape
    assert shape == LedgerShape(
        (
            LedgerColumn("日期", ColumnType.DATE, is_required=True),
            LedgerColumn("隐患", ColumnType.TEXT, is_required=True),
            LedgerColumn("罚款", ColumnType.DECIMAL, unit="万元"),
            LedgerColumn("状态", ColumnType.CHOICE, choices=("整改中", "已整改")),
        ),
        "日期",
        "状态",
        {"整改中": ItemState.OPEN, "已整改": ItemState.DONE},
    )
    assert Event.objects.get(verb=Verb.LEDGER_KIND_CHANGED).actor == organiser


def test_it_is_offered_below_its_unit_and_nowhere_else(visit, bureau, county, author, stranger, organiser):
    of_bureau = make_kind(name="安全检查", unit=bureau, shape=SHAPE, by=organiser, at=MOMENT)
    begin = {"kind": of_bureau.slug}
    page = visit(author).get(url("ledgers")).content.decode()
    assert "安全检查" in page
    assert "安全检查" not in visit(stranger).get(url("ledgers")).content.decode()
    assert visit(author).post(url("ledgers"), begin | {"owner": f"person-{author.pk}"}).status_code == 302
    assert visit(stranger).post(url("ledgers"), begin | {"owner": f"person-{stranger.pk}"}).status_code == 404
    assert visit(organiser).post(url("ledgers"), begin | {"owner": f"unit-{county.pk}"}).status_code == 404
    assert [ledger.person for ledger in Ledger.objects.all()] == [author]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"column-0-is_required": ""}, "One column must date the rows: a day, and every row needs it."),
        ({"column-0-meaning": ""}, "One column must date the rows: a day, and every row needs it."),
        ({"column-1-name": "日 期 ".replace(" ", "")}, "Two columns have the same name."),
        ({"column-3-choices": ""}, "A column of choices needs its choices, one a line; other columns have none."),
        ({"column-1-choices": "甲"}, "A column of choices needs its choices, one a line; other columns have none."),
        ({"done": "办结"}, STATES),
        ({"column-1-meaning": "state_column"}, "Two columns are said to be the same: says how far it is."),
        ({"column-3-choices": "长" * 41}, "Something in the columns is not right: it is said beside it."),
        ({"column-1-name": "长" * 31}, "Something in the columns is not right: it is said beside it."),
        ({"column-1-type": "formula"}, "Something in the columns is not right: it is said beside it."),
        ({"column-TOTAL_FORMS": "x"}, "Something in the columns is not right: it is said beside it."),
        ({"column-TOTAL_FORMS": "99999"}, "Something in the columns is not right: it is said beside it."),
    ],
)
def test_what_is_no_kind_is_said_and_nothing_is_lost(client, sent, change, said):
    answer = client.post(url(), sent | change | {"save": 1})
    assert (answer.status_code, LedgerKind.objects.count()) == (422, 0)
    assert errors(answer)[0] == said
    assert answer.context["form"]["name"].value() == "安全检查"


def test_no_two_kinds_of_one_name_are_offered_together(client, sent, bureau, organiser):
    client.post(url(), sent | {"save": 1})
    for name in ("安全检查", "接访下访"):
        again = client.post(url(), sent | {"save": 1, "unit": bureau.pk, "name": name})
        assert (again.status_code, name in again.content.decode()) == (409, True)
    assert LedgerKind.objects.count() == 1


@pytest.mark.parametrize("slug", ["reception", "research", "meetings", "rectification", "self_review", "projects"])
def test_a_ready_made_kind_saved_as_it_is_shown_stays_what_it_is(client, slug):
    """The page loses nothing of a kind: names, units, choices, states, who closes."""
    shown = client.get(url("ledger_kind", slug))
    shape = LedgerKind(slug=slug).shapes()[0]
    initial = [line.initial for line in shown.context["form"].columns.initial_forms]
    assert [one["name"] for one in initial] == [column.name for column in shape.columns]
    assert client.post(url("ledger_kind", slug), change_of(shape)).status_code == 302
    kind = LedgerKind.objects.get(slug=slug)
    assert (kind.newest.number, kind.newest.shape) == (2, shape)


def test_a_kind_in_use_changes_and_the_old_column_is_still_listed(client, author, visit):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "7", "人次": "3", "事项": "土地流转"}
    add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    sent = change_of(ledger.kind.newest.shape)
    assert client.post(url("ledger_kind", "reception"), sent | {"column-2-DELETE": "on"}).status_code == 302
    assert "批次" not in ledger.kind.newest.shape
    answer = visit(author).get(url("ledger", ledger.pk, since="2026-01-01"))
    assert [column.name for column in answer.context["listed"].columns][-1] == "批次"
    assert [(one.column.name, one.value) for one in answer.context["listed"].sums] == [("人次", "3"), ("批次", "7")]
    empty = visit(author).get(url("ledger", ledger.pk, since="2020-01-01"))
    assert "批次" not in [column.name for column in empty.context["listed"].columns]


def test_a_column_gets_no_other_meaning_under_its_name(client, author):
    ledger = begin_ledger(slug="projects", person=author, by=author, at=MOMENT)
    sent = change_of(ledger.kind.newest.shape, **{"column-3-unit": "万元"})
    answer = client.post(url("ledger_kind", "projects"), sent)
    assert (answer.status_code, ledger.kind.newest.number) == (409, 1)
    assert "协议投资额" in answer.content.decode()


def test_two_organisers_on_one_kind(client):
    sent = change_of(LedgerKind(slug="research").shapes()[0])
    page = url("ledger_kind", "research")
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 409]
    assert LedgerKind.objects.get().newest.number == 2


def test_a_change_needs_its_reason(client):
    sent = change_of(LedgerKind(slug="research").shapes()[0], reason=" ")
    assert client.post(url("ledger_kind", "research"), sent).status_code == 422


def test_columns_are_put_in_order_by_their_numbers(client):
    sent = change_of(LedgerKind(slug="rules").shapes()[0], **{"column-4-ORDER": "1", "column-0-ORDER": "2"})
    client.post(url("ledger_kind", "rules"), sent)
    names = [column.name for column in LedgerKind.objects.get().newest.shape.columns]
    assert names == ["领域", "印发日期", "文件名称", "文号", "方式"]


def test_who_organises_a_part_makes_their_own_but_leaves_the_common_ones(visit, bureau, county, organiser):
    deputy = UserFactory.create(unit=bureau)
    bureau.organisers.add(deputy)
    above = make_kind(name="全县通用", unit=county, shape=SHAPE, by=organiser, at=MOMENT)
    client = visit(deputy)
    shown = client.get(url("ledger_kind", "research"))
    assert (shown.status_code, shown.context["form"]) == (200, None)
    sent = change_of(LedgerKind(slug="research").shapes()[0])
    assert client.post(url("ledger_kind", "research"), sent).status_code == 403
    assert client.get(url("ledger_kind", above.slug)).status_code == 404
    own = lines(LINES[0]) | {"name": "水务巡查", "unit": bureau.pk, "base": 0, "save": 1}
    assert client.post(url(), own | {"unit": county.pk}).status_code == 422
    assert client.post(url(), own).status_code == 302
    assert client.get(url(like=above.slug)).status_code == 404
    assert client.get(url(like="rules")).status_code == 200


def test_looking_stores_nothing(client):
    for page in (url("ledger_kinds"), url(), url("ledger_kind", "research"), url(like="research")):
        assert client.get(page).status_code == 200
    assert LedgerKind.objects.count() == 0


def test_hostile_names_do_no_harm(client, sent):
    answer = client.post(url(), sent | {"column-1-name": "<script>x</script>", "look": 1})
    assert ("<script>x" in answer.content.decode(), answer.status_code) == (False, 200)


def test_how_often_the_list_asks(client, organiser, county):
    asked = []
    for number in range(2):
        for n in range(number * 30):
            make_kind(name=f"类别{n}", unit=county, shape=SHAPE, by=organiser, at=MOMENT)
        asked.append([count(lambda a=a: client.get(a)) for a in (url("ledger_kinds"), url("ledgers"))])
    assert asked[0][0] == asked[1][0]


def test_messages_are_said(client, sent):
    answer = client.post(url(), sent | {"save": 1})
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told == ["The kind of ledger is there: it is offered to all of this unit."]
