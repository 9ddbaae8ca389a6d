#!/usr/bin/env python3
"""What scripts/test-pages does: renders reports and looks at their pages in Chromium.

    check.py [--binary COPYDESK] [--pictures FOLDER]
"""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

root = pathlib.Path(__file__).resolve().parents[2]
options = argparse.ArgumentParser()
options.add_argument("--binary", default=root / ".build/debug/copydesk", type=pathlib.Path)
options.add_argument("--pictures", type=pathlib.Path)
options = options.parse_args()
binary = options.binary.resolve()

ATTACKS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>alert(1)</script>",
    "\u202etxt.exe\u202c \u2066\u200f", "</title></head><body onload=alert(1)>",
]
DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def hostile(report, attack):
    """The report with an attack wherever words of others stand, its offsets as they were."""
    report = copy.deepcopy(report)
    document = report["document"]
    for block in document["blocks"]:
        room = block["end"] - block["start"]
        words = attack[:room].ljust(min(room, len(attack)))
        document["text"] = document["text"][: block["start"]] + words + document["text"][block["start"] + len(words) :]
    for field in ("title", "path", "publisher", "url", "published"):
        document[field] = attack
    document["authors"] = [attack]
    document["language"] = attack
    document["wire"] = {
        "id": attack, "version": attack, "status": attack, "signals": [attack], "embargo": attack, "urgency": 1,
        "slugline": attack, "dateline": attack, "source": attack, "ednote": attack, "keywords": [attack],
        "subjects": [attack],
    }
    for entity in report["analyzers"]["entities"]["findings"]["entities"]:
        entity["name"] = attack
    for quote in report["analyzers"]["quotes"]["findings"]["quotes"]:
        quote["text"] = attack
        if quote["speaker"]:
            quote["speaker"]["name"] = attack
    report["problems"] = [{"analyzer": attack, "reason": attack, "message": attack}]
    return report


def large(report, count):
    """A report of as many quotations."""
    report = copy.deepcopy(report)
    sentence = "“It rained,” Ann Lee said.\n\n"
    size = len(sentence)
    document = report["document"]
    document["text"] = sentence * count
    document["characters"] = size * count
    document["blocks"] = [
        {"start": i * size, "end": i * size + size - 2, "kind": "paragraph", "level": None, "source": None}
        for i in range(count)
    ]
    findings = {name: report["analyzers"][name]["findings"] for name in ("entities", "quotes", "sentiment")}
    findings["entities"]["entities"] = [
        {"id": "e1", "name": "Ann Lee", "type": "PER", "aliases": ["Ann Lee"], "codes": {}, "mentions": count}
    ]
    findings["entities"]["mentions"] = [
        {"start": i * size + 13, "end": i * size + 20, "text": "Ann Lee", "type": "PER", "entity": "e1", "confidence": 1}
        for i in range(count)
    ]
    findings["quotes"]["quotes"] = [
        {
            "id": f"q{i + 1}", "start": i * size + 1, "end": i * size + 11, "text": "It rained,", "kind": "direct",
            "within": None, "continues": None, "confidence": 0.9, "cue": None,
            "speaker": {
                "name": "Ann Lee", "entities": ["e1"], "start": i * size + 13, "end": i * size + 20, "text": "Ann Lee",
            },
        }
        for i in range(count)
    ]
    names = [f"q{i + 1}" for i in range(count)]
    findings["quotes"]["speakers"] = [{"name": "Ann Lee", "entity": "e1", "quotes": names}]
    findings["sentiment"].update(sentences=[], quotes=[], targets=[])
    return report


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
    page.goto(url)
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the text":
        fail(name, "the first stop is not the link to the text")
    if not is_in_window(page, ":focus"):
        fail(name, "the link to the text does not show")
    page.keyboard.press("Enter")
    if not page.url.endswith("#text"):
        fail(name, "the link to the text leads elsewhere")
    page.goto(url)
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
        page.goto(url)
        element = page.locator(link).first
        href = element.get_attribute("href")
        element.click()
        if not href.startswith(target) or not page.url.endswith(href) or not is_in_window(page, href):
            fail(name, f"{link} does not lead to {href}")
    page.goto(url)
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
