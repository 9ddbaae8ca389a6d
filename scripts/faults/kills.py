"""The daemon, or the whole machine, dies."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import droppers
from .scene import Broken, Scene, TEXT, files, digest, injected, needs_mount, needs_trace, takes

# The system calls by which a document gets from the inbox to the archive.
CALLS = ["openat2", "fstat", "newfstatat", "pread64", "fsync", "fdatasync", "write", "renameat2", "renameat",
         "mkdirat", "unlinkat"]


@takes(2.5)
@needs_trace
def fault_kill_matrix(options, random_source):
    """SIGKILL at the Nth time a thread makes each system call of the way, for N from 1 until none is met."""
    kills = 0
    calls = random_source.sample(CALLS, len(CALLS)) if options.quick else CALLS
    for call in calls:
        number, missed = 0, 0
        while missed < (1 if options.quick else 3) and number < (4 if options.quick else 60):
            if options.is_over():
                break
            number += 1
            with Scene(options) as scene:
                scene.drop(2)
                scene.start("--once", before=injected(call, f"signal=SIGKILL:when={number}"))
                try:
                    code = scene.process.wait(60)
                except subprocess.TimeoutExpired:
                    code = None
                scene.kill()
                killed = code in (-signal.SIGKILL, 128 + signal.SIGKILL)
                kills += killed
                missed = 0 if killed else missed + 1
                scene.check_whole()
                scene.places()
                scene.drain()
                scene.check_delivered()
    if kills < (1 if options.is_over() else 5 if options.quick else 30):
        raise Broken(f"only {kills} kills met the daemon: the injection does not work")
    return f"{kills} kills at {len(calls)} system calls"


@takes(2.5)
@needs_trace
def fault_kill_copies(options, random_source):
    """The same with documents that stay in the inbox until they have rested, and that are added to after the kill."""
    kills, runs = 0, 0
    calls = random_source.sample(CALLS, len(CALLS)) if options.quick else CALLS
    for call in calls:
        # Later calls are those of a document's end, and of its original's.
        for number in (range(1, 30, 7) if options.quick else range(1, 60, 2)):
            if options.is_over():
                break
            runs += 1
            with Scene(options) as scene:
                # An original that went into the archive at the kill is looked for until the next scan of everything.
                scene.settings = ("watch.rest=400ms", "watch.rescan=5s")
                contents = {f"a/story{number}.txt": TEXT.format(number).encode() for number in range(3)}
                (scene.inbox / "a").mkdir()
                for name, content in contents.items():
                    (scene.inbox / name).write_bytes(content)
                scene.start(before=injected(call, f"signal=SIGKILL:when={number}"))
                deadline = time.monotonic() + 6
                while scene.process.poll() is None and scene.waiting() and time.monotonic() < deadline:
                    time.sleep(0.02)
                kills += scene.process.poll() in (-signal.SIGKILL, 128 + signal.SIGKILL)
                scene.kill()
                for name in contents:
                    try:
                        # Not made anew: then it would be a document of its own.
                        with os.fdopen(os.open(scene.inbox / name, os.O_WRONLY | os.O_APPEND), "ab") as file:
                            file.write(b"More of it.\n")
                        contents[name] += b"More of it.\n"
                    except FileNotFoundError:
                        pass
                scene.start()
                scene.wait("documents to be delivered", lambda: not scene.waiting())
                scene.kill()
                documents = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
                found = droppers.problems(documents, scene.outbox, scene.state, scene.inbox)
                if found:
                    raise Broken(f"after a kill at {call} {number}: {sorted(found)[:3]}")
    if kills < (1 if options.is_over() else 5 if options.quick else 30):
        raise Broken(f"only {kills} kills met the daemon: the injection does not work")
    return f"{kills} kills in {runs} runs"


FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Harbour news</title><link>https://news.example/</link>
{items}</channel></rss>
"""
ITEM = "<item><title>Story {0} of {1}</title><description>&lt;p&gt;{2}&lt;/p&gt;</description></item>\n"


