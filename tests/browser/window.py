"""A page in the browser: what can be done there as a reader does it, and what can be seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
TOUCH = {"start": "touchStart", "move": "touchMove", "end": "touchEnd"}
STEPS = 8


class Window:
    """A page in a window of its own."""

    def __init__(self, page: Page, address: str, small: bool) -> None:
        self.page = page
        self.address = address
        self.small = small
        self.requests: list[str] = []
        """every address asked for, but the page itself and what is within it"""
        self.complaints: list[str] = []
        """what the console says, violations of the security policy among it, and errors that nobody caught"""
        self.dialogs: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._spoken)

    def _asked(self, address: str) -> None:
        if not address.startswith(("data:", "blob:")) and not self.owns(address):
            self.requests.append(address)

    def owns(self, address: str) -> bool:
        """Whether it may be asked for: of a file, nothing but the file."""
        return address.partition("#")[0] == self.address

    def _spoken(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    # going there

    def go(self, fragment: str = "", waits: bool = True) -> None:
        """Opens the page, also where it is open already."""
        if self.page.url != "about:blank":
            self.page.goto("about:blank")
        self.page.goto(self.address + (f"#{fragment}" if fragment else ""))
        if waits:
            self.page.wait_for_function("() => window.kgPage && kgPage.readyAt > 0")
            self.page.evaluate("() => kgPage.ready")
            self.rest()

    def rest(self) -> None:
        """Until what was asked for has been drawn: listeners work before the next frame, some once more after it."""
        self.page.evaluate(
            "() => new Promise((done) => { let n = 4; (function f() { n-- ? requestAnimationFrame(f) : done() })() })"
        )

    # looking

    def run(self, script: str, argument: object = None) -> Any:
        """What a function of JavaScript gives back."""
        return self.page.evaluate(script, argument)

    def find(self, selector: str) -> Locator:
        """An element."""
        return self.page.locator(selector)

    def text(self, selector: str) -> str:
        """The visible text of an element."""
        return self.page.inner_text(selector)

    def texts(self, selector: str) -> list[str]:
        """The text of each element, seen or not."""
        return self.page.locator(selector).all_text_contents()

    def now(self, key: str) -> Any:
        """A field of the view."""
        return self.run("(key) => kgPage.state.now[key]", key)

    def set(self, **view: object) -> None:
        """Changes the view as a part of the page does."""
        self.run("(view) => kgPage.state.set(view)", view)
        self.rest()

    def seen(self) -> tuple[set[str], int]:
        """The nodes that are seen, by IRI, and how many edges."""
        self.rest()
        nodes, edges = self.run(
            "() => { const v = kgPage.visible(); return [[...v.nodes].map((n) => n.id), v.edges.size] }"
        )
        return set(nodes), edges

    def where(self, iri: str) -> tuple[float, float]:
        """Where a node, or the middle of a fact's edge, is on the screen."""
        self.rest()
        place = self.run("(iri) => kgPage.canvas.where(iri)", iri)
        assert place, f"{iri} is not drawn"
        return place["x"], place["y"]

    def title(self) -> str:
        """What the panel is about."""
        return self.text("#panel h2")

    def shot(self, name: str) -> Path:
        """Keeps a picture of the window for those who look at what a run of the tests has seen."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{'phone' if self.small else 'desktop'}.png"
        self.page.screenshot(path=path)
        return path

    # doing

    def tap(self, x: float, y: float) -> None:
        """A click of the mouse, on a small screen a finger."""
        if self.small:
            self.page.touchscreen.tap(x, y)
        else:
            self.page.mouse.click(x, y)
        self.rest()

    def click_node(self, iri: str) -> None:
        """A click where a node, or a fact's edge, is."""
        self.tap(*self.where(iri))

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.rest()

    def click(self, selector: str) -> None:
        """A click on an element, which is scrolled to where it is seen."""
        self.page.locator(selector).first.click()
        self.rest()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Presses, moves and lets go: with the mouse, on a small screen with a finger."""
        way = [tuple(a + (b - a) * n / STEPS for a, b in zip(start, end, strict=True)) for n in range(STEPS + 1)]
        if self.small:
            session = self.page.context.new_cdp_session(self.page)

            def touch(what: str, at: list[dict[str, float]]) -> None:
                session.send("Input.dispatchTouchEvent", {"type": TOUCH[what], "touchPoints": at})

            touch("start", [{"x": way[0][0], "y": way[0][1]}])
            for x, y in way[1:]:
                touch("move", [{"x": x, "y": y}])
            touch("end", [])
        else:
            self.page.mouse.move(*way[0])
            self.page.mouse.down()
            for x, y in way[1:]:
                self.page.mouse.move(x, y)
            self.page.mouse.up()
        self.rest()

    def open_legend(self) -> None:
        """Filters lie over the graph on a small screen."""
        if self.small and self.find("#legend").is_hidden():
            self.click("#filter")

    def tool(self, label: str) -> None:
        """A tool of the header, which on a small screen is in the menu of all."""
        if self.small:
            self.click("#tools .of-more")
            self.click(f"#top .menu button:has-text('{label}')")
        else:
            self.click(f"#tools button[aria-label*='{label}']")
