"""A plugin whose hook fails when it is called."""

from valuegate.hookspecs import hookimpl


@hookimpl
def register_checks():
    """Fails."""
    raise OSError("the word list is gone")
