"""What the checks on the words say of a version that was submitted."""

from collections.abc import Sequence

from ..models import Report, Revision, Section
from ..models.kept_finding import find_asked, read_asked
from ..models.section_progress import AskedWords


def open_findings(report: Report, sections: Sequence[Section], revision: Revision) -> list[tuple[int, AskedWords]]:
    """What is asked of its words and was not answered with a reason, each with the number of its section, 0 for the
    title; `sections` in order. Versions that were submitted before findings were kept are read anew.
    """
    kept = revision.asked
    found = find_asked(report, sections, revision.content) if kept is None else read_asked(kept, sections)
    answered = {waived["key"] for waived in revision.waived}
    return [(number, one) for number, one in found if one.key not in answered]
