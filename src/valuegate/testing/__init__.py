"""For authors of checks: judge one passage, or score a check on a file of labelled examples."""

from __future__ import annotations

from .examples import Example, judge_example, load_examples

__all__ = ["Example", "judge_example", "load_examples"]
