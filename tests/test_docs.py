"""What README and docs show is what happens: every session is run, every Python example too.

With KG_UPDATE_DOCS=1 the outputs in the files are written anew instead of being compared; read the difference then.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SESSIONS = ("README.md", "docs/tutorial.md", "docs/evaluation.md")
PYTHON = ("README.md", "docs/python.md", "docs/extraction.md")
UPDATE = bool(os.environ.get("KG_UPDATE_DOCS"))
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def commands(tmp_path_factory) -> Path:
    """A folder with the command ``kg`` in it, as an installation has it."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "kg"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg.cli.main "$@"\n', "utf-8")
    command.chmod(0o755)
    return folder


@pytest.fixture
def place(tmp_path, examples, commands, monkeypatch) -> Path:
    """A folder of a new user: the examples in it, the command on the path."""
    shutil.copytree(examples, tmp_path / "examples")
    shutil.copytree(ROOT / "docs" / "gold", tmp_path / "docs" / "gold")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def run(command: str) -> str:
    """What a command prints, messages included, in the order of a terminal without buffers."""
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300
    )
    return done.stdout if not done.stdout or done.stdout.endswith("\n") else done.stdout + "\n"


def replayed(block: re.Match[str]) -> str:
    """A session with the outputs that its commands have now."""
    typed = [line for line in block[1].splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(f"{line}\n{run(line[2:])}" for line in typed) + "```"


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_prints_what_is_shown(place, name):
    file = ROOT / name
    shown = file.read_text("utf-8")
    now = _SESSION.sub(replayed, shown)
    assert _SESSION.search(shown)
    if UPDATE:
        file.write_text(now, "utf-8")
    else:
        assert now.splitlines() == shown.splitlines()


class Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what each gave."""

    def __init__(self) -> None:
        super().__init__(optionflags=doctest.ELLIPSIS)
        self.gave: dict[int, str] = {}

    def report_failure(self, out, test, example, got):
        self.gave[id(example)] = got
        super().report_failure(out, test, example, got)


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_example_gives_what_is_shown(place, name):
    file = ROOT / name
    shown = file.read_text("utf-8")
    names: dict[str, object] = {}
    said: list[str] = []

    def rerun(block: re.Match[str]) -> str:
        test = doctest.DocTestParser().get_doctest(block[1], names, name, name, 0)
        recorder = Recorder()
        recorder.run(test, out=said.append, clear_globs=False)
        names.update(test.globs)
        return "```pycon\n" + "".join(_typed(e) + recorder.gave.get(id(e), e.want) for e in test.examples) + "```"

    now = _PYTHON.sub(rerun, shown)
    assert _PYTHON.search(shown)
    if UPDATE:
        file.write_text(now, "utf-8")
    else:
        assert not said, "".join(said)


def _typed(example: doctest.Example) -> str:
    first, *rest = example.source.splitlines()
    return "".join([f">>> {first}\n", *(f"... {line}".rstrip() + "\n" for line in rest)])


def test_the_defaults_in_the_docs_are_the_defaults():
    shown = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.DOTALL)
    assert shown
    assert shown[1] == (ROOT / "kg" / "default.toml").read_text("utf-8")


FILES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.name)
def test_every_link_between_files_leads_somewhere(file):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text("utf-8")):
        assert (file.parent / target).exists(), target


def test_the_two_commands_of_the_readme_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_command_and_public_name_is_in_the_docs():
    import kg
    from kg.cli.main import COMMANDS

    cli = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert all(f"`kg {command}" in cli for command in COMMANDS)
    python = (ROOT / "docs" / "python.md").read_text("utf-8")
    functions = [name for name in kg.__all__ if name[0].islower()]
    assert all(f"`{name}" in python for name in functions)
