"""What collectstatic does with our modules: each imports the others by the names that hold their hashes."""

import re

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from reportsite.static import HashedStaticFiles

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
