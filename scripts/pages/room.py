#!/usr/bin/env python3
"""What scripts/test-pages does with the reading room: opens `copydesk serve` in Chromium, and holds its answers against its own
description.

    room.py [--binary COPYDESK] [--pictures FOLDER]
"""

import argparse
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

from reports import ATTACKS, hostile

root = pathlib.Path(__file__).resolve().parents[2]
options = argparse.ArgumentParser()
options.add_argument("--binary", default=root / ".build/debug/copydesk", type=pathlib.Path)
options.add_argument("--pictures", type=pathlib.Path)
options = options.parse_args()
binary = options.binary.resolve()

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NAME = "Ilse Marchetti"
PAGES = {
    "documents": "/", "withdrawn": "/documents?all=true", "quotes": "/quotes",
    "speaker": f"/quotes?speaker={urllib.parse.quote(NAME)}", "speakers": "/speakers", "names": "/entities",
    "entity": f"/entity?name={urllib.parse.quote(NAME)}", "search": "/search?q=automated+crane*", "sources": "/sources?by=month",
    "alerts": "/alerts", "digest": "/digest?since=2020-01-01", "queue": "/queue", "still": "/queue?live=false", "document": "/document?report=2026-01/wire-harbour-strike.txt.json",
    "hostile": "/search?q=library", "nothing": "/search?q=zxzx", "missing": "/nowhere", "wrong": "/documents?since=soon",
}
failures = []


def fail(page, what):
    failures.append(f"{page}: {what}")
    print(f"FAILED {page}: {what}", file=sys.stderr)


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
            [binary, *words, *self.flags], env=self.environment, check=True, capture_output=True
        ).stdout

    def deliver(self):
        golden = {path.stem: json.loads(path.read_text()) for path in sorted((root / "seeds/golden").glob("*.json"))}
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
        fixtures = root / "Tests/IngestTests/Fixtures/Wires"
        wires = subprocess.run(
            [binary, "analyze", fixtures / "embargo.nitf", fixtures / "kill.nitf"], check=True, capture_output=True
        ).stdout
        for number, line in enumerate(wires.splitlines()):
            (outbox / f"wire-{number}.json").write_bytes(line)

    def follow(self):
        """Has the alerts compared: only the process that follows does that."""
        follower = subprocess.Popen(
            [binary, "library", *self.flags], env=self.environment, stderr=subprocess.DEVNULL
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
            [binary, "serve", "--listen", "127.0.0.1:0", *self.flags], env=self.environment, stderr=subprocess.PIPE,
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


def watch(page, name, home, status):
    def told(message):
        # A page that is an error is told of as one.
        if not (status >= 400 and "Failed to load resource" in message.text):
            fail(name, f"console: {message.text}")

    page.on("console", told)
    page.on("pageerror", lambda error: fail(name, f"error: {error}"))
    page.on("dialog", lambda dialog: (fail(name, "a dialog opened"), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(home + "/") or fail(name, f"loads {request.url}"))


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
    for scheme, size in (("light", DESK), ("dark", DESK), ("light", TELEPHONE), ("dark", TELEPHONE)):
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        watch(page, name, home, status)
        answer = page.goto(home + target)
        if answer.status != status:
            fail(name, f"answers with {answer.status}")
        where = f"{scheme}, {size['width']} wide"
        # A queue that is live can be made to stand still by a link, which is what that rule is about (WCAG 2.2, 2.2.2).
        rules = {"rules": {"meta-refresh": {"enabled": name != "queue"}}}
        for violation in Axe().run(page, options=rules).response["violations"]:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            fail(name, f"{where}: {violation['id']}: {violation['help']}: {places}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            fail(name, f"is wider than a window of {size['width']}")
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
    if not page.url.endswith("#main"):
        fail(name, "the link to the content leads elsewhere")
    open_page(page, home + target)
    stops = page.evaluate(
        """[...document.querySelectorAll('a, input:not([type=hidden]), select, button, summary, [tabindex]')]
           .filter(e => e.checkVisibility()).length"""
    )
    seen = hidden = 0
    for _ in range(min(stops, 200)):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        hidden += not is_in_window(page, ":focus")
    if seen < min(stops, 200) - 2 or hidden:
        fail(name, f"of {stops} stops {seen} were reached, {hidden} out of sight")
    context.close()


def check_file(browser, folder, desk):
    """A digest as a file: it loads nothing, and prints."""
    path = folder / "digest.html"
    path.write_bytes(desk.run("digest", "--html", "--since", "2020-01-01"))
    url = path.as_uri()
    for scheme, size in (("light", DESK), ("dark", DESK), ("light", TELEPHONE), ("dark", TELEPHONE)):
        context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
        page = context.new_page()
        page.on("console", lambda message: fail("digest file", f"console: {message.text}"))
        page.on("dialog", lambda dialog: (fail("digest file", "a dialog opened"), dialog.dismiss()))
        page.on("request", lambda request: request.url == url or fail("digest file", f"loads {request.url}"))
        page.goto(url)
        for violation in Axe().run(page).response["violations"]:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            fail("digest file", f"{scheme}, {size['width']} wide: {violation['id']}: {places}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            fail("digest file", f"is wider than a window of {size['width']}")
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
        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
        check_interface(home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
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
