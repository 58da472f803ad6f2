"""What docs/serve.md shows is what the endpoint answers.

With KG_UPDATE_DOCS=1 the outputs in the file are written anew instead of being compared.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs" / "serve.md"
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_examples_with_curl_print_what_is_shown(server):
    shown = DOCS.read_text("utf-8")

    def replayed(block: re.Match[str]) -> str:
        typed = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{run(line[2:])}" for line in typed) + "```"

    def run(command: str) -> str:
        here = command.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}")
        done = subprocess.run(["bash", "-c", here], capture_output=True, encoding="utf-8", timeout=60, check=True)
        return done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"

    now = _SESSION.sub(replayed, shown)
    if os.environ.get("KG_UPDATE_DOCS"):
        DOCS.write_text(now, "utf-8")
    else:
        assert now.replace("\r", "").splitlines() == shown.splitlines()
    assert "curl" in shown


def test_the_statuses_and_forms_in_the_docs_are_those_of_the_server():
    from kg.serve.app import PAGES
    from kg.serve.protocol import FORM_OF_NAME

    shown = DOCS.read_text("utf-8")
    for name, media_type in FORM_OF_NAME.items():
        assert f"`{media_type}`" in shown
        assert f"`{name}`" in shown
    for path in PAGES:
        if not path.startswith("/api/"):
            assert f"`{path.partition('{')[0].removesuffix('/') or '/'}" in shown
