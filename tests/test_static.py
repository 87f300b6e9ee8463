"""What collectstatic does with our modules: each imports the others by the names that hold their hashes. And where
pages find them.
"""

import re

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.template import Context, Engine, Template

from reports.templatetags.static import FileNode
from reportsite.static import SHEET, HashedStaticFiles, style_sheets

SOURCE = settings.BASE_DIR / "static"


def test_modules_import_one_another_by_hashed_names(tmp_path):
    source = FileSystemStorage(location=SOURCE)
    names = [str(path.relative_to(SOURCE)) for path in (SOURCE / "js").rglob("*.js")]
    target = HashedStaticFiles(location=tmp_path, base_url="/static/")
    for name in names:
        with source.open(name) as file:
            target.save(name, file)
    processed = target.post_process({name: (source, name) for name in names})
    assert [outcome for _, _, outcome in processed if isinstance(outcome, Exception)] == []
    modules = [(tmp_path / target.hashed_files[name]).read_text() for name in names]
    imports = [name for module in modules for name in re.findall(r'from "([^"]+)"', module)]
    assert [name for name in imports if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
    assert imports != []


def test_the_style_sheets_are_one_file(tmp_path):
    """In the order in which the sheet imports them; all but the one that is loaded over them by choice."""
    source, target = FileSystemStorage(location=SOURCE), HashedStaticFiles(location=tmp_path, base_url="/static/")
    paths = {f"css/{path.name}": (source, f"css/{path.name}") for path in (SOURCE / "css").glob("*.css")}
    for name in paths:
        with source.open(name) as file:
            target.save(name, file)
    for _ in range(2):  # it may be collected again
        outcomes = [outcome for _, _, outcome in target.post_process(dict(paths))]
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    imported = re.findall(r'@import url\("(.+?)"\);', (SOURCE / SHEET).read_text())
    assert sorted(imported) == sorted({name[4:] for name in paths} - {"site.css", "large_print.css"})
    whole = (tmp_path / target.hashed_files[SHEET]).read_text()
    sheets = [(SOURCE / "css" / name).read_text() for name in imported]
    assert whole.split("*/\n", 1)[1] == "".join(f"{sheet}\n" for sheet in sheets)


def test_a_page_names_the_one_sheet_on_a_server_and_each_where_files_are_served_as_they_are(settings):
    imported = re.findall(r'@import url\("(.+?)"\);', (SOURCE / SHEET).read_text())
    assert style_sheets(None) == {"style_sheets": tuple(f"css/{name}" for name in imported)}
    hashed = {"BACKEND": "reportsite.static.HashedStaticFiles"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    assert style_sheets(None) == {"style_sheets": (SHEET,)}


def test_every_file_of_a_template_is_found_by_ours():
    assert isinstance(Template("{% load static %}{% static 'js/site.js' %}").nodelist[1], FileNode)


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize(
    "tag", ["'js/site.js'", "name", "name|upper", "'a b&c.js'", "name as found %}[{{ found }}]{{ name"]
)
def test_its_address_is_the_one_that_django_finds(tag, autoescape):
    source = f"{{% load static %}}{{% static {tag} %}}"
    django_s = Engine(libraries={"static": "django.templatetags.static"}).from_string(source)
    ours = Template(source)
    for name in ("css/site.css", "a&b.js", "css/site.css"):
        values = Context({"name": name}, autoescape=autoescape)
        assert ours.render(values) == django_s.render(values)


def test_below_other_settings_it_has_another_address(settings):
    """As where a process begins with them."""
    shown = Template("{% load static %}{% static 'js/site.js' %}")
    before = shown.render(Context())
    settings.STATIC_URL = "/elsewhere/"
    assert (before, shown.render(Context())) == ("/static/js/site.js", "/elsewhere/js/site.js")
