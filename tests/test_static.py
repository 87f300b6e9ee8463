"""What collectstatic does with our modules: each imports the others by the names that hold their hashes."""

import re

from django.conf import settings
from django.core.files.storage import FileSystemStorage

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