@takes(2)
@needs_trace
def fault_kill_feeds(options, random_source):
    """The same with files that hold several documents: each has one report, whatever met the delivery of the others.

    By calls that the daemon alone makes: a worker that is killed again and again ends a document in `failed`.
    """
    kills, runs, count = 0, 0, 4
    for call in ("renameat2", "fsync", "openat2", "unlinkat", "mkdirat"):
        for number in (range(2, 40, 9) if options.quick else range(1, 60)):
            if options.is_over():
                break
            runs += 1
            with Scene(options) as scene:
                text = TEXT.format(number)
                items = "".join(ITEM.format(item, number, text) for item in range(1, count + 1))
                document = FEED.format(items=items).encode()
                for name in ("feed.xml", "b.xml"):
                    (scene.inbox / name).write_bytes(document.replace(b"Harbour", name.encode()))
                scene.start("--once", before=injected(call, f"signal=SIGKILL:when={number}"))
                try:
                    code = scene.process.wait(60)
                except subprocess.TimeoutExpired:
                    code = None
                scene.kill()
                kills += code in (-signal.SIGKILL, 128 + signal.SIGKILL)
                scene.drain()
                expected = sorted(
                    f"{name}{'' if item == 1 else f'.{item}'}.json"
                    for name in ("feed.xml", "b.xml") for item in range(1, count + 1))
                found = sorted(files(scene.outbox))
                if found != expected:
                    raise Broken(f"after a kill at {call} {number}: {found}")
                for name in found:
                    part = json.loads((scene.outbox / name).read_bytes())["document"]["part"]
                    if part["number"] != (int(name.split(".")[2]) if name.count(".") == 3 else 1):
                        raise Broken(f"after a kill at {call} {number}: {name} is on part {part['number']}")
                if sorted(files(scene.state / "archive")) != ["b.xml", "feed.xml"]:
                    raise Broken(f"after a kill at {call} {number}: {sorted(files(scene.state / 'archive'))}")
    if kills < (1 if options.is_over() else 3 if options.quick else 30):
        raise Broken(f"only {kills} kills met the daemon: the injection does not work")
    return f"{kills} kills in {runs} runs"


@takes(5)
def fault_random_kills(options, random_source):
    """SIGKILL at random moments while documents are dropped and delivered."""
    kills, total = (60, 120) if options.quick else (1000, 2000)
    done = 0
    with Scene(options) as scene:
        # Each kill amid a document is an attempt; on a slow machine three are soon used up.
        scene.settings = ("limits.maxAttempts=100",)
        while done < kills and not options.is_over():
            done += 1
            missing = total * done // kills - len(scene.documents)
            if missing > 0:
                scene.drop(missing)
            scene.start()
            if done % 2:
                # Half of them meet the start, half the work.
                scene.wait("READY", lambda: scene.manager.is_ready)
            time.sleep(random_source.uniform(0.02, 0.25))
            scene.kill()
            if done % 50 == 0:
                scene.check_whole()
                scene.places()
        before = scene.places()
        scene.drain(600)
        scene.check_delivered()
        delivered = sum(place == "archive" for place in before.values())
    return f"{done} kills, {len(scene.documents)} documents, {delivered} of them delivered before the last kill"


@takes(1.5)
def fault_sequences(options, random_source):
    """Random sequences of drops, renames, stops, kills and absent folders, against a model: where content may be."""
    rounds, delivered = (25 if options.quick else 100), 0
    with Scene(options) as scene:
        # Each kill of a worker or of the daemon amid a document is an attempt; on a slow machine three are soon used up.
        scene.settings = ("limits.maxAttempts=100",)
        model = Model(scene, random_source)
        for done in range(1, rounds + 1):
            if options.is_over():
                break
            scene.start()
            if done == 1:
                # An outbox that no daemon ever used would be made.
                scene.wait("READY", lambda: scene.manager.is_ready)
            for _ in range(random_source.randrange(1, 8)):
                model.step()
                time.sleep(random_source.choice((0, 0.01, 0.1)))
            model.end_life()
            model.check()
        scene.drain(600)
        delivered = model.check_all_delivered()
    return f"{done} lives, {delivered} documents"


