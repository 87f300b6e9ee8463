"""The log: who did what to what when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cycle import Cycle
from .report import Report
from .written_once import WrittenOnce, WrittenOnceQuerySet


class Verb(models.TextChoices):
    STARTED = "started", _("started the report")
    IMPORTED = "imported", _("started the report from a text")
    RENAMED = "renamed", _("changed the title")
    WROTE = "wrote", _("wrote in a section")
    ATTACHED = "attached", _("wrote an attachment")
    ATTACHMENTS_ORDERED = "attachments_ordered", _("changed the order of the attachments")
    ATTACHMENT_DELETED = "attachment_deleted", _("deleted an attachment")
    FIGURE_SET = "figure_set", _("changed how a figure is asked for")
    WAIVED = "waived", _("said why words stay as they are")
    ASKED_AGAIN = "asked_again", _("has words asked about again")
    SUBMITTED = "submitted", _("submitted the report")
    WITHDREW = "withdrew", _("withdrew the report")
    OPENED = "opened", _("opened the report for review")
    RETURNED = "returned", _("returned the report")
    AGREED = "agreed", _("agreed to the report")
    APPROVED = "approved", _("approved the report")
    PUBLISHED = "published", _("published the report")
    CORRECTED = "corrected", _("opened the published report for a correction")
    COMMENTED = "commented", _("commented on a section")
    COMMENT_EDITED = "comment_edited", _("changed a comment")
    COMMENT_DELETED = "comment_deleted", _("deleted a comment")
    REPLIED = "replied", _("answered a comment")
    REPLY_EDITED = "reply_edited", _("changed an answer to a comment")
    REPLY_DELETED = "reply_deleted", _("deleted an answer to a comment")
    ANSWERED = "answered", _("decided on a comment")
    RESOLVED = "resolved", _("resolved a comment")
    REOPENED = "reopened", _("opened a comment again")
    ACCEPTED = "accepted", _("accepted a suggestion")
    DECLINED = "declined", _("declined a suggestion")
    PLACE_CONFIRMED = "place_confirmed", _("confirmed the place of a comment")
    REATTACHED = "reattached", _("attached a comment again")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("gave a wrong password, or somebody did in this name")
    SIGN_IN_PAUSED = "sign_in_paused", _("tried to sign in too often, or somebody did in this name")
    SLIP_FAILED = "slip_failed", _("gave a wrong code of a sign-in slip, or somebody did in this name")
    SIGN_IN_UNPROVEN = "sign_in_unproven", _("came back from the office's sign-in without a proof")
    FACTOR_PAUSED = "factor_paused", _("gave second factors too often, or somebody did who had the password")
    SIGN_IN_REFUSED = "sign_in_refused", _("was kept out at the sign-in, being deactivated")
    SIGNED_OUT = "signed_out", _("signed out")
    PASSWORD_CHANGED = "password_changed", _("changed the own password")
    PASSWORD_SET = "password_set", _("was given a password by a command on the server")
    FACTOR_SET_UP = "factor_set_up", _("set up a second factor")
    FACTOR_FAILED = "factor_failed", _("gave a wrong second factor, or somebody did who had the password")
    FACTOR_RECOVERED = "factor_recovered", _("used a recovery code")
    FACTOR_CODES = "factor_codes", _("made new recovery codes")
    FACTOR_ENDED = "factor_ended", _("ended a second factor")
    PASSKEY_ADDED = "passkey_added", _("added a passkey")
    PASSKEY_REMOVED = "passkey_removed", _("removed a passkey")
    SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere", _("signed out elsewhere")
    ADMIN_ADDED = "admin_added", _("added in the administration")
    ADMIN_CHANGED = "admin_changed", _("changed in the administration")
    ADMIN_DELETED = "admin_deleted", _("deleted in the administration")
    READ = "read", _("read the report, the first time on a day")
    SHOWN = "shown", _("looked at a file in the browser")
    EXPORTED = "exported", _("downloaded a file")
    EXPORTED_OUTSIDE = "exported_outside", _("has data that were written to a file on the server")
    COLLECTED = "collected", _("had reports collected")
    MANY_PUBLISHED = "many_published", _("had approved reports published")
    MANY_CHANGED = "many_changed", _("had many rows changed at once")
    MANY_CANCELLED = "many_cancelled", _("cancelled what was being done in the background")
    ASSISTANT_NAMED = "assistant_named", _("named an assistant")
    ASSISTANT_REMOVED = "assistant_removed", _("removed an assistant")
    ASSISTANCE_ACCEPTED = "assistance_accepted", _("agreed to assist")
    ASSISTANCE_DECLINED = "assistance_declined", _("declined to assist")
    ASSISTANCE_ENDED = "assistance_ended", _("assists no longer")
    STAGE_SET = "stage_set", _("set up a stage of the review")
    STAGE_REMOVED = "stage_removed", _("removed a stage of the review")
    REVIEWER_ASSIGNED = "reviewer_assigned", _("assigned a reviewer")
    REVIEWS_SPREAD = "reviews_spread", _("spread reviews over a group")
    REVIEW_HANDED_OVER = "review_handed_over", _("handed a review over")
    REVIEWER_REMOVED = "reviewer_removed", _("took a review back")
    ROLL_IMPORTED = "roll_imported", _("imported a list into the roll of a cycle")
    ROLL_CHANGED = "roll_changed", _("changed the roll of a cycle")
    SLIP_PRINTED = "slip_printed", _("printed a sign-in slip")
    SLIP_MAILED = "slip_mailed", _("had a sign-in slip mailed")
    SLIP_WITHDRAWN = "slip_withdrawn", _("withdrew a sign-in slip")
    SLIP_USED = "slip_used", _("set a password with a sign-in slip")
    ACCOUNT_CREATED = "account_created", _("created an account")
    APPOINTED = "appointed", _("gave a right")
    DISMISSED = "dismissed", _("took a right away")
    CONFIRMATION_ASKED = "confirmation_asked", _("asked for a second person's confirmation")
    CONFIRMED = "confirmed", _("confirmed as a second person")
    CONFIRMATION_ENDED = "confirmation_ended", _("declined or took back what was to be confirmed")
    UNIT_MOVED = "unit_moved", _("moved a unit")
    DEACTIVATED = "deactivated", _("deactivated an account")
    REACTIVATED = "reactivated", _("activated an account again")
    CYCLE_CREATED = "cycle_created", _("created a cycle")
    CYCLE_SET = "cycle_set", _("set up a cycle")
    CYCLE_OPENED = "cycle_opened", _("opened a cycle")
    CYCLE_CHANGED = "cycle_changed", _("changed an opened cycle")
    CYCLE_EXTENDED = "cycle_extended", _("set another due day")
    CYCLE_DECIDED = "cycle_decided", _("decided on unfinished reports")
    CYCLE_CLOSED = "cycle_closed", _("closed a cycle")
    CYCLE_REOPENED = "cycle_reopened", _("opened a closed cycle again")
    LEDGER_KIND_CHANGED = "ledger_kind_changed", _("changed the columns of a kind of ledger")
    LEDGER_ROW_SAVED = "ledger_row_saved", _("wrote in a ledger")
    LEDGER_ROW_DELETED = "ledger_row_deleted", _("deleted a row of a ledger")
    LEDGER_ROW_RESTORED = "ledger_row_restored", _("took back the deletion of a row")
    LEDGER_IMPORTED = "ledger_imported", _("imported a list into a ledger")
    PROMISE_ANSWERED = "promise_answered", _("answered a promise of last year")
    PROBLEMS_LISTED = "problems_listed", _("wrote in the list of problems")
    FIGURE_BOUND = "figure_bound", _("took a figure from a ledger")
    WORD_LIST_CHANGED = "word_list_changed", _("changed a word list")
    GRADE_SETTLED = "grade_settled", _("settled a grade")
    DRAFT_DELETED = "draft_deleted", _("deleted a draft that was never handed in")
    PERSON_ERASED = "person_erased", _("removed the personal data of somebody who left")
    LOG_SHORTENED = "log_shortened", _("deleted the oldest rows of the log")
    HELD = "held", _("holds a person's data back from deletion")
    HOLD_ENDED = "hold_ended", _("holds a person's data back no more")


class Event(WrittenOnce):
    """Only actions/ write events. `detail` names what was touched, never words of a report."""

    Verb = Verb

    at = models.DateTimeField()
    # None: nobody who is known here, as of a sign-in under a name that nobody has
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    # The row keeps the number of a draft that was deleted: it is sealed.
    report = models.ForeignKey(
        Report, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="events"
    )
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    detail = models.CharField(max_length=200, blank=True)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["report", "actor", "verb", "-at"], name="event_of_report"),
            # A page of the log is read off one of these, however long the log is.
            models.Index(fields=["-at", "-id"], name="event_last_first"),
            models.Index(fields=["actor", "-at", "-id"], name="event_of_actor"),
            models.Index(fields=["verb", "-at", "-id"], name="event_of_verb"),
        ]
        constraints = [
            # A reading's detail is its day.
            models.UniqueConstraint(
                fields=["report", "actor", "detail"], condition=models.Q(verb="read"), name="event_read_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.get_verb_display()}"
