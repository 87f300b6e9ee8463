import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

OURS = sorted(name for name, app in get_commands().items() if app == "reports")
FOR_DEVELOPERS = {"draw_transitions"}


def help_of(name):
    parser = load_command_class("reports", name).create_parser("manage.py", name)
    return parser.description, parser.format_help()


@pytest.mark.parametrize("name", OURS)
def test_a_command_explains_itself(name):
    with translation.override("en"):
        description, printed = help_of(name)
    assert printed.startswith(f"usage: manage.py {name} ")
    assert description.isascii() or "’" in description


@pytest.mark.parametrize("name", sorted(set(OURS) - FOR_DEVELOPERS))
def test_it_does_so_in_chinese(name):
    with translation.override("zh-hans"):
        description, _printed = help_of(name)
    assert description.endswith("。")
