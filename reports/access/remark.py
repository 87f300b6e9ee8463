"""What was said of a report that a person reads, as its files list it."""

from ..models import Report, User
from ..models.comment import CommentQuerySet
from .comment import comments_to_read
from .permissions import ReportPermissions
from .review import opinions_to_read, return_reasons_to_read


def comments_to_list(report: Report, permissions: ReportPermissions, *, apart: bool) -> CommentQuerySet:
    """What reviewers tell one another is among them only for who may see it and asks for it by `apart`."""
    comments = comments_to_read(report, permissions)
    return comments if apart else comments.for_writers()


def has_remarks(user: User, report: Report, permissions: ReportPermissions) -> bool:
    """Whether a file would list anything, even where what reviewers tell one another is left out."""
    said = comments_to_list(report, permissions, apart=False).exists() or return_reasons_to_read(report)
    return bool(said) or bool(opinions_to_read(user, report, permissions))


def has_remarks_apart(report: Report, permissions: ReportPermissions) -> bool:
    """Whether the person sees what reviewers tell one another."""
    return comments_to_read(report, permissions).filter(for_reviewers_only=True).exists()
