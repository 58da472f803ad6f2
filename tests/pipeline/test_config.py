"""Settings: everything wrong with a file is said at once; the schema for editors says the same as the program."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from kg.config import Config, default_config, load_config, make_config
from kg.errors import ConfigError, ExitCode

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config() == default_config()


def test_a_file_in_the_current_folder_is_found_and_may_have_a_byte_order_mark(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("kg.toml").write_bytes('\ufeffbase = "https://data.example/id/"\r\n'.encode())
    assert load_config().base == "https://data.example/id/"
    assert load_config().extractors == default_config().extractors


def test_everything_wrong_is_said_at_once():
    wrong = {"base": "https://a.example/id", "extractors": [], "page_max_nodes": True, "colour": 1, "query_seconds": 0}
    with pytest.raises(ConfigError) as caught:
        make_config(wrong, "kg.toml")
    lines = str(caught.value).splitlines()
    assert len(lines) == 5
    assert all(any(key in line for line in lines) for key in wrong)
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    "base",
    ["ftp://a.example/", "a.example/", "https://a.example/ id/", "https://a.example/<x>/", "https:///id/", 7],
)
def test_a_base_to_which_no_identifier_can_be_added_is_refused(base):
    with pytest.raises(ConfigError, match="base"):
        make_config({"base": base})


@pytest.mark.parametrize("content", [b"base = ", b"base = 1\nbase = 2", b"\xff\xfe"])
def test_what_is_not_toml_is_refused(tmp_path, content):
    file = tmp_path / "kg.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="is not TOML"):
        load_config(file)


def test_a_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match=r"other\.toml: cannot be read"):
        load_config(tmp_path / "other.toml")


def test_facts_depend_on_the_base_and_the_extractors_alone():
    assert make_config({"page_max_nodes": 7, "query_seconds": 1}).digest == default_config().digest
    assert make_config({"base": "https://data.example/"}).digest != default_config().digest
    assert make_config({"extractors": ["names"]}).digest != default_config().digest


def test_the_schema_for_editors_knows_every_key_with_its_default():
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text("utf-8"))
    defaults = tomllib.loads((ROOT / "kg" / "default.toml").read_text("utf-8"))
    names = [f.name for f in fields(Config)]
    assert list(schema["properties"]) == names == list(defaults)
    assert {key: told["default"] for key, told in schema["properties"].items()} == defaults
