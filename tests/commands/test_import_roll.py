import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import Cycle, Event, Participant

from ..documents.spreadsheets.building import text_of, xlsx

HEADS = ["单位", "姓名", "工号", "职务"]
ROWS = [
    ["财政局", "张三", "0012", "局长"],
    ["财政局", "李四", "", "科长"],
    ["财政局", "", "", ""],
    ["财政局", "李四", "", "科员"],
]


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(["石桥县2026年名册"], HEADS, *ROWS))
    return path


def run(path, **options):
    stream = StringIO()
    call_command("import_roll", str(path), stdout=stream, **({"cycle": 2026} | options))
    return stream.getvalue()


def told(path, **options):
    return json.loads(run(path, json=True, **options))


def test_what_it_says_has_this_shape(cycle, administrator, listed):
    said = told(listed)
    for name in ("refused", "warnings"):
        said[name] = [(one["row"], one["column"], sorted(one)) for one in said[name]]
    keys = ["column", "reason", "row"]
    assert said == {
        "rows": 4,
        "units": {"created": 1},
        "people": {"created": 2, "changed": 0, "unchanged": 0},
        "participants": {"created": 2, "changed": 0, "unchanged": 0},
        "refused": [(5, "姓名", keys), (6, "工号", keys)],
        "warnings": [(4, "工号", keys)],
    }
    assert list(Participant.objects.order_by("pk").values_list("person__name", "unit__name")) == [
        ("张三", "财政局"),
        ("李四", "财政局"),
    ]
    again = told(listed)
    assert (again["people"], again["participants"]["unchanged"]) == ({"created": 0, "changed": 0, "unchanged": 2}, 2)


def test_a_dry_run_says_the_same_and_writes_nothing(cycle, listed):
    said = told(listed, dry_run=True)
    assert (said["people"]["created"], Participant.objects.count(), Event.objects.count()) == (2, 0, 0)


def test_for_a_person_it_is_said_in_a_few_lines(cycle, administrator, listed):
    assert run(listed, dry_run=True).splitlines()[:4] == [
        "行数：4",
        "新建单位：1",
        "人员：新增 2，变更 0，不变 0",
        "名册：新增 2，变更 0，不变 0",
    ]


def test_it_is_done_in_an_organisers_name_for_their_units_only(cycle, administrator, reviewer, bureau, tmp_path):
    bureau.organisers.add(reviewer)
    path = tmp_path / "a.csv"
    path.write_bytes(text_of(HEADS, ["水务局", "张三"], ["石桥县", "李四"]).encode())
    said = told(path, by=reviewer.username)
    assert ([one["row"] for one in said["refused"]], said["participants"]["created"]) == ([3], 1)
    assert Event.objects.get().actor == reviewer


def test_columns_that_are_not_known_are_told(cycle, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(text_of(["序号", "姓名", "单位", "血型"], ["1", "张三", "财政局", "A"]).encode("gb18030"))
    assert [(one["row"], one["column"]) for one in told(path, dry_run=True)["warnings"]] == [(1, "血型")]


def hidden(sheet):
    sheet.row_dimensions[3].hidden = True
    for letter in "CE":
        sheet.column_dimensions[letter].hidden = True


def test_what_is_hidden_in_the_file_is_told(cycle, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([*HEADS, "血型"], *ROWS[:2], change=hidden))
    said = told(path, dry_run=True)
    warned = {(one["row"], one["column"]): one["reason"] for one in said["warnings"]}
    assert (said["people"]["created"], sorted(warned)) == (2, [(1, "工号"), (1, "血型"), (3, "姓名")])
    assert [warned[at] for at in ((1, "工号"), (1, "血型"), (3, "姓名"))] == [
        "这一列在文件中被隐藏，仍按正常列读取。",
        "无法识别这一列，没有读取。",
        "这一行在文件中被隐藏（如被筛选），仍按正常行读取。",
    ]


@pytest.mark.parametrize(
    "options",
    [{"cycle": 2031}, {"by": "nobody"}, {"name": "x"}],
    ids="".join,
)
def test_what_is_not_there(cycle, administrator, listed, options):
    with pytest.raises(CommandError):
        run(listed, **options)


def test_no_administrator_and_no_organiser(cycle, listed):
    with pytest.raises(CommandError):
        run(listed)
    assert Participant.objects.count() == 0


def test_two_rounds_of_a_year(cycle, listed, administrator):
    Cycle.objects.create(
        year=2026, name="专项述职", report_title="x", unit=cycle.unit, outline=cycle.outline, due=cycle.due
    )
    with pytest.raises(CommandError, match="专项述职"):
        run(listed)
    told(listed, name="专项述职")
    assert {one.cycle.name for one in Participant.objects.all()} == {"专项述职"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b"x"), ("a.csv", b""), ("a.xls", b"x"), ("a.csv", text_of(["科室", "称呼"], ["甲", "乙"]).encode())],
)
def test_a_file_that_is_no_roll(cycle, administrator, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError):
        run(tmp_path / name)


def test_a_file_that_is_not_there(cycle, tmp_path):
    with pytest.raises(CommandError, match="nowhere.csv"):
        run(tmp_path / "nowhere.csv")
