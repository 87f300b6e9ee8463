"""Why an action was not done."""


class Refused(Exception):
    """The object's state does not allow the action. The message tells the person what is so and what to do."""


class Unreviewed(Refused):
    """The report has to pass a stage in which nobody can review it. The organisers are told, too."""


class PlanChanged(Refused):
    """Between looking and confirming the site has changed, so that something else would be done."""
