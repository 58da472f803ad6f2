"""Inputs that nobody would write: what once broke a promise, and some new ones (``python -m fuzz`` makes more)."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.findings import Findings, Slow, fault, run, smallest
from fuzz.structured import explore
from fuzz.target import NAMES, Finding, Target, kept, must, target
from fuzz.watching import counter, sealed

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {"extraction": 12, "site": 6, "writers": 12, "page": 20, "reading": 40}
"""How many new inputs there are for those targets that take long; for others 60."""
GUIDED = ("guard", "statements", "reading")
"""The targets that libFuzzer is given a moment of."""


@pytest.mark.parametrize("name", NAMES)
def test_every_target_has_seeds_and_a_promise(name):
    assert len(kept(name)) >= 3
    assert target(name).promise


@pytest.mark.parametrize("file", [f for name in NAMES for f in kept(name)], ids=lambda f: f"{f.parent.name}/{f.name}")
def test_what_is_kept_breaks_no_promise(file):
    run(target(file.parent.name), file.read_bytes(), timed=False)


@pytest.mark.parametrize("name", NAMES)
def test_new_inputs_break_no_promise(name):
    chosen = target(name)

    @settings(
        max_examples=EXAMPLES.get(name, 60),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(chosen.cases())
    def checked(data: bytes) -> None:
        run(chosen, data, timed=False)

    checked()


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed: pip install '.[fuzz]'"
)
@pytest.mark.parametrize("name", GUIDED)
def test_what_coverage_leads_to_breaks_no_promise(name, tmp_path):
    command = [sys.executable, "-m", "fuzz", name, "--seconds", "2", "--engine", "guided", "--work", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no faults" in done.stdout
    assert not done.stdout.startswith(f"{name}: 0 ")


def broken(check) -> Target:
    return Target("", check, lambda: st.text(max_size=40).map(str.encode), ("kg.text",))


def a_fault(data: bytes) -> None:
    must(b"7" not in data, "no seven")


def test_a_broken_promise_is_found_written_down_once_and_made_small(tmp_path, monkeypatch):
    """The control: the tests above can fail."""
    monkeypatch.setattr("fuzz.structured.target", lambda name: broken(a_fault))
    count, findings = explore("any", 3, tmp_path)
    assert count > 100
    assert list(findings.known) == ["Finding: no seven"]
    assert b"7" in findings.known["Finding: no seven"].read_bytes()
    assert smallest(broken(a_fault), b"abc7defg7hi") == b"7"


def test_an_error_that_is_not_ours_is_a_fault_and_so_is_an_input_that_takes_long(tmp_path):
    findings = Findings(tmp_path)

    def check(data: bytes) -> None:
        raise KeyError(data)

    assert isinstance(findings.attempt(broken(check), b"a"), KeyError)
    assert findings.attempt(broken(check), b"b") is None
    assert fault(KeyError()) == "KeyError in ?"
    with pytest.raises(Slow):
        run(replace(broken(lambda data: None), seconds=-1.0), b"")


def test_reaching_outside_is_seen(tmp_path):
    """The control of the targets that may reach nothing."""
    from urllib.request import urlopen

    other = tmp_path / "a"
    other.write_text("x")
    with sealed(other):
        other.read_text()
    with pytest.raises(Finding, match="opens"), sealed():
        other.read_text()
    before = counter().hits
    with pytest.raises(Finding, match="reaches outside"), sealed():
        urlopen(counter().url)  # noqa: S310 - our own server
    assert counter().hits == before
    urlopen(counter().url)  # noqa: S310
    assert counter().hits == before + 1
