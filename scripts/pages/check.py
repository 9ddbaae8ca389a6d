#!/usr/bin/env python3
"""What scripts/test-pages does: renders reports and looks at their pages in Chromium.

    check.py [--binary COPYDESK] [--pictures FOLDER]
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from reports import ATTACKS, hostile, large

root = pathlib.Path(__file__).resolve().parents[2]
options = argparse.ArgumentParser()
options.add_argument("--binary", default=root / ".build/debug/copydesk", type=pathlib.Path)
options.add_argument("--pictures", type=pathlib.Path)
options = options.parse_args()
binary = options.binary.resolve()

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


failures = []


def fail(page, what):
    failures.append(f"{page}: {what}")
    print(f"FAILED {page}: {what}", file=sys.stderr)


def watch(page, name, url):
    page.on("console", lambda message: fail(name, f"console: {message.text}"))
    page.on("pageerror", lambda error: fail(name, f"error: {error}"))
    page.on("dialog", lambda dialog: (fail(name, "a dialog opened"), dialog.dismiss()))
    page.on("request", lambda request: request.url == url or fail(name, f"loads {request.url}"))


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


def check_page(browser, path, picture):
    name = path.name
    url = path.as_uri()
    for scheme, size in (("light", DESK), ("dark", DESK), ("light", TELEPHONE), ("dark", TELEPHONE)):
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        watch(page, name, url)
        page.goto(url)
        for violation in Axe().run(page).response["violations"]:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            fail(name, f"{scheme}, {size['width']} wide: {violation['id']}: {violation['help']}: {places}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            fail(name, f"is wider than a window of {size['width']}")
        if picture:
            page.screenshot(path=picture / f"{path.stem}-{scheme}-{size['width']}.png")
        context.close()


def check_walk(browser, path):
    """By mouse and by keyboard, on a page that has quotations."""
    name, url = path.name, path.as_uri()
    context = browser.new_context(viewport=DESK, java_script_enabled=True, reduced_motion="reduce")
    page = context.new_page()
    watch(page, name, url)
    open_page(page, url)
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the text":
        fail(name, "the first stop is not the link to the text")
    if not is_in_window(page, ":focus"):
        fail(name, "the link to the text does not show")
    page.keyboard.press("Enter")
    if not page.url.endswith("#text"):
        fail(name, "the link to the text leads elsewhere")
    open_page(page, url)
    # What lies in a closed <details> is no stop.
    stops = page.evaluate(
        "[...document.querySelectorAll('a:not([tabindex]), input, summary')].filter(e => e.checkVisibility()).length"
    )
    hidden = 0
    seen = 0
    for _ in range(min(stops, 300)):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        hidden += not is_in_window(page, ":focus")
    if seen < min(stops, 300) - 5 or hidden:
        fail(name, f"of {stops} stops {seen} were reached, {hidden} out of sight")
    for link, target in ((".ref", "#said-"), (".quotes .go", "#q"), (".names > li > .places .go", "#m"), (".parts a", "#")):
        open_page(page, url)
        element = page.locator(link).first
        href = element.get_attribute("href")
        element.click()
        if not href.startswith(target) or not page.url.endswith(href) or not is_in_window(page, href):
            fail(name, f"{link} does not lead to {href}")
    open_page(page, url)
    page.locator("#show-names").uncheck()
    if page.eval_on_selector("article .name", "e => getComputedStyle(e).borderBottomColor") != "rgba(0, 0, 0, 0)":
        fail(name, "names stay marked")
    if len(page.pdf()) < 10_000:
        fail(name, "prints empty")
    context.close()


def check_large(browser, path):
    name, url = path.name, path.as_uri()
    page = browser.new_context(viewport=DESK).new_page()
    watch(page, name, url)
    start = time.monotonic()
    page.goto(url, timeout=120_000)
    opened = time.monotonic() - start
    start = time.monotonic()
    page.goto(url + "#q39000", timeout=120_000)
    if not is_in_window(page, "#q39000"):
        fail(name, "the 39,000th quotation is not reached")
    jumped = time.monotonic() - start
    megabytes = path.stat().st_size / 1e6
    print(f"{name}: {megabytes:.0f} MB, opens in {opened:.1f} s, jumps in {jumped:.1f} s")


with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    folder = pathlib.Path(folder)
    reports = folder / "reports"
    reports.mkdir()
    golden = {path.stem: json.loads(path.read_text()) for path in sorted((root / "seeds/golden").glob("*.json"))}
    for name, report in golden.items():
        (reports / f"{name}.json").write_text(json.dumps(report))
    for number, attack in enumerate(ATTACKS):
        report = hostile(golden["opinion-library.txt"], attack)
        (reports / f"hostile-{number}.json").write_text(json.dumps(report))
    (reports / "large.json").write_text(json.dumps(large(golden["feature-bells.txt"], 40_000)))
    fixtures = root / "Tests/IngestTests/Fixtures/Wires"
    wires = subprocess.run(
        [binary, "analyze", fixtures / "embargo.nitf", fixtures / "kill.nitf"], check=True, capture_output=True
    )
    for number, line in enumerate(wires.stdout.splitlines()):
        (reports / f"wire-{number}.json").write_bytes(line)
    subprocess.run([binary, "render", reports, "--to", folder / "pages"], check=True)
    pages = sorted((folder / "pages").glob("*.html"))
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for path in pages:
        if path.stem == "large":
            check_large(browser, path)
        else:
            check_page(browser, path, options.pictures)
    check_walk(browser, folder / "pages/000_af0339727d3b1308.txt.html")
    check_walk(browser, folder / "pages/wire-harbour-strike.txt.html")
    print(f"{len(pages)} pages in {browser.browser_type.name} {browser.version}, {len(failures)} failures")
    browser.close()
sys.exit(1 if failures else 0)
