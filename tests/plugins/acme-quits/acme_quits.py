"""A plugin with a check that ends the process, as a success."""

from valuegate.hookspecs import hookimpl


class Quits:
    """Quits."""

    id = "quits"
    question = "Is this a test?"
    reasons = ()
    options = {}
    texts = {}

    def judge(self, case, context):
        """Quit."""
        raise SystemExit(0)


@hookimpl
def register_checks():
    """One check."""
    return [Quits()]
