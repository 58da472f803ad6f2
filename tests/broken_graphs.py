"""A small graph with all that one can have in it, to be broken: two articles, one of them read with two texts."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.config import default_config
from kg.pipeline import Workplace, build, remove
from kg.pipeline.findings import DeepReport, Finding
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import current

CONFIG = default_config()
FIRST = "# 星桥科技任命新总裁\n\n3月2日，星桥科技宣布林晓舟出任总裁。林晓舟表示：“公司今年营收将超过30亿元。”\n"
CHANGED = FIRST.replace("30亿元", "40亿元")
SECOND = "# 岚岳资本投资星桥科技\n\n3月5日，岚岳资本宣布完成对星桥科技的投资，金额为2亿元。周若川担任董事长。\n"
THIRD = "# 青檐咖啡开店\n\n4月1日，青檐咖啡在宁波开设了第100家门店。\n"


def made(folder: Path) -> Path:
    """Builds, updates and removes; gives the output folder. The sources lie in ``folder``."""
    sources = {"a.md": FIRST, "b.md": SECOND, "c.md": THIRD}
    for name, text in sources.items():
        (folder / name).write_text(text, "utf-8")
    output = folder / "output"
    build([folder / name for name in sources], output, config=CONFIG)
    (folder / "a.md").write_text(CHANGED, "utf-8")
    build([folder / "a.md"], output, config=CONFIG)
    remove(["c.md"], output, config=CONFIG)
    return output


def copied(output: Path, to: Path) -> Workplace:
    """A copy whose files are its own: the links between store and snapshot are made again, as a build leaves them."""
    shutil.copytree(output, to)
    place = Workplace(to)
    newest = current(place.store)
    assert newest
    for table in place.store.glob("*.sst"):
        if (newest / table.name).exists():
            (newest / table.name).unlink()
            (newest / table.name).hardlink_to(table)
    return place


def state(place: Workplace) -> dict[str, object]:
    """All that a user has of a graph: files by name, and what queries see by graph."""
    folders = (place.texts, place.annotations, place.revisions)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    told: dict[str, object] = {
        file.relative_to(place.folder).as_posix(): file.read_bytes() for file in (*files, place.turtle, place.page)
    }
    newest = current(place.store)
    assert newest
    for name, folder in (("snapshot", newest), ("store", place.store)):
        with OxigraphStore(folder, read_only=True) as store:
            told[name] = {graph: tuple(store.statements(graph)) for graph in store.graphs()}
            told[f"{name} merged"] = sorted(store.merged())
    return told


def changed(place: Workplace, update: str) -> None:
    """A change of the store that none of its commands makes."""
    with OxigraphStore(place.store) as store:
        store.change(update)


def flipped(file: Path, at: float = 0.5) -> None:
    """One bit of a file is another one."""
    raw = bytearray(file.read_bytes())
    raw[int(len(raw) * at)] ^= 1
    file.unlink()  # a link elsewhere stays as it is
    file.write_bytes(raw)


def mended(report: DeepReport) -> set[str]:
    """What a repair would do, by name; empty where nothing is to be done."""
    return {finding.mend.name for finding in report.findings if finding.mend}


def one_of(report: DeepReport, problem: str) -> Finding:
    """The one finding with these words in its problem."""
    [finding] = [found for found in report.findings if problem in found.problem]
    return finding
