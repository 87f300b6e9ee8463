"""Why an action was not done."""


class Refused(Exception):
    """The object's state does not allow the action. The message is for the person: what is so, what to do."""


class Unreviewed(Refused):
    """In a stage that the report has to pass nobody can review it: a matter for the organisers too."""
