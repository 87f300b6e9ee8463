from urllib.parse import unquote

import pytest
from django.urls import reverse

from reports.models import Section


@pytest.fixture
def page(section):
    """The address of 业务工作, and what its page would send unchanged."""
    return reverse("section", args=[section.report_id, section.pk])


@pytest.fixture
def form_of():
    """What a page of a section, just loaded, would send; changes by the name of a field or by a figure's label."""

    def fields(section, **changes):
        row = Section.objects.get(pk=section.pk)
        sent = {"version": row.version, "tab": "a", **row.words._asdict()}
        sent |= {f"initial-{name}": text for name, text in row.words._asdict().items()}
        figures = {figure.label: figure for figure in row.report.figures.all()}
        for label in row.labels:
            sent |= {f"figure-{figures[label].pk}": figures[label].value}
            sent |= {f"initial-figure-{figures[label].pk}": figures[label].value}
        named = {f"figure-{figures[name].pk}" if name in figures else name: value for name, value in changes.items()}
        return sent | named

    return fields


@pytest.fixture
def disposition_name():
    """The name under which a browser would keep a downloaded file."""

    def name(answer):
        assert answer["Content-Disposition"].startswith("attachment;")
        return unquote(answer["Content-Disposition"].partition("filename*=utf-8''")[2])

    return name
