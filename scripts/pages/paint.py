#!/usr/bin/env python3
"""How long a reader waits for the pages of the reading room: from the click to the first paint, in Chromium, and whether anything
moves while they load.

    paint.py FOLDER [--binary COPYDESK] [--times COUNT]

FOLDER has an outbox and a state with its library, as Benchmarks/library leaves them. Each page is opened as often in a
window that has been open for a while and keeps no answers, and beside it stands the processor time that the room takes for it. The first line is of a page of one word that no
room is asked for.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import urllib.parse
import urllib.request

from playwright.sync_api import sync_playwright

root = pathlib.Path(__file__).resolve().parents[2]
options = argparse.ArgumentParser()
options.add_argument("folder", type=pathlib.Path)
options.add_argument("--binary", default=root / ".build/release/copydesk", type=pathlib.Path)
options.add_argument("--times", default=20, type=int)
options = options.parse_args()

PAINT = """() => new Promise(done => {
    let shift = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) shift += entry.value })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => {
        const paints = {};
        for (const entry of performance.getEntriesByType('paint')) paints[entry.name] = entry.startTime;
        const [load] = performance.getEntriesByType('navigation');
        done({...paints, answered: load.responseEnd, bytes: load.decodedBodySize, shift});
    }, 150) })"""


def serve():
    flags = ["--listen", "127.0.0.1:0"]
    for name in ("inbox", "outbox", "state"):
        (options.folder / name).mkdir(exist_ok=True)
        flags += [f"--{name}", options.folder / name]
    server = subprocess.Popen(
        [options.binary.resolve(), "serve", *flags], env={"PATH": os.environ["PATH"], "COPYDESK_CONFIG": "/dev/null"},
        stderr=subprocess.PIPE, text=True,
    )
    for line in server.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return server, found[0]
    raise SystemExit("copydesk serve did not start")


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


server, home = serve()
try:
    asked = lambda path: json.load(urllib.request.urlopen(home + "/api/v1/" + path))
    documents = asked("documents?limit=1")
    name = urllib.parse.quote(asked("entities?type=PER&top=1")[0]["name"])
    month = documents[0]["published"][:7] if documents[0]["published"] else "2026-01"
    text = asked("quotes?limit=1")[0]["text"].split()
    pages = {
        # What the browser takes by itself.
        "one word, no room": "data:text/html,<p>word",
        "documents": "/", "documents of a month": f"/documents?since={month}-01", "quotes": "/quotes",
        "quotes of a speaker": f"/quotes?speaker={name}", "speakers": "/speakers", "names": "/entities",
        "names of a month": f"/entities?since={month}-01", "a name": f"/entity?name={name}",
        "search, a word": "/search?q=" + urllib.parse.quote(text[0]),
        "search, a phrase": "/search?q=" + urllib.parse.quote(f'"{" ".join(text[:2])}"'),
        "sources": "/sources", "sources by month": "/sources?by=month", "alerts": "/alerts", "queue": "/queue?live=false",
        "a document": "/document?report=" + urllib.parse.quote(documents[0]["report"]),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print(f"{'page':22} {'paint p50':>10} {'p95':>7} {'answered p50':>13} {'p95':>7} {'room ms':>8} {'KB':>5} {'shift':>6}")
        for label, target in pages.items():
            seen = []
            began = processor(server.pid)
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            # The window has been open for a while: its process runs, and knows its typefaces.
            page.goto(home + "/queue?live=false")
            context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
            for _ in range(options.times):
                page.goto(target if target.startswith("data:") else home + target)
                seen.append(page.evaluate(PAINT))
            context.close()
            room = (processor(server.pid) - began) / options.times
            paints = [one["first-contentful-paint"] for one in seen]
            answers = [one["answered"] for one in seen]
            print(
                f"{label:22} {percentile(paints, 0.5):10.0f} {percentile(paints, 0.95):7.0f} {percentile(answers, 0.5):13.0f} "
                f"{percentile(answers, 0.95):7.0f} {room:8.1f} {seen[0]['bytes'] / 1000:5.0f} {max(one['shift'] for one in seen):6.3f}",
                flush=True,
            )
        browser.close()
finally:
    server.send_signal(signal.SIGTERM)
    server.wait()
