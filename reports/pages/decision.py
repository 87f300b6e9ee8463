"""Decisions on comments as the closing list shows them."""

from dataclasses import dataclass

from ..actions.decision import ACCEPT
from ..models import Comment, User


@dataclass(frozen=True, slots=True)
class LateDecision:
    """What was typed about a comment that waits no longer: it was sent twice, or somebody else has decided."""

    comment: Comment
    verdict: str
    text: str

    def is_kept(self, by: User) -> bool:
        """Whether it equals the stored decision: then it was sent before, and only the answer was lost."""
        said = self.comment.answer
        if said is None or said.author_id != by.pk or said.text != self.text:
            return False
        accepted = self.comment.resolution == Comment.Resolution.ACCEPTED
        return accepted if self.verdict == ACCEPT else said.verdict == self.verdict
