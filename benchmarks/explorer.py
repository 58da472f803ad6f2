"""The explorer page in a Chromium without a GPU: how soon it is ready, and frames a second while it is moved.

    python -m benchmarks.explorer                          # 2,000, 10,000 and 50,000 invented nodes
    python -m benchmarks.explorer 2000 --pyvis             # beside pyvis: still, and with its physics
    python -m benchmarks.explorer --page some/graph.html   # a page that is there

``ready`` counts from the navigation to the frame that shows nodes. The picture is then dragged and zoomed with the
mouse for two seconds each. Of several runs the best and the median are told: what else the machine does makes it worse.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import sin
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
SIZE = {"width": 1400, "height": 860}
PATIENCE = 95.0  # seconds until a page that is not ready is given up

_COUNT = "() => { let n = 0; const t = performance.now(); const f = () => { n++; requestAnimationFrame(f); }; f(); "
_COUNT += "window.framesSince = () => [n, performance.now() - t]; }"
_EXPLORER = "() => window.kgPage?.readyAt || 0"
_PYVIS = "() => window.readyAt || 0"


@dataclass(frozen=True, slots=True)
class Measured:
    """``ready`` in milliseconds, None if it never was; the rest in frames a second."""

    ready: float | None
    pan: float
    zoom: float


def main() -> None:
    arguments = _arguments()
    pages = [(str(path), path, _EXPLORER) for path in arguments.page]
    sizes = arguments.sizes or ([] if arguments.page else [2_000, 10_000, 50_000])
    with tempfile.TemporaryDirectory() as folder, _chromium() as chromium:
        for size in sizes:
            pages.extend(_written(size, Path(folder), arguments.pyvis))
        print(f"{'page':28}{'MB':>6}{'ready ms':>16}{'pan fps':>14}{'zoom fps':>14}   best, median of {arguments.runs}")
        for name, path, ready in pages:
            runs = [_measured(chromium, path, ready) for _ in range(arguments.runs)]
            print(_row(name, path.stat().st_size, runs), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, help="how many nodes")
    parser.add_argument("--page", action="append", type=Path, default=[], help="a page that was written already")
    parser.add_argument("--pyvis", action="store_true", help="the same graphs by pyvis, too")
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


@contextmanager
def _chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    binary = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        yield chromium
        chromium.close()


def _written(size: int, folder: Path, pyvis: bool) -> Iterator[tuple[str, Path, str]]:
    from benchmarks.invented_graph import invented_graph
    from kg.publish.page.build import page_html
    from kg.publish.page.bundle import matter
    from kg.publish.page.placing import place

    corpus, texts = invented_graph(size)
    made = matter(corpus, f"{size:,}", texts.get)
    place(made.bundle)
    page = folder / f"{size}.html"
    page.write_text(page_html(made), encoding="utf-8")
    yield f"explorer, {size:,}", page, _EXPLORER
    if pyvis:
        for physics in (False, True):
            name = f"pyvis{' with physics' if physics else ''}, {size:,}"
            yield name, _by_pyvis(corpus, folder / f"{size}-pyvis-{physics}.html", physics), _PYVIS


def _by_pyvis(corpus: Any, path: Path, physics: bool) -> Path:
    """The same graph as pyvis writes it, ready when it was drawn, or with physics when it has settled."""
    from pyvis.network import Network

    from kg.publish import to_pyvis
    from kg.publish.network import network_of

    ours = to_pyvis(network_of(corpus))
    network = Network(directed=True, cdn_resources="in_line")  # pyvis' own page, not the hardened one
    network.nodes, network.edges = ours.nodes, ours.edges
    network.toggle_physics(physics)
    html: str = network.generate_html()
    event = "stabilized" if physics else "afterDrawing"
    told = f'network.once("{event}", () => requestAnimationFrame(() => {{ window.readyAt = performance.now(); }}));'
    made = "network = new vis.Network(container, data, options);"
    if made not in html:
        raise SystemExit("pyvis writes its page in another way than pyvis 0.3 did")
    path.write_text(html.replace(made, made + told), encoding="utf-8")
    return path


def _measured(chromium: Browser, path: Path, ready: str) -> Measured:
    context = chromium.new_context(viewport=SIZE, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    try:
        page.goto(path.resolve().as_uri(), wait_until="commit")
        at = _when_ready(page, ready)
        if at is None:
            return Measured(None, 0, 0)
        time.sleep(1.5)  # what the page does when it is idle
        return Measured(at, _panned(page), _zoomed(page))
    finally:
        context.close()


def _when_ready(page: Page, ready: str) -> float | None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        at = float(page.evaluate(ready))
        if at:
            return at
        time.sleep(0.05)
    return None


_MIDDLE = (760, 400)


def _panned(page: Page) -> float:
    x, y = _MIDDLE
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    began, n = time.monotonic(), 0
    while time.monotonic() < began + 2:
        n += 1
        page.mouse.move(x + 160 * sin(n / 12), y + 100 * sin(n / 9))
    fps = _frames(page)
    page.mouse.up()
    return fps


def _zoomed(page: Page) -> float:
    page.mouse.move(*_MIDDLE)
    page.evaluate(_COUNT)
    began, n = time.monotonic(), 0
    while time.monotonic() < began + 2:
        n += 1
        page.mouse.wheel(0, -40 if n // 30 % 2 == 0 else 40)
    return _frames(page)


def _frames(page: Page) -> float:
    frames, milliseconds = page.evaluate("() => framesSince()")
    return float(1000 * frames / milliseconds)


def _row(name: str, size: int, runs: list[Measured]) -> str:
    ready = [run.ready for run in runs if run.ready is not None]
    cells = [f"{min(ready):,.0f}, {median(ready):,.0f}" if ready else f"> {1000 * PATIENCE:,.0f}"]
    speeds = [run.pan for run in runs], [run.zoom for run in runs]
    cells += [f"{max(values):.0f}, {median(values):.0f}" if ready else "–" for values in speeds]
    return f"{name:28}{size / 1e6:6.1f}{cells[0]:>16}{cells[1]:>14}{cells[2]:>14}"


if __name__ == "__main__":
    main()
