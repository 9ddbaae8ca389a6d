"""What the watching of the inbox must find."""
import os
import signal
import time
from pathlib import Path

from .scene import Broken, Scene, needs_mount, of_the_machine


@of_the_machine
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
