"""A headless Chromium that asks nobody anything, and tests that are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_files import PAGES
from window import Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desktop": (1400, 860), "phone": (390, 844)}

Visit = Callable[..., Window]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; none is downloaded.

    One for each module: while Playwright runs, its event loop does, and tests elsewhere start loops of their own.
    """
    binary = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if not binary:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: pip install newskg[test]")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=binary, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """The screen: each test that opens a page does so on both, unless it says on which."""
    return str(request.param)


@pytest.fixture
def visit(browser: Browser, size: str) -> Iterator[Visit]:
    """Opens a page from a file, with the network off.

    After the test, every page must have asked for nothing and complained of nothing, unless it was opened ``loud``.
    """
    opened: list[tuple[Window, bool]] = []

    def visited(
        file: Path,
        fragment: str = "",
        scheme: str = "light",
        language: str = "zh-CN",
        loud: bool = False,
        waits: bool = True,
    ) -> Window:
        width, height = SIZES[size]
        small = size == "phone"
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=small,
            is_mobile=small,
            locale=language,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_offline(True)
        window = Window(context.new_page(), file.as_uri(), small)
        opened.append((window, loud))
        window.go(fragment, waits)
        return window

    yield visited
    for window, loud in opened:
        requests, complaints, dialogs = window.requests, window.complaints, window.dialogs
        window.page.context.close()
        if not loud:
            assert (requests, complaints, dialogs) == ([], [], [])


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The pages of :mod:`page_files` by name, each made once."""
    folder = tmp_path_factory.mktemp("pages")

    def page(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(PAGES[name](), encoding="utf-8")
        return path

    return page
