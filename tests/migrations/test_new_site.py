"""A site on which nobody has been entered yet."""

from reports.models import User


def test_nobody_is_there_whose_password_others_know(db):
    assert User.objects.count() == 0
