"""The officials themselves, and for each department and town somebody who reviews."""

from dataclasses import dataclass

from ...models import Cycle, StageReviewer, Unit, User
from .place import IN_DEPARTMENT, TownUnits
from .storing import MadeRow, store

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
_GIVEN = "文明志国建华海军晓丽敏静伟强磊洋艳勇杰娟涛超秀霞平刚桂英玉兰春梅"
_POSTS = ("科员", "副科长", "科长", "四级主任科员")


def sign_in_name(number: int) -> str:
    return f"made{number:06}"


def name_of(number: int) -> str:
    mixed = number * 7919
    return _SURNAMES[mixed % 30] + _GIVEN[mixed // 30 % 32] + _GIVEN[mixed // 960 % 32]


def make_people(numbers: range, units: TownUnits, *, like: User) -> None:
    """They sign in with the same password as the person of the demonstration. A tenth never have."""
    rows = [
        MadeRow(
            User,
            username=sign_in_name(number),
            name=name_of(number),
            staff_number=f"M{number:06}",
            unit=units.office_of(number),
            post=_POSTS[number % 4],
            password=like.password,
            date_joined=like.date_joined,
            last_login=like.date_joined if number % 10 else None,
        )
        for number in numbers
    ]
    store(User, rows)


@dataclass(frozen=True)
class TownReviewers:
    """Who reviews in a town: one person for each department in the first stage, one for all of it in the last."""

    town: User
    departments: list[User]


def find_reviewers(town: int, units: TownUnits, *, like: User) -> TownReviewers:
    """The town's also organises it."""
    name = f"made-town{town:03}"
    leader = _person(name, units.town, "党工委副书记", seed=town * 11 + 5, like=like)
    units.town.organisers.add(leader)
    heads = [
        _person(f"{name}-{place}", department, "主任", seed=town * 11 + place + 6, like=like)
        for place, department in enumerate(units.departments)
    ]
    return TownReviewers(leader, heads)


def _person(username: str, unit: Unit, post: str, *, seed: int, like: User) -> User:
    told = {"name": name_of(seed + IN_DEPARTMENT), "unit": unit, "post": post, "password": like.password}
    return User.objects.get_or_create(username=username, defaults=told)[0]


def name_reviewers(cycle: Cycle, units: TownUnits, reviewers: TownReviewers) -> None:
    """As rules of the round, so that a report that is handed in later finds them too."""
    first, *_between, last = cycle.stages.order_by("position")
    rules = [StageReviewer(stage=last, unit=units.town, reviewer=reviewers.town)]
    for department, head in zip(units.departments, reviewers.departments, strict=True):
        rules.append(StageReviewer(stage=first, unit=department, reviewer=head))
    StageReviewer.objects.bulk_create(rules, ignore_conflicts=True)
