"""Translation that also works where there is no site: a file can be judged by Python alone, then in English."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from django.utils.translation import gettext as translate


def gettext(message: str) -> str:
    try:
        return translate(message)
    except ImproperlyConfigured:  # no settings, so no languages
        return message


gettext_lazy = lazy(gettext, str)
