"""A plugin that wants to end the run, and would make it a success."""

import sys

sys.exit(0)
