import pytest
from django.core.management import get_commands, load_command_class

OURS = sorted(name for name, app in get_commands().items() if app == "reports")


@pytest.mark.parametrize("name", OURS)
def test_a_command_explains_itself(name):
    command = load_command_class("reports", name)
    printed = command.create_parser("manage.py", name).format_help()
    assert printed.startswith(f"usage: manage.py {name} ")
