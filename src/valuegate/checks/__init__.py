"""The built-in checks, registered through the same hook as anybody's."""

from __future__ import annotations

from collections.abc import Sequence

from ..check import Check
from ..hookspecs import hookimpl


@hookimpl
def register_checks() -> Sequence[Check]:
    """The five checks, and the open question that a discovery gate asks for."""
    from .evidence import Evidence
    from .impact import Impact
    from .metric import Metric
    from .open_question import OpenQuestion
    from .problem import Problem
    from .review_date import ReviewDate

    return (Problem(), Evidence(), Metric(), ReviewDate(), Impact(), OpenQuestion())
