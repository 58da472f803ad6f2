"""The built wheel, installed into a fresh environment away from the checkout, does the main job."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=600,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stdout
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel. Built with the build tools of this environment, so that nothing need be fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT)
    [made] = folder.glob("newskg-*.whl")
    return made


def test_the_wheel_holds_code_schemas_and_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    there = {name for name in names if name.startswith("kg/")}
    for wanted in (
        "kg/py.typed",
        "kg/default.toml",
        "kg/schemas/kg.ttl",
        "kg/schemas/shapes.ttl",
        "kg/schemas/context.jsonld",
        "kg/schemas/config.schema.json",
        "kg/publish/queries/executives.rq",
        "kg/publish/page/template.html",
    ):
        assert wanted in there
    assert any(name.startswith("kg/extract/data/") and name.endswith(".crfsuite") for name in there)
    assert all(name.startswith(("kg/", "newskg-")) for name in names)
    assert not [name for name in names if name.endswith((".pyc", ".orig")) or "/tests/" in name]


def test_the_installed_wheel_does_the_main_job(wheel, tmp_path, examples):
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    # the dependencies are those of this environment: the test needs no network
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    here = run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (site / "dependencies.pth").write_text(here, "utf-8")
    run(python, "-c", "import kg, sys; assert 'site-packages' in kg.__file__, kg.__file__", cwd=tmp_path)
    run(scripts / "kg", "build", examples, "-o", "output", cwd=tmp_path)
    report = json.loads((tmp_path / "output" / "report.json").read_text("utf-8"))
    assert report["articles"]["built"] == report["graph"]["articles"] == 11
    assert report["graph"]["posts"] > 0
    assert "严强" in run(scripts / "kg", "query", "executives", "--company", "快手", cwd=tmp_path)
    run(scripts / "kg", "check", cwd=tmp_path)
