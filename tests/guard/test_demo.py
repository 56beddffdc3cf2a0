from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "examples" / "behind-a-guard"


def test_the_demo_shows_a_ticket_that_comes_back_is_mended_and_stays() -> None:
    done = subprocess.run(
        [SCRIPT, Path(sys.executable).parent], capture_output=True, text=True, check=True, env=os.environ
    )
    back, _, mended = done.stdout.partition("Somebody mends the evidence.")
    assert "WARD-7 Night notes get lost: moved back, Ready → Draft" in back
    assert "Back to “Draft”" in back
    assert "holds now; its comment says so" in mended
    assert "WARD-7 Night notes get lost: Draft → Ready" in mended
    assert "moved back" not in mended
    assert done.stderr == ""
