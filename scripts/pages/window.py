"""What the checks of pages share: their options, Chromium, and what failed."""

import argparse
import pathlib
import sys

from playwright.sync_api import TimeoutError

ROOT = pathlib.Path(__file__).resolve().parents[2]
DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [("light", DESK), ("dark", DESK), ("light", TELEPHONE), ("dark", TELEPHONE)]

failures = []


def options():
    """The options of a check, with the binary's whole path."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / ".build/debug/copydesk", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    given.binary = given.binary.resolve()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    return given


def launch(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def fail(page, what):
    failures.append(f"{page}: {what}")
    print(f"FAILED {page}: {what}", file=sys.stderr)


def watch(page, name, may_load, is_expected=lambda text: False):
    """Fails for what a page says on its console, opens, or loads from elsewhere.

    may_load tells of an address whether the page may ask for it, is_expected of a line on the console whether it is no failure.
    """
    page.on("console", lambda line: is_expected(line.text) or fail(name, f"console: {line.text}"))
    page.on("pageerror", lambda error: fail(name, f"error: {error}"))
    page.on("dialog", lambda dialog: (fail(name, "a dialog opened"), dialog.dismiss()))
    page.on("request", lambda request: may_load(request.url) or fail(name, f"loads {request.url}"))


def is_in_window(page, selector):
    return page.eval_on_selector(
        selector,
        """element => { const box = element.getBoundingClientRect();
           return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth }""",
    )


def open_page(page, url):
    """Opens a page and waits until it is painted: until then Chromium passes over what is typed."""
    page.goto(url)
    page.evaluate(
        "() => new Promise(done => new PerformanceObserver(() => done(true)).observe({type: 'paint', buffered: true}))"
    )


def is_at(page, ending):
    """Whether the page's address ends so, once the browser has followed what was typed or clicked."""
    try:
        page.wait_for_url(lambda address: address.endswith(ending), timeout=10_000)
        return True
    except TimeoutError:
        return False


def check_stops(page, name, selector, limit, tolerance):
    """Walks the page by keyboard: each stop is reached and can be seen."""
    stops = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length", selector
    )
    seen = hidden = 0
    for _ in range(min(stops, limit)):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        hidden += not is_in_window(page, ":focus")
    if seen < min(stops, limit) - tolerance or hidden:
        fail(name, f"of {stops} stops {seen} were reached, {hidden} out of sight")


def check_rules(page, name, where, axe, **options):
    """Fails for each rule of axe-core that a page breaks, and where it is wider than its window."""
    for violation in axe.run(page, **options).response["violations"]:
        places = [node["html"][:200] for node in violation["nodes"][:3]]
        fail(name, f"{where}: {violation['id']}: {violation['help']}: {places}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        fail(name, f"{where}: is wider than its window")
