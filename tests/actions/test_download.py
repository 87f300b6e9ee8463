"""Each file that leaves the site, in every form, has its row of the log."""

import pytest
from django.urls import reverse

from reports.documents.files import FileKind
from reports.models import Event


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_of_file_has_one_row_a_sitting(kind, request, visit, reviewer, organiser):
    """Whoever takes it, with the kind's own name; two people are two rows, and another kind is another."""
    report = request.getfixturevalue("in_review" if kind == FileKind.DRAFT else "approved")
    before = Event.objects.order_by("-pk").first().pk
    for person in (reviewer, organiser):
        client = visit(person)
        answers = [client.get(reverse("file", args=[report.pk, kind])) for _time in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
    rows = Event.objects.filter(pk__gt=before, verb__in=["exported", "shown"]).order_by("pk")
    assert [*rows.values_list("verb", "actor__username", "report", "detail")] == [
        ("exported", "zhao", report.pk, str(kind)),
        ("exported", "tang", report.pk, str(kind)),
    ]
