"""A headless Chromium that asks nobody anything, and tests that are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,860",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that logs what it asks for and what goes wrong in it."""
    binary = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pip install newskg[test]")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.set_capability("unhandledPromptBehavior", "ignore")
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def visit(browser: Chrome, tmp_path: Path) -> Callable[..., Page]:
    """Opens HTML from a file, with the network off, and hands on what can be seen there."""

    def opened(html: str, width: int = 1400, height: int = 860, scheme: str = "light", fragment: str = "") -> Page:
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        browser.get("about:blank")
        page = Page(browser, file)
        page.events()
        page.complaints()
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        preference = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        for command, arguments in (
            ("Network.enable", {}),
            ("Network.emulateNetworkConditions", offline),
            ("Emulation.setDeviceMetricsOverride", metrics),
            ("Emulation.setEmulatedMedia", preference),
        ):
            browser.execute_cdp_cmd(command, arguments)
        browser.get(file.as_uri() + fragment)
        return page

    return opened


class Page:
    """A page in the browser."""

    def __init__(self, browser: Chrome, file: Path) -> None:
        self.browser = browser
        self.file = file

    def run(self, script: str, *arguments: object) -> object:
        """What a script gives back."""
        return self.browser.execute_script(script, *arguments)

    def dialog(self) -> str | None:
        """The text of a dialog that is open; it is closed."""
        from selenium.common.exceptions import NoAlertPresentException

        try:
            alert = self.browser.switch_to.alert
            text = str(alert.text)
            alert.accept()
        except NoAlertPresentException:
            return None
        return text

    def events(self) -> list[dict[str, object]]:
        """What the browser's network log has gained."""
        import json

        return [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]

    def requests(self, stopped: bool = True) -> list[str]:
        """Every address asked for since the page was opened, but data within the page.

        With those that the page's own policy stopped before they went out, unless ``stopped`` is False.
        """
        events: list[Any] = self.events()
        policy = {e["params"]["requestId"] for e in events if e["params"].get("blockedReason") == "csp"}
        sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        out = [p["request"]["url"] for p in sent if stopped or p["requestId"] not in policy]
        return [address for address in out if not address.startswith("data:")]

    def complaints(self) -> list[str]:
        """Errors and warnings of the console, violations of the security policy among them."""
        return [entry["message"] for entry in self.browser.get_log("browser")]

    def click_node(self, iri: str) -> None:
        """A real click of the mouse, where the node is."""
        from selenium.webdriver import ActionChains

        canvas = self.browser.find_element("css selector", "#graph canvas")
        x, y, width, height = self.run(
            "const p = kgPage.where(arguments[0]), c = arguments[1]; return [p.x, p.y, c.clientWidth, c.clientHeight]",
            iri,
            canvas,
        )  # type: ignore[misc]
        chain = ActionChains(self.browser)
        chain.move_to_element_with_offset(canvas, round(x - width / 2), round(y - height / 2)).click().perform()

    def text(self, selector: str) -> str:
        """The visible text of an element."""
        return self.browser.find_element("css selector", selector).text
