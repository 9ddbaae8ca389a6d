#!/usr/bin/env python3
"""What scripts/test-pages does: renders reports and looks at their pages in Chromium.

    check.py [--binary COPYDESK] [--pictures FOLDER]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import window
from reports import ATTACKS, hostile, large
from window import DESK, LOOKS, ROOT, fail, failures, is_in_window, open_page

options = window.options()


def check_page(browser, path, picture):
    name = path.name
    url = path.as_uri()
    for scheme, size in LOOKS:
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        window.watch(page, name, lambda address: address == url)
        page.goto(url)
        window.check_rules(page, name, f"{scheme}, {size['width']} wide", Axe())
        if picture:
            page.screenshot(path=picture / f"{path.stem}-{scheme}-{size['width']}.png")
        context.close()


def check_walk(browser, path):
    """By mouse and by keyboard, on a page that has quotations."""
    name, url = path.name, path.as_uri()
    context = browser.new_context(viewport=DESK, java_script_enabled=True, reduced_motion="reduce")
    page = context.new_page()
    window.watch(page, name, lambda address: address == url)
    open_page(page, url)
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the text":
        fail(name, "the first stop is not the link to the text")
    if not is_in_window(page, ":focus"):
        fail(name, "the link to the text does not show")
    page.keyboard.press("Enter")
    if not window.is_at(page, "#text"):
        fail(name, "the link to the text leads elsewhere")
    open_page(page, url)
    # What lies in a closed <details> is no stop.
    window.check_stops(page, name, "a:not([tabindex]), input, summary", limit=300, tolerance=5)
    for link, target in ((".ref", "#said-"), (".quotes .go", "#q"), (".names > li > .places .go", "#m"), (".parts a", "#")):
        open_page(page, url)
        element = page.locator(link).first
        href = element.get_attribute("href")
        element.click()
        if not href.startswith(target) or not window.is_at(page, href) or not is_in_window(page, href):
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
    window.watch(page, name, lambda address: address == url)
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
    golden = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "seeds/golden").glob("*.json"))}
    for name, report in golden.items():
        (reports / f"{name}.json").write_text(json.dumps(report))
    for number, attack in enumerate(ATTACKS):
        report = hostile(golden["opinion-library.txt"], attack)
        (reports / f"hostile-{number}.json").write_text(json.dumps(report))
    (reports / "large.json").write_text(json.dumps(large(golden["feature-bells.txt"], 40_000)))
    fixtures = ROOT / "Tests/IngestTests/Fixtures/Wires"
    wires = subprocess.run(
        [options.binary, "analyze", fixtures / "embargo.nitf", fixtures / "kill.nitf"], check=True, capture_output=True
    )
    for number, line in enumerate(wires.stdout.splitlines()):
        (reports / f"wire-{number}.json").write_bytes(line)
    subprocess.run([options.binary, "render", reports, "--to", folder / "pages"], check=True)
    pages = sorted((folder / "pages").glob("*.html"))
    browser = window.launch(playwright)
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
