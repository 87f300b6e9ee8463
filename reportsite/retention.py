"""After how many months manage.py delete_expired deletes what nobody needs any more."""

from django.core.exceptions import ImproperlyConfigured
from environ import Env

LEAST_OF_LOG = 6  # 网络安全法


def months(env: Env) -> dict[str, int]:
    """Drafts never handed in, from the closing of their round; personal data of people, from their leaving; rows of the
    log. 0: never.
    """
    drafts, leavers = env.int("DRAFT_MONTHS", default=0), env.int("LEAVER_MONTHS", default=0)
    log = env.int("LOG_MONTHS", default=0)
    if min(drafts, leavers, log) < 0 or 0 < log < LEAST_OF_LOG:
        raise ImproperlyConfigured(
            "DRAFT_MONTHS and LEAVER_MONTHS are 0 or more, LOG_MONTHS is 0 or 6 and more (网络安全法)"
        )
    return {"DRAFT_MONTHS": drafts, "LEAVER_MONTHS": leavers, "LOG_MONTHS": log}
