"""Product tickets argue their value, or they do not enter Ready."""

__version__ = "0.1.0"
