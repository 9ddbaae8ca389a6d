"""System calls that fail."""
import errno
import itertools
import os
import resource
import subprocess
import time
from pathlib import Path

from .disks import pause_and_go_on
from .scene import Broken, Scene, injected, needs_trace, takes


@takes(4)
@needs_trace
def fault_errors(options, random_source):
    """Each call fails a few times in a row, as on a full or failing disk; the daemon must get over it by itself."""
    runs = 0
    cases = [(error, call, first)
             for error, calls in (("ENOSPC", ("openat2", "fsync", "fdatasync", "renameat2", "mkdirat")),
                                  ("EIO", ("openat2", "fsync", "fdatasync", "renameat2", "mkdirat", "pread64")),
                                  ("EMFILE", ("openat2",)), ("ENFILE", ("openat2",)),
                                  ("EDQUOT", ("openat2", "mkdirat", "renameat2", "fsync")),
                                  ("EROFS", ("openat2", "mkdirat", "renameat2", "renameat", "unlinkat")))
             for call in calls for first in range(1, 6)]
    if options.quick:
        cases = random_source.sample(cases, 12)
    for error, call, first in cases:
        if options.is_over():
            break
        with Scene(options) as scene:
            scene.drop(2)
            # Not the first calls of a process, which are its start.
            scene.start(before=injected(call, f"error={error}:when={first}..{first + 1}"))
            deadline = time.monotonic() + 20
            while scene.waiting() and time.monotonic() < deadline and scene.process.poll() is None:
                time.sleep(0.05)
            scene.kill()
            scene.check_whole()
            places = scene.places()
            if call == "pread64":
                # A document that cannot be read is set aside; that it is there is all that is promised.
                scene.documents = {name: it for name, it in scene.documents.items() if places[name] != "failed"}
                for file in (scene.state / "failed").rglob("*.txt*"):
                    file.unlink()
            scene.drain()
            scene.check_delivered()
            runs += 1
    return f"{runs} of {len(cases)} runs"


def fault_writes(options, random_source):
    """write(2) writes half and then fails, syncs fail, until the trouble is over: in a library of the test's own."""
    cases = [("write", errno.ENOSPC), ("write", errno.EDQUOT), ("write", errno.EIO), ("fsync", errno.EIO),
             ("fdatasync", errno.ENOSPC)]
    for call, number in cases:
        with Scene(options) as scene:
            library = scene.root / "write-fault.so"
            source = Path(__file__).with_name("write-fault.c")
            subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
            control = scene.root / "control"
            scene.start(environment={"LD_PRELOAD": str(library), "FAULT_FILE": str(control)})
            pause_and_go_on(scene, lambda: control.write_text(f"{call} {number}\n"), control.unlink)
    return f"{len(cases)} errors: paused, said so once, went on"


def descriptors(pid):
    """The descriptors that a process has open a tenth of a second from now."""
    time.sleep(0.1)
    return {int(name) for name in os.listdir(f"/proc/{pid}/fd")}


def fault_descriptors(options, random_source):
    """No descriptor is left (EMFILE): prlimit(2) takes them away from the daemon and gives them back."""
    with Scene(options) as scene:
        scene.start(settings=["watch.rescan=1h"])
        scene.wait("READY", lambda: scene.manager.is_ready)
        old = resource.prlimit(scene.process.pid, resource.RLIMIT_NOFILE)
        # What is open for a moment only, as while a worker starts, would be free again afterwards.
        used = set.intersection(*[descriptors(scene.process.pid) for _ in range(10)])
        none_left = next(number for number in itertools.count() if number not in used)
        pause_and_go_on(
            scene,
            lambda: resource.prlimit(scene.process.pid, resource.RLIMIT_NOFILE, (none_left, old[1])),
            lambda: resource.prlimit(scene.process.pid, resource.RLIMIT_NOFILE, old))
        if lines := scene.log_text().count("cannot be read"):
            raise Broken(f"{lines} folders are blamed: {scene.tail()}")
    return "paused, said so once, went on without a full scan"
