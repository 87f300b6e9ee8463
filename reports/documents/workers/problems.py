"""Why a file was not read or made although nothing is known to be wrong with it."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from reports.problems import Problem

_STATUS = {
    "own": HTTPStatus.TOO_MANY_REQUESTS,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "failed": HTTPStatus.INTERNAL_SERVER_ERROR,
}
_RETRY_AFTER = {"own": 10, "busy": 30}  # seconds


class NotDone(Problem):
    """Raised by `read` and `make`: slow (params: seconds), large, died, failed; own and busy may be tried again."""

    messages = {
        "slow": _(
            "The work on this file takes longer than %(seconds)s seconds, so it was stopped. "
            "Make the text shorter, or try a smaller file."
        ),
        "large": _(
            "The work on this file needs more memory than one file may take, so it was stopped. "
            "Make the text shorter, or try a smaller file."
        ),
        "died": _(
            "The work on this file broke off. Try again; if it happens again, make the text shorter "
            "or try a smaller file."
        ),
        "failed": _("The work on this file failed. Tell the administrator of your office the time."),
        "own": _("Your earlier file is still being worked on. Wait until it is done, then try again."),
        "busy": _("Many files are being worked on at the moment. Try again in a minute."),
    }

    @property
    def status(self) -> int:
        return _STATUS.get(self.code, HTTPStatus.UNPROCESSABLE_ENTITY)

    @property
    def retry_after(self) -> int | None:
        return _RETRY_AFTER.get(self.code)
