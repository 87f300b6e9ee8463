"""The units and the people of the demonstration."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from ..actions.assistance import accept_assistance, name_assistant
from ..models import Unit, User


def create_units(rows: list[dict[str, Any]]) -> dict[str, Unit]:
    """By name. In `rows` a unit comes after the one it belongs to."""
    units: dict[str, Unit] = {}
    for row in rows:
        units[row["name"]] = Unit.objects.create(name=row["name"], parent=units.get(row.get("parent", "")))
    return units


def create_people(rows: list[dict[str, Any]], units: Mapping[str, Unit], *, password: str) -> dict[str, User]:
    """By sign-in name. The password is hashed once for all of them: hashing is slow on purpose."""
    hashed = make_password(password)
    people = {row["username"]: _create_person(row, units, hashed) for row in rows}
    for row in rows:
        if "organises" in row:
            units[row["organises"]].organisers.add(people[row["username"]])
    return people


def _create_person(row: dict[str, Any], units: Mapping[str, Unit], hashed: str) -> User:
    rights = {flag: row.get(flag, False) for flag in ("is_auditor", "is_staff")}
    return User.objects.create(
        username=row["username"],
        name=row["name"],
        unit=units[row["unit"]],
        post=row["post"],
        password=hashed,
        **rights,
    )


def name_assistants(rows: list[dict[str, Any]], people: Mapping[str, User], *, at: datetime) -> None:
    for row in rows:
        author, assistant = people[row["author"]], people[row["assistant"]]
        named = name_assistant(author=author, assistant=assistant, may_submit=row["may_submit"], at=at)
        accept_assistance(assistance=named, at=at)
