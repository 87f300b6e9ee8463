"""Where an official of a number belongs: ten to an office, ten offices to a department, ten departments to a town."""

from collections.abc import Iterator
from itertools import groupby

from ...models import Unit

IN_OFFICE, IN_DEPARTMENT, IN_TOWN = 10, 100, 1_000
_FIRST, _SECOND = "清白青双大石古新金玉云龙", "河山桥岭湾塘泉坪林港沙溪"
_DEPARTMENTS = ("农业", "财政", "规划", "民政", "人社", "应急", "文化", "水务", "交通", "卫健")
_OFFICES = ("综合", "业务", "法规", "督查", "信息", "财务", "人事", "宣传", "服务", "后勤")


def town_of(number: int) -> int:
    return number // IN_TOWN


def department_of(number: int) -> int:
    return number // IN_DEPARTMENT


def town_name(town: int) -> str:
    first, second = divmod(town % 144, 12)
    again = f"{town // 144 + 1}区" if town >= 144 else ""
    return f"{_FIRST[first]}{_SECOND[second]}{again}街道"


def department_name(department: int) -> str:
    return f"{_DEPARTMENTS[department % 10]}办公室"


def office_name(office: int) -> str:
    return f"{_OFFICES[office % 10]}科"


def chunks(numbers: range) -> Iterator[range]:
    """One for each town."""
    for _town, members in groupby(numbers, town_of):
        found = list(members)
        yield range(found[0], found[-1] + 1)


class TownUnits:
    """The units of one town, found or made; no others are looked at."""

    def __init__(self, town: int, *, county: Unit) -> None:
        self.town = _units(county, [town_name(town)])[0]
        first = town * IN_TOWN // IN_DEPARTMENT
        self.departments = _units(self.town, [department_name(number) for number in range(first, first + 10)])
        offices = [office_name(number) for number in range(10)]
        self._offices = [_units(department, offices) for department in self.departments]

    def office_of(self, number: int) -> Unit:
        return self._offices[department_of(number) % 10][number // IN_OFFICE % 10]


def _units(parent: Unit, names: list[str]) -> list[Unit]:
    found = {unit.name: unit for unit in Unit.objects.filter(parent=parent, name__in=names)}
    missing = [Unit(name=name, parent=parent) for name in names if name not in found]
    made = {unit.name: unit for unit in Unit.objects.bulk_create(missing)}
    return [(found | made)[name] for name in names]
