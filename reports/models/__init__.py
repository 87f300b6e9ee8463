"""What is stored and what is always true of it; one module per aggregate."""

from .assistance import Assistance
from .attachment import Attachment
from .comment import Comment, Reply
from .cycle import Cycle
from .event import Event
from .figure import Figure
from .outline import Outline, OutlineSection
from .report import Report
from .review import Review
from .revision import Revision
from .section import Section
from .unit import Unit
from .user import User

__all__ = [
    "Assistance",
    "Attachment",
    "Comment",
    "Cycle",
    "Event",
    "Figure",
    "Outline",
    "OutlineSection",
    "Reply",
    "Report",
    "Review",
    "Revision",
    "Section",
    "Unit",
    "User",
]
