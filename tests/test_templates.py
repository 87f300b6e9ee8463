"""Every template compiles: a misspelt tag or filter is found here and not by a reader of a rare page."""

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"


@pytest.mark.parametrize("name", sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*")))
def test_compiles(name):
    assert get_template(name).template.name == name
