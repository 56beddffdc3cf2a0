"""Takes the pictures of the page in docs/reports.md, in the Chromium of this machine: `make pictures`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE: ViewportSize = {"width": 960, "height": 640}


def main() -> None:
    """The tickets under examples/, light and dark."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "report.html"
        run = [
            sys.executable,
            "-m",
            "valuegate",
            "check",
            "--today",
            "2026-11-23",
            "--format",
            f"html={page}",
        ]
        subprocess.run(run, cwd=ROOT / "examples", check=False)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme in ("light", "dark"):
            tab = browser.new_page(viewport=SIZE, color_scheme=scheme)
            tab.goto(page.as_uri())
            tab.screenshot(path=ROOT / "docs" / "images" / f"report-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
