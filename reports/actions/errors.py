"""Why an action was not done."""


class Refused(Exception):
    """The object's state does not allow the action. The message is for the person: what is so, what to do."""
