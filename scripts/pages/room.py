#!/usr/bin/env python3
"""What scripts/test-pages does with the reading room: opens `copydesk serve` in Chromium, and holds its answers against its own
description.

    room.py [--binary COPYDESK] [--pictures FOLDER]
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

import jsonschema
from axe_playwright_python.sync_playwright import Axe
from openapi_spec_validator import OpenAPIV31SpecValidator
from playwright.sync_api import sync_playwright

import window
from reports import ATTACKS, hostile
from window import DESK, LOOKS, ROOT, fail, failures, is_in_window, open_page

options = window.options()

NAME = "Ilse Marchetti"
PAGES = {
    "documents": "/", "withdrawn": "/documents?all=true", "quotes": "/quotes",
    "speaker": f"/quotes?speaker={urllib.parse.quote(NAME)}", "speakers": "/speakers", "names": "/entities",
    "entity": f"/entity?name={urllib.parse.quote(NAME)}", "search": "/search?q=automated+crane*", "sources": "/sources?by=month",
    "alerts": "/alerts", "digest": "/digest?since=2020-01-01", "queue": "/queue", "still": "/queue?live=false", "document": "/document?report=2026-01/wire-harbour-strike.txt.json",
    "hostile": "/search?q=library", "nothing": "/search?q=zxzx", "missing": "/nowhere", "wrong": "/documents?since=soon",
}


class Desk:
    """Folders with a library of months of reports, and the room over them."""

    def __init__(self, folder):
        self.folder = folder
        self.flags = []
        for name in ("inbox", "outbox", "state"):
            (folder / name).mkdir()
            self.flags += [f"--{name}", folder / name]
        self.environment = {"PATH": os.environ["PATH"], "COPYDESK_CONFIG": "/dev/null"}
        self.run("library", "--once")
        self.run("alert", "add", "cranes", "--text", "automated crane*")
        self.run("alert", "add", "marchetti", "--speaker", NAME)
        self.deliver()
        self.run("library", "--once")
        self.follow()

    def run(self, *words):
        return subprocess.run(
            [options.binary, *words, *self.flags], env=self.environment, check=True, capture_output=True
        ).stdout

    def deliver(self):
        golden = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "seeds/golden").glob("*.json"))}
        outbox = self.folder / "outbox"
        for month in range(1, 12):
            for number, (name, report) in enumerate(golden.items()):
                if (month + number) % 3 == 0:
                    continue
                report["document"]["published"] = f"2026-{month:02}-{(number * 5) % 27 + 1:02}T{6 + number:02}:30:00Z"
                report["document"]["publisher"] = ["The Courier", "Northline", None][number % 3]
                report["document"]["sha256"] = f"{month:02x}{number:02x}" * 16
                for target in (report["analyzers"]["sentiment"]["findings"] or {}).get("targets", []):
                    if target["name"] == NAME:
                        label = ["critical", "supportive", "mixed"][month // 2 % 3]
                        target["stance"] = {
                            "label": label, "score": 0, "confidence": 1, "critical": 1, "supportive": 1, "neutral": 0,
                            "evidence": [],
                        }
                        target["news"] = {"label": ["good", "bad"][month % 2], "score": 0, "mentions": 1}
                place = outbox / f"2026-{month:02}" / f"{name}.json"
                place.parent.mkdir(exist_ok=True)
                place.write_text(json.dumps(report))
        for number, attack in enumerate(ATTACKS):
            (outbox / f"hostile-{number}.json").write_text(json.dumps(hostile(golden["opinion-library.txt"], attack)))
        fixtures = ROOT / "Tests/IngestTests/Fixtures/Wires"
        wires = subprocess.run(
            [options.binary, "analyze", fixtures / "embargo.nitf", fixtures / "kill.nitf"], check=True, capture_output=True
        ).stdout
        for number, line in enumerate(wires.splitlines()):
            (outbox / f"wire-{number}.json").write_bytes(line)

    def follow(self):
        """Has the alerts compared: only the process that follows does that."""
        follower = subprocess.Popen(
            [options.binary, "library", *self.flags], env=self.environment, stderr=subprocess.DEVNULL
        )
        try:
            alerts = self.folder / "outbox/.alerts/cranes"
            for _ in range(600):
                if alerts.exists() and any(alerts.iterdir()):
                    break
                touched = self.folder / "outbox/2026-11/wire-harbour-strike.txt.json"
                text = touched.read_text() if touched.exists() else None
                if text:
                    (touched.parent / "again.json").write_text(text)
                try:
                    follower.wait(0.2)
                except subprocess.TimeoutExpired:
                    pass
        finally:
            follower.send_signal(signal.SIGTERM)
            follower.wait()

    def serve(self):
        self.server = subprocess.Popen(
            [options.binary, "serve", "--listen", "127.0.0.1:0", *self.flags], env=self.environment, stderr=subprocess.PIPE,
            text=True,
        )
        for line in self.server.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                return found[0]
        raise SystemExit("copydesk serve did not start")

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        status = self.server.wait()
        if status:
            fail("serve", f"ended with {status}")


def check_interface(home):
    """The description is OpenAPI 3.1, and the answers are what it says."""
    description = json.load(urllib.request.urlopen(home + "/openapi.json"))
    for error in OpenAPIV31SpecValidator(description).iter_errors():
        fail("openapi.json", f"{error.json_path}: {error.message}")
    asked = {
        "/api/v1/stance": [f"of={urllib.parse.quote(NAME)}", f"of={urllib.parse.quote(NAME)}&by=publisher"],
        "/api/v1/search": ["q=library", "q=%22automated+cranes%22"], "/api/v1/sources": ["", "by=both"],
        "/api/v1/documents": ["all=true&limit=1000"], "/api/v1/digest": ["since=2020-01-01"],
    }
    answers = 0
    for path, item in description["paths"].items():
        for query in asked.get(path, ["q=library" if path.startswith("/search") else ""]):
            answer = urllib.request.urlopen(f"{home}{path}?{query}")
            media = answer.headers.get_content_type()
            content = item["get"]["responses"]["200"]["content"]
            if media not in content:
                fail(path, f"is {media}, which is not described")
            elif media == "application/json":
                schema = {**content[media]["schema"], "components": description["components"]}
                body = json.load(answer)
                answers += 1
                if body in ([], {}):
                    fail(path, "is empty, so nothing is tried")
                for error in jsonschema.Draft202012Validator(schema).iter_errors(body):
                    fail(path, f"{error.json_path}: {error.message[:200]}")
    print(f"{len(description['paths'])} places are described, {answers} answers were held against that")


def watch(page, name, home, status):
    def is_expected(line):
        # A page that is an error is told of as one.
        return status >= 400 and "Failed to load resource" in line

    window.watch(page, name, lambda address: address.startswith(home + "/"), is_expected)


# Of a layout shift, of which 0.1 counts as good: less than a tenth of the window moved by a line of text. On a loaded machine a page
# may be painted before all of a line is there.
MOST_SHIFT = 0.001

SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300) })"""


