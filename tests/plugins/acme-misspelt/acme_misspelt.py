"""A plugin whose hook is misspelt: it would register nothing, in silence."""

from valuegate.hookspecs import hookimpl


@hookimpl
def register_check():
    """Never called."""
    return []
