from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.rdf import Statement
from kg.store import OxigraphStore

ROOT = Path(__file__).parents[2]
A = Statement("<x:a> <x:p> <x:o> .")


def test_what_was_written_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store") as store:
        store.replace_graph("x:g", [A])
    with OxigraphStore(tmp_path / "store", read_only=True) as store:
        assert list(store.statements("x:g")) == [A]
        assert store.ask("ASK { <x:a> ?p ?o }")


def test_a_closed_store_leaves_its_readers_no_log_to_go_through(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store") as store:
        store.replace_graph("x:g", [Statement(f"<x:s{i}> <x:p> <x:o> .") for i in range(5000)])
        assert settled(tmp_path / "store") < 10_000
    assert settled(tmp_path / "store") > 100_000


def settled(store: Path) -> int:
    """The bytes that are no longer in the log alone."""
    return sum(file.stat().st_size for file in store.glob("*.sst"))


def test_the_log_of_a_long_build_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.oxigraph.FLUSH_AFTER", 100_000, raising=False)
    logs = []
    with OxigraphStore(tmp_path / "store") as store:
        for article in range(40):
            store.replace_graph(f"x:{article}", [Statement(f"<x:{article}> <x:p{i}> <x:o> .") for i in range(500)])
            logs.append(sum(f.stat().st_size for f in (tmp_path / "store").glob("*.log")))
    assert max(logs[20:]) < 2 * max(logs[:20])


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store here; `kg build`"):
        OxigraphStore(tmp_path / "store", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    OxigraphStore(tmp_path / "store").close()
    with (
        OxigraphStore(tmp_path / "store", read_only=True) as store,
        pytest.raises(StoreError, match="for reading only"),
    ):
        store.replace_graph("x:g", [A])


def test_there_is_one_writer_at_a_time(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store"):
        for read_only in (False, True):
            with pytest.raises(StoreError, match="try again when that is done"):
                OxigraphStore(tmp_path / "store", read_only=read_only)
    OxigraphStore(tmp_path / "store").close()


def test_there_may_be_many_readers_but_then_no_writer(tmp_path: Path) -> None:
    OxigraphStore(tmp_path / "store").close()
    with (
        OxigraphStore(tmp_path / "store", read_only=True) as one,
        OxigraphStore(tmp_path / "store", read_only=True) as two,
    ):
        assert one.graphs() == two.graphs() == ()
        with pytest.raises(StoreError, match="in use by another program"):
            OxigraphStore(tmp_path / "store")
    OxigraphStore(tmp_path / "store").close()


def test_who_is_willing_to_wait_gets_the_store_when_it_is_free(tmp_path: Path) -> None:
    path = str(tmp_path / "store")
    code = "import sys, time; from kg.store import OxigraphStore; s = OxigraphStore(sys.argv[1]); print(flush=True); "
    command = [sys.executable, "-c", code + "time.sleep(1)", path]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        OxigraphStore(tmp_path / "store", wait_s=30).close()


def test_a_broken_store_is_reported_as_such(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store") as store:
        store.replace_graph("x:g", [A])
    for file in (tmp_path / "store").iterdir():
        if file.name.startswith(("MANIFEST", "CURRENT")):
            file.write_bytes(b"nonsense\n")
    for read_only in (False, True):
        with pytest.raises(StoreError, match="not a sound store"):
            OxigraphStore(tmp_path / "store", read_only=read_only)
    with pytest.raises(StoreError, match="not a sound store"):  # the lock of the failed attempt is free again
        OxigraphStore(tmp_path / "store")


def test_a_file_where_the_store_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError):
        OxigraphStore(tmp_path / "store")


def test_a_store_of_another_program_is_not_taken_for_ours(tmp_path: Path) -> None:
    foreign = ox.Store(str(tmp_path / "store"))
    foreign.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    del foreign
    with pytest.raises(StoreError, match="not made by kg"):
        OxigraphStore(tmp_path / "store")


WRITER = """
import sys
from kg.rdf import Statement
from kg.store import OxigraphStore

with OxigraphStore(sys.argv[1], wait_s=10) as store:
    print("open", flush=True)
    for round_ in range(int(sys.argv[2]), 10**6):
        lines = [Statement(f'<x:s{i}> <x:round> "{round_}" .') for i in range(500)]
        store.commit({f"x:even{round_ % 2}": lines, "x:both": lines}, drop=[f"x:even{(round_ + 1) % 2}"])
        print(round_, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_writer_killed_at_any_moment_leaves_whole_graphs_and_all_it_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    path, last = tmp_path / "store", 0
    for _ in range(5):
        last = max(last, killed_writer(path, last + 1, chance.uniform(0.0, 0.25)))
        with OxigraphStore(path, wait_s=10) as store:
            graphs = store.graphs()
            if not graphs:
                assert last == 0
                continue
            [other] = set(graphs) - {"x:both"}
            assert len(graphs) == 2
            assert list(store.statements(other)) == list(store.statements("x:both"))
            found = list(store.select("SELECT ?n (COUNT(?s) AS ?c) { ?s <x:round> ?n } GROUP BY ?n"))
            assert [str(row["c"]) for row in found] == ["500"]
            assert int(str(found[0]["n"])) >= last
            last = int(str(found[0]["n"]))


def killed_writer(path: Path, first: int, after_s: float) -> int:
    """Run a writer, kill it, and say which commit was the last that it acknowledged."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER, str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        time.sleep(after_s)
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().splitlines()
    return int(said[-1]) if said else 0
