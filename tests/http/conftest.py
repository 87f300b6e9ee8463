from ..views.conftest import form_of, page  # noqa: F401 - fixtures
