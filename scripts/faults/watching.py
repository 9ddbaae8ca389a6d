"""What the watching of the inbox must find."""
import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path

from .scene import Broken, Scene, TEXT, needs_mount


@needs_mount
def fault_lost_events(options, random_source):
    """The kernel's queue of file events holds 16 of them."""
    setting = Path("/proc/sys/fs/inotify/max_queued_events")
    old = setting.read_text()
    try:
        setting.write_text("16")
        with Scene(options) as scene:
            for number in range(7):
                (scene.inbox / f"a/{number}").mkdir(parents=True)
            scene.start()
            time.sleep(1)
            os.killpg(scene.process.pid, signal.SIGSTOP)
            scene.drop(300)
            os.killpg(scene.process.pid, signal.SIGCONT)
            deadline = time.monotonic() + 120
            while scene.waiting() and time.monotonic() < deadline:
                time.sleep(0.1)
            log = scene.tail()
            scene.kill()
            scene.check_delivered()
            if "max_queued_events" not in log:
                raise Broken(f"the queue did not overflow, or nobody was told: {log}")
    finally:
        setting.write_text(old)
    return "300 documents at once, all found by the scan"


def fault_burst(options, random_source):
    """100,000 files at once: memory stays flat."""
    count, seconds = (10_000, 15) if options.quick else (100_000, 60)
    with Scene(options) as scene:
        scene.drop(count)
        scene.start()
        peak, deadline = 0, time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(0.5)
            status = Path(f"/proc/{scene.process.pid}/status").read_text()
            peak = max(peak, int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]))
        scene.kill()
        scene.check_whole()
        places = scene.places()
    done = sum(place == "archive" for place in places.values())
    if peak > 80 * 1024:
        raise Broken(f"the daemon had {peak // 1024} MiB resident")
    if not done:
        raise Broken("nothing was delivered")
    return f"{count} files, {done} delivered in {seconds} s, at most {peak // 1024} MiB resident"


def fault_writers(options, random_source):
    """A file is taken when its writer has finished, however it writes."""
    def slow(path, content, scene):
        with open(path, "wb", buffering=0) as file:
            for start in range(0, len(content), 20):
                file.write(content[start:start + 20])
                time.sleep(0.3)

    def placeholder(path, content, scene):
        path.write_bytes(b"")
        time.sleep(1)
        path.write_bytes(content)

    def copied(path, content, scene):
        source = scene.root / ("source-" + path.name)
        source.write_bytes(content)
        os.utime(source, (0, 0))
        subprocess.run(["cp", "-p", str(source), str(path)], check=True)

    def renamed(path, content, scene):
        part = path.with_name(path.name + ".filepart")
        part.write_bytes(content)
        time.sleep(0.5)
        part.rename(path)

    def linked(path, content, scene):
        part = path.with_name("." + path.name)
        part.write_bytes(content)
        os.link(part, path)
        part.unlink()

    def saved(path, content, scene):
        swap = path.with_name("." + path.name + ".swp")
        swap.write_bytes(b"swap")
        path.write_bytes(content)
        swap.unlink()

    writers = [slow, placeholder, copied, renamed, linked, saved]
    with Scene(options) as scene:
        # One copy is under way when the daemon starts.
        early = scene.inbox / "early.txt"
        content = TEXT.format("early").encode()
        scene.documents["early.txt"] = hashlib.sha256(content).hexdigest()
        with open(early, "wb", buffering=0) as file:
            file.write(content[:30])
            scene.start()
            time.sleep(2)
            file.write(content[30:])
        for writer in writers:
            name = writer.__name__ + ".txt"
            content = TEXT.format(writer.__name__).encode()
            scene.documents[name] = hashlib.sha256(content).hexdigest()
            writer(scene.inbox / name, content, scene)
        deadline = time.monotonic() + 30
        while scene.waiting() and time.monotonic() < deadline:
            time.sleep(0.1)
        scene.kill()
        scene.check_delivered()
    return f"{len(writers) + 1} ways of writing, one report each"