def check_page(browser, home, name, target):
    status = {"missing": 404, "wrong": 400}.get(name, 200)
    for scheme, size in LOOKS:
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        watch(page, name, home, status)
        answer = page.goto(home + target)
        if answer.status != status:
            fail(name, f"answers with {answer.status}")
        where = f"{scheme}, {size['width']} wide"
        # A queue that is live can be made to stand still by a link, which is what that rule is about (WCAG 2.2, 2.2.2).
        rules = {"rules": {"meta-refresh": {"enabled": name != "queue"}}}
        window.check_rules(page, name, where, Axe(), options=rules)
        if (shift := page.evaluate(SHIFT)) > MOST_SHIFT:
            fail(name, f"{where}: moves by {shift} while it loads")
        if options.pictures:
            page.screenshot(path=options.pictures / f"room-{name}-{scheme}-{size['width']}.png", full_page=name == "entity")
        context.close()


def check_walk(browser, home, name, target):
    """By keyboard: each stop is reached and can be seen."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    watch(page, name, home, 200)
    open_page(page, home + target)
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the content" or not is_in_window(page, ":focus"):
        fail(name, "the first stop is not the link to the content")
    page.keyboard.press("Enter")
    if not window.is_at(page, "#main"):
        fail(name, "the link to the content leads elsewhere")
    open_page(page, home + target)
    stops = "a, input:not([type=hidden]), select, button, summary, [tabindex]"
    window.check_stops(page, name, stops, limit=200, tolerance=2)
    context.close()


def check_file(browser, folder, desk):
    """A digest as a file: it loads nothing, and prints."""
    path = folder / "digest.html"
    path.write_bytes(desk.run("digest", "--html", "--since", "2020-01-01"))
    url = path.as_uri()
    for scheme, size in LOOKS:
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        window.watch(page, "digest file", lambda address: address == url)
        page.goto(url)
        window.check_rules(page, "digest file", f"{scheme}, {size['width']} wide", Axe())
        if not page.locator(".rows li").count() or not page.locator(".mark", has_text="Killed").count():
            fail("digest file", "lacks documents, or what was killed")
        if len(page.pdf()) < 10_000:
            fail("digest file", "prints empty")
        if options.pictures:
            page.screenshot(path=options.pictures / f"digest-{scheme}-{size['width']}.png", full_page=True)
        context.close()


def check_without_script(browser, home):
    """What a reader does: looks for words, opens a document, narrows down, without script."""
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    watch(page, "without script", home, 200)
    page.goto(home)
    page.locator("input[type=search]").fill('"automated cranes"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator(".title a").first.click()
    page.wait_for_url("**/document?report=*")
    page.locator("a.wordmark").click()
    page.wait_for_url(home + "/")
    page.get_by_label("Publisher").fill("northline")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**publisher=northline*")
    if page.locator(".rows .facts", has_text="The Courier").count() or not page.locator(".rows li").count():
        fail("without script", "the form does not narrow down")
    page.get_by_role("link", name="Speakers").click()
    page.get_by_role("link", name=NAME).first.click()
    page.locator(".quotes .facts a").first.click()
    page.wait_for_url("**#q*")
    if not is_in_window(page, page.url[page.url.index("#") :]):
        fail("without script", "a quote does not lead to its place")
    context.close()


with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    desk = Desk(pathlib.Path(folder))
    home = desk.serve()
    try:
        check_interface(home)
        browser = window.launch(playwright)
        for name, target in PAGES.items():
            check_page(browser, home, name, target)
        for name in ("documents", "quotes", "entity", "sources"):
            check_walk(browser, home, name, PAGES[name])
        check_file(browser, pathlib.Path(folder), desk)
        check_without_script(browser, home)
        print(f"{len(PAGES)} pages of the room in Chromium {browser.version}, {len(failures)} failures")
        browser.close()
    finally:
        desk.stop()
sys.exit(1 if failures else 0)
