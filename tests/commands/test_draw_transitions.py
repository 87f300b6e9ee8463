"""The drawing in the docs is the code's."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

DRAWING = Path(__file__).parents[2] / "docs" / "transitions.md"


def test_the_docs_show_the_table_as_it_is():
    drawn = StringIO()
    call_command("draw_transitions", stdout=drawn)
    assert DRAWING.read_text() == drawn.getvalue()
