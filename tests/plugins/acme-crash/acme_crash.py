"""A plugin with a check that crashes."""

from valuegate.hookspecs import hookimpl


class Crash:
    """Crashes on every ticket."""

    id = "crash"
    question = "Is this a test?"
    reasons = ()
    options = {}
    texts = {}

    def judge(self, case, context):
        """Crash."""
        return 1 / 0


@hookimpl
def register_checks():
    """One check."""
    return [Crash()]
