"""Acts on verdicts in a tracker: observes, warns, or sends back. It never blocks: it comes after the fact."""
