"""Authors to measure with, each with a copy of the demonstration's complete report, twenty comments on it, and a
copy of last year's.

`python -m bench.authors NUMBER` fills the database and prints, for each, sign-in name, report, section, the cookie of a
sign-in and what a page of the section sends, as JSON. `python -m bench.authors` prints the words that are stored, by
section.
"""

import json
import sys
import time
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Model
from django.utils import timezone

from reports.forms.section import SectionForm
from reports.http.idle import SINCE, SITTING
from reports.models import Comment, Report, Section, User
from reports.models.progress import progress_of

FIGURES = 10
COMMENTS = 20
Sessions = import_module(settings.SESSION_ENGINE).SessionStore


def create_author(number: int) -> dict[str, Any]:
    """The section is one with ten figures; the comments are on the others."""
    original = User.objects.get(username="linxiaofeng")
    author = _copy(original, username=f"author{number}", staff_number="")
    author.save()
    reports = [_copy_report(report, author) for report in original.reports.order_by("cycle__year")]
    progress = progress_of(reports[-1])
    current = next(one for one in progress.sections if len(one.labels) == FIGURES)
    _comment(
        author, [one.section for one in progress.sections if one is not current and len(one.section.body) > FIGURES]
    )
    return {
        "username": author.username,
        "report": reports[-1].pk,
        "section": current.section.pk,
        "session": sign_in(author),
        "fields": _sent(SectionForm.stored(current, progress.figures)),
    }


def _copy_report(original: Report, author: User) -> Report:
    place = _copy(original.participant, person_id=author.pk)
    place.save()
    report = _copy(original, author_id=author.pk, participant_id=place.pk)
    report.save()
    for rows in (original.sections, original.figures):
        rows.model._default_manager.bulk_create(_copy(row, report_id=report.pk) for row in rows.all())
    return report


def _copy(row: Model, **changes: Any) -> Any:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    return type(row)(**values | changes)


def _comment(author: User, sections: list[Section]) -> None:
    """As the author notes them for an assistant, on the first words of each text."""
    now = timezone.now()
    said = {"author": author, "text": "请再核对一遍。", "created_at": now, "changed_at": now, "start": 0}
    places = [(sections[number % len(sections)], 4 + number // len(sections)) for number in range(COMMENTS)]
    Comment.objects.bulk_create(
        Comment(
            section=one, quote=one.body[:end], original_quote=one.body[:end], placed_start=0, placed_end=end, **said
        )
        for one, end in places
    )


def sign_in(author: User) -> str:
    """What the cookie of the session says."""
    session = Sessions()
    session[SESSION_KEY] = str(author.pk)
    session[BACKEND_SESSION_KEY] = "reports.http.session.PersonBackend"
    session[HASH_SESSION_KEY] = author.get_session_auth_hash()
    session[SITTING], session[SINCE] = author.username, int(time.time())
    session.save()
    return str(session.session_key)


def _sent(stored: dict[str, Any]) -> dict[str, str]:
    """Each field with what it was loaded with, as the page's script sends it."""
    typed = {name: str(value) for name, value in stored.items()}
    initial = {f"initial-{name}": value for name, value in typed.items() if name not in {"version", "tab"}}
    return typed | initial


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps([create_author(number) for number in range(int(sys.argv[1]))]))
    else:
        print(json.dumps(dict(Section.objects.values_list("pk", "body"))))
