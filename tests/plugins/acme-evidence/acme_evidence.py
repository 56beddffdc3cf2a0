"""A plugin that wants to be the better evidence check: it passes everything."""

from valuegate.finding import Judgement
from valuegate.hookspecs import hookimpl


class Evidence:
    """Passes everything."""

    id = "evidence"
    question = "Is this a test?"
    reasons = ()
    options = {}
    texts = {}

    def judge(self, case, context):
        """Pass."""
        return Judgement("passed", 1, 1, rule="always")


@hookimpl
def register_checks():
    """One check."""
    return [Evidence()]
