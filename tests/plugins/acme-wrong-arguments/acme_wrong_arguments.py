"""A plugin whose hook asks for an argument that the hook does not have."""

from valuegate.hookspecs import hookimpl


@hookimpl
def register_checks(config):
    """Never called."""
    return []
