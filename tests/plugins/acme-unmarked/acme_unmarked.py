"""A plugin that forgot the marker: its hook would never be called, in silence."""


def register_checks():
    """Never called."""
    return []
