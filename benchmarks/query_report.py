"""What was measured as tables of Markdown, and the page that they stand in."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.query_data import Data
from benchmarks.shared import ROOT

if TYPE_CHECKING:
    from benchmarks.queries import Measured, Table
    from benchmarks.query_export import Export
    from benchmarks.query_shapes import Shape

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: python -m benchmarks.queries --write -->\n", "<!-- end of what is measured -->\n"
YARDSTICKS = ("oxigraph serve", "rdflib")
OURS = ("kg, in process", "kg, killable pool", "kg, a process each")
Section = tuple[Data, Sequence["Shape"], "Table", "Export"]


def report(sections: Sequence[Section], loading: str = "") -> str:
    """All tables, and what `benchmarks.loading` says."""
    parts = [_machine()]
    for section in sections:
        parts += [_queries(*section)]
    parts += [_loading(sections, loading), _export(sections)]
    return "\n".join(parts)


def write_page(text: str) -> None:
    """Put what was measured between its marks in the page."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8", newline="\n")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "oxigraph", "rdflib"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Measured on {cores} cores ({platform.machine()}) with {memory:.0f} GiB of memory; "
        f"Python {platform.python_version()}, {versions}. Other machines give other times; ratios change less.\n"
    )


def _queries(data: Data, all_: Sequence[Shape], table: Table, export: Export) -> str:
    engines = [name for name in (*OURS, *YARDSTICKS) if name in table]
    lines = [
        f"### {_count(data.quads)} quads: {data.articles:,} articles\n",
        f"{data.named:,} statements in the articles' graphs, {data.merged:,} in the merged graph, which queries read.",
        "Milliseconds, median / 95th percentile.\n",
        f"| query | {' | '.join(engines)} | pool : serve |",
        f"|---|{'---:|' * (len(engines) + 1)}",
    ]
    for shape in all_:
        cells = [_cell(table[engine].get(shape.name)) for engine in engines]
        name = f"*{shape.name}*" if shape.extra else shape.name
        lines.append(f"| {name} | {' | '.join(cells)} | {_ratio(table, shape)} |")
    differ = [f"{e}, {n}" for e in engines for n, m in table[e].items() if not m.same]
    lines.append("\nAll engines gave the same answers." if not differ else f"\nOther answers: {'; '.join(differ)}.")
    return "\n".join([*lines, ""])


def _cell(measured: Measured | None) -> str:
    if measured is None:
        return "–"
    if not measured.times:
        return "> 60 s"
    most = sorted(measured.times)[min(int(len(measured.times) * 0.95), len(measured.times) - 1)]
    return f"{_ms(statistics.median(measured.times))} / {_ms(most)}"


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _ratio(table: Table, shape: Shape) -> str:
    pair = [table.get(engine, {}).get(shape.name) for engine in ("kg, killable pool", "oxigraph serve")]
    if any(m is None or not m.times for m in pair):
        return "–"
    ours, theirs = (statistics.median(m.times) for m in pair if m)
    return f"{ours / theirs:.2f}"


def _loading(sections: Sequence[Section], more: str) -> str:
    lines = [
        "### Loading\n",
        "A first build's way into the store, with the merged graph, a snapshot and its search index; beside it",
        "`oxigraph load` of the same quads from a file.\n",
        "| quads | kg: articles/s | quads/s | bytes a quad | oxigraph load: quads/s | bytes a quad |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for data, *_ in sections:
        lines.append(
            f"| {_count(data.quads)} | {data.articles / data.load_s:,.0f} | {data.quads / data.load_s:,.0f} "
            f"| {data.store_bytes / data.quads:.0f} | {data.quads / data.oxigraph_load_s:,.0f} "
            f"| {data.oxigraph_bytes / data.quads:.0f} |"
        )
    if more:
        lines += ["", "Step by step (`python -m benchmarks.loading --sizes 810`):", "", "```text", more.strip(), "```"]
    return "\n".join([*lines, ""])


def _export(sections: Sequence[Section]) -> str:
    lines = [
        "### Export\n",
        "Statements a second. Reading is one thread that reads graphs out of the store; writing puts what was read in",
        "order and writes it, as Turtle; both of processor time. Then, by the clock and into a file, both together,",
        "where several threads read while one writes.\n",
        "| quads | reading | writing | Turtle | TriG | N-Quads | N-Triples | rdflib, Turtle | memory for Turtle, MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for data, _, _, export in sections:
        rates = " | ".join(_rate(export.rates[f]) for f in ("turtle", "trig", "nquads", "ntriples"))
        rdflib = _rate(export.rdflib_rate) if export.rdflib_rate else "–"
        most, before = export.memory_mb
        lines.append(
            f"| {_count(data.quads)} | {_rate(export.read_rate)} | {_rate(export.write_rate)} | {rates} | {rdflib} "
            f"| {most:.0f} ({before:.0f} before) |"
        )
    return "\n".join([*lines, ""])


def _rate(value: float) -> str:
    return f"{round(value, -3):,.0f}"


def _count(quads: int) -> str:
    return f"{quads / 1e6:.1f} million" if quads >= 1_000_000 else f"{round(quads, -3):,}"