class Model:
    """What was dropped: for each content the names that it was dropped under."""

    def __init__(self, scene, random_source):
        self.scene, self.random = scene, random_source
        self.names = {}
        self.serial = 0

    def step(self):
        action = self.random.choice(("new", "new", "new", "again", "rename", "hold", "worker", "outbox"))
        getattr(self, action)()

    def new(self):
        self.serial += 1
        # Few names, so that other documents have them already.
        name = f"{self.random.choice('abc')}/story{self.random.randrange(6)}.txt"
        self.drop(name, TEXT.format(f"{self.serial} of the sequence").encode())

    def again(self):
        """The bytes of an earlier document under another name."""
        if self.names:
            self.serial += 1
            self.drop(f"copies/copy{self.serial}.txt", self.random.choice(sorted(self.names)))

    def drop(self, name, content):
        path = self.scene.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{self.serial}.part")
        part.write_bytes(content)
        try:
            os.link(part, path)  # never over another that lies there
            self.names.setdefault(content, set()).add(name)
        except FileExistsError:
            pass
        part.unlink()

    def rename(self):
        waiting = [name for name in files(self.scene.inbox) if name.endswith(".txt")]
        if not waiting:
            return
        self.serial += 1
        old = self.scene.inbox / self.random.choice(waiting)
        try:
            old.rename(old.with_name(f"renamed{self.serial}.txt"))
        except FileNotFoundError:
            pass  # claimed meanwhile

    def hold(self):
        os.killpg(self.scene.process.pid, signal.SIGSTOP)
        self.new()
        os.killpg(self.scene.process.pid, signal.SIGCONT)

    def worker(self):
        """SIGKILL for the workers."""
        for task in Path(f"/proc/{self.scene.process.pid}/task").glob("*/children"):
            try:
                children = task.read_text().split()
            except OSError:
                continue
            for child in children:
                try:
                    os.kill(int(child), signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def outbox(self):
        """The outbox is not there for a moment."""
        away = self.scene.root / "away"
        self.scene.outbox.rename(away)
        time.sleep(0.1)
        away.rename(self.scene.outbox)

    def end_life(self):
        if self.random.random() < 0.3:
            self.scene.process.terminate()
            self.scene.process.wait(60)
        self.scene.kill()

    def check(self):
        """Each content lies somewhere as often as it was dropped, and every visible report is whole."""
        scene = self.scene
        expected = sorted(hashlib.sha256(content).hexdigest() for content, names in self.names.items() for _ in names)
        found = [digest(document) for _, document in scene.claimed()]
        for folder in (scene.inbox, scene.state / "archive"):
            found += [digest(folder / name) for name in files(folder)]
        failed = [name for name in files(scene.state / "failed")]
        if failed:
            raise Broken(f"{failed[0]} failed: {scene.tail()}")
        if sorted(found) != expected:
            raise Broken(f"{len(expected)} documents were dropped, {len(found)} are there")
        for name in files(scene.outbox):
            if not Path(name).name.startswith("."):
                self.report_digest(name)

    def report_digest(self, name):
        try:
            return json.loads((self.scene.outbox / name).read_bytes())["document"]["sha256"]
        except ValueError as error:
            raise Broken(f"the report {name} is torn: {error}") from error

    def check_all_delivered(self):
        self.check()
        reports = sorted(self.report_digest(name) for name in files(self.scene.outbox))
        archived = sorted(digest(self.scene.state / "archive" / name) for name in files(self.scene.state / "archive"))
        if reports != archived:
            raise Broken(f"{len(archived)} originals, {len(reports)} reports")
        if files(self.scene.inbox) or files(self.scene.state / "spool"):
            raise Broken("something is left in the inbox or the spool")
        return len(archived)


@takes(4.5)
@needs_mount
@needs_trace
def fault_power_cut(options, random_source):
    """What an ext4 disk holds when everything stops: its image is copied while the daemon is held, and the copy used.

    In every second tenth of the cuts strace(1) makes each fsync(2) last, so that cuts meet documents amid one.
    """
    cuts = 10 if options.quick else 200
    claimed = done = syncing = 0
    base = Path(tempfile.mkdtemp(prefix="copydesk-power-"))
    image, copy, disk, other = (base / name for name in ("image", "copy", "disk", "other"))
    try:
        disk.mkdir()
        other.mkdir()
        with open(image, "wb") as file:
            file.truncate(24 << 20)
        subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
        subprocess.run(["mount", "-o", "loop", str(image), str(disk)], check=True)
        scene = Scene(options, disk)
        try:
            while done < cuts and not options.is_over():
                if done % (cuts // 10) == 0:
                    scene.kill()
                    is_slow = done // (cuts // 10) % 2 == 1
                    scene.start(before=injected("fsync,fdatasync", "delay_enter=60000") if is_slow else ())
                    scene.wait("READY", lambda: scene.manager.is_ready)
                done += 1
                scene.drop(3)
                # What was dropped must itself be on the disk before a cut can be survived.
                subprocess.run(["sync", "-f", str(disk)], check=True)
                time.sleep(random_source.uniform(0, 0.8 if is_slow else 0.15))
                os.killpg(scene.process.pid, signal.SIGSTOP)
                time.sleep(0.02)
                shutil.copyfile(image, copy)
                os.killpg(scene.process.pid, signal.SIGCONT)
                subprocess.run(["mount", "-o", "loop", str(copy), str(other)], check=True)
                try:
                    after = Scene(options, other)
                    after.documents = scene.documents
                    after.check_whole()
                    found = sum(place == "active" for place in after.places().values())
                    claimed += found
                    syncing += is_slow and found > 0
                    if done % (cuts // 10) == 0:
                        after.drain(300)
                        after.check_delivered()
                finally:
                    subprocess.run(["umount", str(other)], check=True)
        finally:
            scene.kill()
            subprocess.run(["umount", "-l", str(disk)], check=True)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    if not claimed:
        raise Broken("no cut met a claimed document")
    return f"{done} cuts, {claimed} of the documents met were claimed, {syncing} cuts with a sync under way"
