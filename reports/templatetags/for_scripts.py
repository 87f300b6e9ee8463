"""What the scripts of a page are told: addresses, and the sentences that they say, in the reader's language."""

from functools import cache

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

SAVING = {
    "waiting": _("Not saved yet"),
    "saving": _("Saving…"),
    "over": _("%(count)s characters too many"),
    "saved": _("Saved %(time)s"),
    "notSaved": _("Not saved yet: what you type is kept in this browser and tried again until it is stored."),
    "notKept": _("Not saved yet, and this browser can keep no copy: leave this page open until it is saved."),
    "refused": _("Not saved."),
    "compare": _("See both texts"),
    "recovered": _("This browser kept a text of %(time)s that was never saved."),
    "recoveredDecision": _("This browser kept the text that you decided on at %(time)s; it was never saved."),
    "restore": _("Put it back"),
    "discard": _("Throw it away"),
}
SENDING = {
    "notSent": _("Not sent yet: what you wrote is kept in this browser and sent again until it has arrived."),
    "keptHere": _("This browser kept what you wrote here."),
    "leftover": _("%(name)s, %(time)s: words kept in this browser that can no longer be saved there, to copy"),
    "unsent": _("Some of what you wrote may not be saved yet"),
    "unsentLost": _("It is kept in this browser, and signing out deletes it there. Look at it first:"),
    "stay": _("Stay signed in"),
    "signOutAnyway": _("Sign out and delete it"),
}
REASONS = {
    "offline": _("There is no connection."),
    "silent": _("The server does not answer at the moment."),
    "trouble": _("Something went wrong on the server."),
    "full": _("The server’s disk is full: nothing was saved."),
    "moved": _("You have been asked to sign in again: open the site in another tab and sign in there."),
    "gateway": _("Something else answered in place of this site, perhaps a gateway or a sign-in page of your network."),
    "tooLong": _("A gateway on the way lets no text of this length pass: ask the administrator of your network."),
    "busy": _("Too many requests at the moment."),
    "forbidden": _("The server refused it: allow cookies for this site."),
    "expired": _("Your sign-in has expired."),
    "openSite": _("Open the site in another tab"),
    "signInFailed": _("That did not work. Wait a moment and try again."),
}
COMMENTS = {
    "comment": _("Comment on these words"),
    "attach": _("Attach the comment here"),
    "oneSection": _("Select words of one section only."),
    "selectAgain": _("Select the words in the text,"),
    "byHand": _("or copy them on a page of its own"),
    "changed": _("The text of this report has changed."),
    "reload": _("Show it"),
    "close": _("Close; what you wrote is kept"),
    "halfWritten": _("What you have begun here is not sent yet. It belongs to the words that you began it on."),
    "finish": _("Go on with it"),
    "aside": _("Put it aside and begin the other one"),
    "drafts": _("Begun and not sent, kept in this browser:"),
    "formAway": _("The form could not be opened: something else answered in place of this site. Try it once more."),
}


@register.simple_tag
def for_scripts() -> SafeString:
    """One JSON script for the whole page. It says nothing but what the code and its translations say."""
    return _in_language(get_language(), get_script_prefix())


@cache
def _in_language(_language: str, _prefix: str) -> SafeString:
    addresses = {"signIn": reverse("sign_in"), "token": reverse("token")}
    return json_script({"addresses": addresses, "sentences": SAVING | SENDING | REASONS | COMMENTS}, "for-scripts")
