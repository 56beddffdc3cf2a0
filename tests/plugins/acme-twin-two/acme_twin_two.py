"""The other of two plugins with a check of the same id."""

from valuegate.finding import Judgement
from valuegate.hookspecs import hookimpl


class Twin:
    """A check."""

    id = "twin"
    question = "Is this a test?"
    reasons = ()
    options = {}
    texts = {}

    def judge(self, case, context):
        """Judge."""
        return Judgement("passed", 1, 1, rule="two")


@hookimpl
def register_checks():
    """One check."""
    return [Twin()]
