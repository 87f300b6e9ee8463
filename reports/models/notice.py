"""What people are told: a row for each person and each thing that happened."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .comment import Comment, seen_by
from .cycle import Cycle
from .report import Report, in_units_of, read_by

WORTH_A_MAIL = timedelta(days=7)


class NoticeKind(models.TextChoices):
    """The labels make a sentence after the name of the person who acted; those of reminders are one by themselves."""

    ASKED = "asked", pgettext_lazy("notice", "asks for your review")
    RETURNED = "returned", pgettext_lazy("notice", "returned the report")
    APPROVED = "approved", pgettext_lazy("notice", "approved the report")
    PUBLISHED = "published", pgettext_lazy("notice", "published the report")
    CORRECTED = "corrected", pgettext_lazy("notice", "opened the published report for a correction")
    SUBMITTED = "submitted", pgettext_lazy("notice", "submitted the report")
    WITHDREW = "withdrew", pgettext_lazy("notice", "withdrew the report")
    MENTIONED = "mentioned", pgettext_lazy("notice", "mentions you in a comment")
    COMMENTED = "commented", pgettext_lazy("notice", "commented")
    REPLIED = "replied", pgettext_lazy("notice", "answered a comment")
    ANSWERED = "answered", pgettext_lazy("notice", "decided on a comment")
    RESOLVED = "resolved", pgettext_lazy("notice", "resolved a comment")
    REOPENED = "reopened", pgettext_lazy("notice", "opened a comment again")
    ACCEPTED = "accepted", pgettext_lazy("notice", "accepted a suggestion")
    DECLINED = "declined", pgettext_lazy("notice", "declined a suggestion")
    NAMED = "named", pgettext_lazy("notice", "asks you to be their assistant")
    PROPOSED = "proposed", pgettext_lazy("notice", "proposes an assistant for you, whom you name or remove")
    CONSENTED = "consented", pgettext_lazy("notice", "has agreed to be your assistant")
    UNWILLING = "unwilling", pgettext_lazy("notice", "has declined to be your assistant")
    LEFT = "left", pgettext_lazy("notice", "is your assistant no longer")
    DISMISSED = "dismissed", pgettext_lazy("notice", "needs you as an assistant no longer")
    SLIP = "slip", pgettext_lazy("notice", "issued a sign-in slip with which your password can be set anew")
    SLIPS = "slips", pgettext_lazy("notice", "issued sign-in slips to people who have reports or duties")
    TO_CONFIRM = "to_confirm", pgettext_lazy("notice", "asks for a second person's confirmation")
    RIGHTS_ASKED = (
        "rights_asked",
        pgettext_lazy("notice", "has asked that you be given a right, which a second person confirms"),
    )
    CONFIRMED = (
        "confirmed",
        pgettext_lazy("notice", "has confirmed, as a second person, what an administrator asked for"),
    )
    UNCONFIRMED = "unconfirmed", pgettext_lazy("notice", "has declined what an administrator asked for")
    APPOINTED = "appointed", pgettext_lazy("notice", "was made an auditor by a command on the server")
    ADMINISTERS = "administers", pgettext_lazy("notice", "was made an administrator by a command on the server")
    WAY_IN = (
        "way_in",
        pgettext_lazy("notice", "was given another password or second factor by a command on the server"),
    )
    OUTSIDE = (
        "outside",
        pgettext_lazy("reminder", "Your rights, password or second factor were changed by a command on the server"),
    )
    RIGHTS = "rights", pgettext_lazy("notice", "changed what you may do on this site")
    ENROLLED = "enrolled", pgettext_lazy("notice", "put you on the roll: a report is asked of you")
    ROLL = "roll", pgettext_lazy("notice", "changed what the roll says of you")
    STRUCK = "struck", pgettext_lazy("notice", "took you off the roll: no report is asked of you")
    ENTRUSTED = "entrusted", pgettext_lazy("notice", "hands reviews of a colleague over to you")
    RELIEVED = "relieved", pgettext_lazy("notice", "has handed reviews of yours over to others")
    ANNOUNCED = "announced", pgettext_lazy("notice", "announced the round")
    CYCLE_CHANGED = "cycle_changed", pgettext_lazy("notice", "changed the rules or the dates of the round")
    EXTENDED = "extended", pgettext_lazy("notice", "set your report another due day")
    CYCLE_CLOSED = "cycle_closed", pgettext_lazy("notice", "closed the round, in which your report was not finished")
    CYCLE_REOPENED = "cycle_reopened", pgettext_lazy("notice", "opened the round again")
    UNREVIEWED = "unreviewed", pgettext_lazy("notice", "needs a reviewer: in one stage nobody can review the report")
    TO_WRITE = "to_write", pgettext_lazy("reminder", "A report is still to be handed in")
    TO_ANSWER = "to_answer", pgettext_lazy("reminder", "Comments on a report are still to be answered")
    TO_REVIEW = "to_review", pgettext_lazy("reminder", "Reports wait for your review")


_PLACES = dict.fromkeys(
    [NoticeKind.SLIP, NoticeKind.RIGHTS, NoticeKind.RIGHTS_ASKED, NoticeKind.OUTSIDE], _("Your account")
) | (
    dict.fromkeys(
        [
            NoticeKind.SLIPS,
            NoticeKind.TO_CONFIRM,
            NoticeKind.CONFIRMED,
            NoticeKind.UNCONFIRMED,
            NoticeKind.APPOINTED,
            NoticeKind.ADMINISTERS,
            NoticeKind.WAY_IN,
        ],
        _("Rights and slips"),
    )
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def seen_by(self, user) -> Self:
        """The person's own, about what they may see today. No others are shown, counted, opened or mailed."""
        is_for_organisers = Q(kind=NoticeKind.UNREVIEWED) & in_units_of(user, "report__")
        may_see_report = Q(report=None) | read_by(user, "report__") | is_for_organisers
        return self.filter(may_see_report, Q(comment=None) | seen_by(user, "comment__"), recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def to_mail(self, at: datetime) -> Self:
        """Neither read nor mailed, and at most a week old. Older ones are only read in the site."""
        return self.unread().filter(mailed_at=None, at__gt=at - WORTH_A_MAIL)

    def for_lists(self) -> Self:
        """With all that lists show, newest first."""
        about = ("cycle", "report__author", "report__cycle", "comment__section__outline_section")
        return self.select_related("actor", *about).order_by("-at", "-pk")


class Notice(models.Model):
    """`mail_failed_at` is when the mail server last refused it. It is tried again until it is a week old.

    A notice about assisting or about the account has no report: it is between two people. One about a round, or the
    recipient's place on its roll, has a cycle; so has one that tells of several reports at once, with their `count`. A
    reminder is the site's own word: it has no actor, and the day that the work is due.
    """

    Kind = NoticeKind

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=15, choices=NoticeKind.choices)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="notices")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="notices")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, null=True, related_name="notices")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    due = models.DateField(null=True)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_failed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="notice_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(read_at=None, mailed_at=None), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.sentence}"

    @property
    def sentence(self) -> str:
        did = str(self.get_kind_display())
        return gettext("%(who)s %(did)s") % {"who": self.actor.name, "did": did} if self.actor else did

    @property
    def place(self) -> list[str]:
        """Which cycle, whose report, and which section. Never words of a report or of a comment."""
        if self.cycle:
            day = gettext("due %(day)s") % {"day": date_format(self.due, "MONTH_DAY_FORMAT")} if self.due else ""
            return [self.cycle.name, *filter(None, [self._how_many, day])]
        report = self.report
        if report is None:
            return [str(_PLACES.get(NoticeKind(self.kind), _("Assistants")))]
        return [report.author.name, report.cycle.name, *([self.comment.section.name_in_log] if self.comment else [])]

    @property
    def _how_many(self) -> str:
        said = ngettext("%(count)s report", "%(count)s reports", self.count) % {"count": self.count}
        return said if self.count > 1 else ""
