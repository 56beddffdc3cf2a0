"""A plugin with a check that gives no judgement."""

from valuegate.hookspecs import hookimpl


class Nonsense:
    """Gives a text."""

    id = "nonsense"
    question = "Is this a test?"
    reasons = ()
    options = {}
    texts = {}

    def judge(self, case, context):
        """Give a text."""
        return "passed"


@hookimpl
def register_checks():
    """One check."""
    return [Nonsense()]
