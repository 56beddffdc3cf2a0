"""The git hook: judges what is staged before it is committed. ``git.py`` alone runs git."""
