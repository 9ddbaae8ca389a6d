"""More files at once than anybody reads: memory stays flat, and none is forgotten."""
import hashlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from .scene import Broken, Scene, TEXT, takes


def memory(scene, kind):
    """The daemon's memory in KiB: VmRSS is all that is resident, RssAnon what it has for itself."""
    status = Path(f"/proc/{scene.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(kind)).split()[1])


def resident(scene):
    return memory(scene, "VmRSS") // 1024


def known(scene):
    """How many documents the daemon has found, by its STATUS."""
    numbers = re.findall(r"(\d+) (?:claimed|delivered|waiting)", scene.manager.status)
    return sum(map(int, numbers))


def fault_tree(options, random_source):
    """A tree of many folders, nested 20 deep, is moved in at once while another is being made."""
    count = 2_000 if options.quick else 10_000
    with Scene(options) as scene:
        scene.start(settings=("watch.rescan=1h",))
        tree = scene.root / "tree"
        for number in range(count):
            # A chain of 20 folders for each 20 files, one file in each.
            chain, depth = divmod(number, 20)
            path = Path(f"tree/{chain}", *(f"level{level}" for level in range(depth)), f"{number}.txt")
            content = TEXT.format(number).encode()
            (scene.root / path).parent.mkdir(parents=True, exist_ok=True)
            (scene.root / path).write_bytes(content)
            scene.documents[str(path)] = hashlib.sha256(content).hexdigest()
        tree.rename(scene.inbox / "tree")
        # Folders that come while the tree is read.
        scene.drop(200, folder="beside", first=count)
        began, total, peak = time.monotonic(), count + 200, 0
        while known(scene) < total:
            peak = max(peak, resident(scene))
            if time.monotonic() - began > 120:
                raise Broken(f"only {known(scene)} of {total} were found: {scene.tail()}")
            time.sleep(0.1)
        found = time.monotonic() - began
        scene.kill()
        scene.check_whole()
        done = sum(place == "archive" for place in scene.places().values())
    if peak > 80:
        raise Broken(f"the daemon had {peak} MiB resident")
    return f"{total} files found in {found:.0f} s without a full scan, {done} delivered by then, {peak} MiB resident"


@takes(2)
def fault_long_life(options, random_source):
    """Document after document for a long time: the daemon keeps nothing of those that are done."""
    count = 2_000 if options.quick else 20_000
    with Scene(options) as scene:
        # One heap for all threads: it is not their number that is measured.
        scene.start(settings=("archive=delete",), environment={"MALLOC_ARENA_MAX": "1"})
        scene.wait("the daemon to be ready", lambda: scene.manager.is_ready)
        done, before = 0, 0
        while done < count:
            scene.drop(250, first=done)
            done += 250
            scene.wait("documents to be delivered", lambda: not scene.waiting(), 120)
            # By then everything that is made once has been made.
            if done == count // 4:
                before = memory(scene, "RssAnon")
        growth = memory(scene, "RssAnon") - before
        scene.kill()
        scene.check_whole()
        reports = len(list(scene.outbox.rglob("*.json")))
    each = 1024 * growth // (count - count // 4)
    if reports != count:
        raise Broken(f"{reports} reports of {count} documents")
    # A sleep for each document, of which some thousand are under way, would be 800.
    if each > 600:
        raise Broken(f"{growth} KiB more after {count} documents than after {count // 4}, {each} bytes for each")
    return f"{count} documents, {growth} KiB more than after the first quarter"


@takes(3)
def fault_crowd(options, random_source):
    """Half a million files lie in the inbox at the start: memory stays flat, the oldest come first."""
    count, seconds = (50_000, 15) if options.quick else (500_000, 90)
    # In memory: it is not the disk that is tested.
    root = tempfile.mkdtemp(prefix="copydesk-crowd-", dir="/dev/shm")
    try:
        scene = Scene(options, root)
        names = [f"{number % 50}/{number}.txt" for number in range(count)]
        random_source.shuffle(names)
        for number in range(50):
            (scene.inbox / str(number)).mkdir()
        for name in names:
            content = TEXT.format(name).encode()
            descriptor = os.open(scene.inbox / name, os.O_WRONLY | os.O_CREAT, 0o644)
            os.write(descriptor, content)
            os.close(descriptor)
            scene.documents[name] = hashlib.sha256(content).hexdigest()
        ages = {name: age for age, name in enumerate(names)}
        try:
            scene.start()
            peak, end = 0, time.monotonic() + seconds
            while time.monotonic() < end:
                scene.wait("nothing", lambda: True)
                peak = max(peak, resident(scene))
                time.sleep(0.2)
        finally:
            scene.kill()
        scene.check_whole()
        places = scene.places()
        done = sorted(ages[name] for name, place in places.items() if place == "archive")
        # As many more as the queue of the daemon may hold in a wrong order.
        oldest = max(count // 10, len(done) * 5 // 4)
        old = sum(age < oldest for age in done)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    if peak > 80:
        raise Broken(f"the daemon had {peak} MiB resident")
    if not done or old < 0.8 * len(done):
        raise Broken(f"only {old} of {len(done)} delivered documents were among the oldest {oldest}")
    return (f"{count} files, {len(done)} delivered in {seconds} s, {100 * old // len(done)} % of them among the oldest "
            f"{oldest}, at most {peak} MiB resident")
