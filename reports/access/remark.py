"""What was said of a report that a person reads, as its files list it."""

from ..models import Report, User
from ..models.comment import CommentQuerySet
from .comment import comments_to_read
from .permissions import ReportPermissions
from .review import opinions_to_read, return_reasons_to_read


def comments_to_list(report: Report, permissions: ReportPermissions, *, apart: bool) -> CommentQuerySet:
    """Notes among reviewers are included where `apart` asks for them and the person may see them."""
    comments = comments_to_read(report, permissions)
    return comments if apart else comments.for_writers()


def has_remarks(user: User, report: Report, permissions: ReportPermissions) -> bool:
    """Whether a file would list anything without the notes among reviewers."""
    said = comments_to_list(report, permissions, apart=False).exists() or return_reasons_to_read(report)
    return bool(said) or bool(opinions_to_read(user, report, permissions))


def has_remarks_apart(report: Report, permissions: ReportPermissions) -> bool:
    """Whether there are notes among reviewers that the person may see."""
    return comments_to_read(report, permissions).filter(for_reviewers_only=True).exists()
