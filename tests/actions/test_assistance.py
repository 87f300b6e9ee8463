import pytest

from reports.actions.assistance import name_assistant, remove_assistant
from reports.actions.errors import Refused
from reports.models import Assistance

from ..factories import MOMENT, UserFactory


@pytest.fixture
def deputy(bureau):
    return UserFactory.create(username="xu", name="许桐", unit=bureau)


def named():
    return list(Assistance.objects.values_list("author__username", "assistant__username", "may_submit"))


def test_naming(author, deputy, log):
    name_assistant(author=author, assistant=deputy, may_submit=False, at=MOMENT)
    assert named() == [("lin", "xu", False)]
    assert log() == [("assistant_named", "lin", None, "许桐")]


def test_naming_again_changes_what_they_may(author, deputy):
    for may_submit in [False, True]:
        name_assistant(author=author, assistant=deputy, may_submit=may_submit, at=MOMENT)
    assert named() == [("lin", "xu", True)]


def test_nobody_assists_themselves(author):
    with pytest.raises(Refused, match="your own assistant"):
        name_assistant(author=author, assistant=author, may_submit=True, at=MOMENT)
    assert named() == []


def test_removing(author, assistant, log):
    remove_assistant(assistance=Assistance.objects.get(), at=MOMENT)
    assert named() == []
    assert log() == [("assistant_removed", "lin", None, "方原")]
