"""Documents that somebody changes while they are taken."""
import hashlib
import json
import os
import time

from .scene import Broken, Scene, digest, files, injected, needs_trace


def truncate(path):
    os.truncate(path, 5)


def rewrite(path):
    with open(path, "r+b") as file:
        file.write(b"Others")


def replace(path):
    other = path.with_name(path.name + ".other")
    other.write_bytes(b"Another document altogether.\n")
    other.rename(path)


def append(path):
    with open(path, "ab") as file:
        file.write(b"More of it.\n")


# The calls before which the daemon is held up: while the claim hashes, after it was renamed, before it is read.
MOMENTS = {"fsync": "inbox", "renameat": "inbox", "fdatasync": "active"}


@needs_trace
def fault_changes(options, random_source):
    """A document is truncated, written to, replaced or added to between look and claim, and between claim and read.

    One outcome for each: a report on the bytes that lie in the archive, or `failed` with the reason `changed`. One that was
    claimed goes back to the inbox, and is taken as it is then.
    """
    outcomes = {"delivered": 0, "failed": 0}
    claimed = 0
    for change in (truncate, rewrite, replace, append):
        for call, place in MOMENTS.items():
            with Scene(options) as scene:
                name = "story.txt"
                scene.start(before=injected(call, "delay_enter=700000"))
                scene.wait("READY", lambda: scene.manager.is_ready)
                scene.put(name, b"The minister said on Monday that nothing was decided.\n")
                time.sleep(0.35)
                found = [path for path in (scene.inbox / name, *(scene.state / "spool/active").glob("*.document"))
                         if path.exists()]
                if found:
                    claimed += found[0].parent != scene.inbox
                    change(found[0])
                scene.wait("an outcome", lambda: not scene.waiting(), 60)
                scene.kill()
                outcomes[outcome(scene, name)] += 1
    if not claimed:
        raise Broken("no change met a claimed document")
    return (f"{outcomes['delivered']} delivered with the bytes that were analysed, {outcomes['failed']} set aside; "
            f"{claimed} were claimed before they changed")


def outcome(scene, name):
    originals = [scene.state / folder / name for folder in ("archive", "failed")]
    present = [path for path in originals if path.exists()]
    if len(present) != 1:
        raise Broken(f"{name} is in {len(present)} places: {scene.tail()}")
    reports = [scene.outbox / file for file in files(scene.outbox)]
    if present[0] == originals[0]:
        if len(reports) != 1:
            raise Broken(f"{len(reports)} reports")
        report = json.loads(reports[0].read_bytes())["document"]
        text = report["text"].encode()
        if not report["sha256"] == digest(present[0]) == hashlib.sha256(text).hexdigest():
            raise Broken("the report is not of the bytes in the archive")
        return "delivered"
    reason = json.loads((scene.state / "failed" / (name + ".error.json")).read_text())["reason"]
    if reason != "changed" or reports:
        raise Broken(f"failed for '{reason}', with {len(reports)} reports")
    return "failed"


def fault_same_bytes(options, random_source):
    """The same bytes under 50 names: 50 reports; other bytes under one name 20 times: 20 reports."""
    with Scene(options) as scene:
        for number in range(50):
            scene.put(f"same/{number}.txt", b"The minister said on Monday that nothing was decided.\n")
        scene.drain()
        scene.check_delivered()
        for number in range(20):
            scene.put("one.txt", f"The minister said on Monday that {number} things were decided.\n".encode())
            scene.drain()
        reports = [json.loads((scene.outbox / name).read_bytes())["document"] for name in files(scene.outbox)
                   if not name.startswith("same/")]
        archived = [digest(scene.state / "archive" / name) for name in files(scene.state / "archive")
                    if not name.startswith("same/")]
        if len(reports) != 20 or sorted(report["sha256"] for report in reports) != sorted(archived):
            raise Broken(f"{len(reports)} reports, {len(archived)} originals of 20 documents of one name")
    return "50 and 20 reports"
