"""What is stored and what is always true of it; one module per aggregate."""

from .assistance import Assistance
from .attachment import Attachment
from .batch import Batch, BatchItem
from .comment import Comment, Reply
from .confirmation import Confirmation
from .cycle import Cycle
from .cycle_change import CycleChange
from .event import Event
from .evidence import Evidence
from .failed_sign_in import FailedSignIn
from .figure import Figure
from .fingerprint import Fingerprint
from .grade_scale import GradeScale
from .heartbeat import Heartbeat
from .inquiry import Inquiry
from .ledger import Ledger, LedgerKind, LedgerKindVersion, LedgerRow
from .ledger_import import LedgerImport
from .log_seal import LogSeal
from .notice import Notice
from .outline import Outline, OutlineSection
from .participant import Participant
from .passkey import Passkey
from .presence import Presence
from .promise import PromiseAnswer
from .publication import Publication
from .read_receipt import ReadReceipt
from .reminder import Reminder
from .repeated_failure import RepeatedFailure
from .report import Report
from .return_draft import ReturnDraft
from .return_reason import ReturnReason
from .review import Opinion, Review
from .revision import Revision
from .revision_text import RevisionText
from .roll_import import RememberedHead, RollImport
from .saved_view import SavedView
from .second_factor import RecoveryCode, SecondFactor
from .section import Section
from .session import Session
from .shortcoming import Shortcoming
from .sign_in_slip import SignInSlip
from .stage import Stage, StageReviewer
from .substitution import Substitution
from .tally import TalliedCycle, Tally, TallyMark
from .unit import Unit
from .unit_file import UnitFile, UnitFileRow
from .user import User
from .waiver import Waiver
from .word_list import WordListEntry

__all__ = [
    "Assistance",
    "Attachment",
    "Batch",
    "BatchItem",
    "Comment",
    "Confirmation",
    "Cycle",
    "CycleChange",
    "Event",
    "Evidence",
    "FailedSignIn",
    "Figure",
    "Fingerprint",
    "GradeScale",
    "Heartbeat",
    "Inquiry",
    "Ledger",
    "LedgerImport",
    "LedgerKind",
    "LedgerKindVersion",
    "LedgerRow",
    "LogSeal",
    "Notice",
    "Opinion",
    "Outline",
    "OutlineSection",
    "Participant",
    "Passkey",
    "Presence",
    "PromiseAnswer",
    "Publication",
    "ReadReceipt",
    "RecoveryCode",
    "RememberedHead",
    "Reminder",
    "RepeatedFailure",
    "Reply",
    "Report",
    "ReturnDraft",
    "ReturnReason",
    "Review",
    "Revision",
    "RevisionText",
    "RollImport",
    "SavedView",
    "SecondFactor",
    "Section",
    "Session",
    "Shortcoming",
    "SignInSlip",
    "Stage",
    "StageReviewer",
    "Substitution",
    "TalliedCycle",
    "Tally",
    "TallyMark",
    "Unit",
    "UnitFile",
    "UnitFileRow",
    "User",
    "Waiver",
    "WordListEntry",
]
