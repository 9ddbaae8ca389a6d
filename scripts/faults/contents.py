"""Contents that break programs: every one ends, delivered or refused, within its bounds of time and memory."""
import json
import os
import random
import subprocess

from .scene import Broken, Scene, takes

MIB = 1 << 20


def texts(scale):
    """Contents by name; `scale` divides the sizes."""
    source = random.Random(1)

    def many(text, size):
        bytes_ = text.encode() if isinstance(text, str) else text
        return bytes_ * (size // scale // len(bytes_))

    return {
        "junk": source.randbytes(MIB // scale), "nul": many(b"\0", 4 * MIB), "surrogates": b"a \xed\xa0\xbd\xed\xb8\x80 b",
        "line": many("He said that the President of France met Ann Lee in Paris, ", MIB), "word": many("a", MIB),
        "names": many("Ann, Bob, ", MIB), "said": many("“No,” said Ann, ", MIB),
        "nested": many("“", 600_000) + b"word" + many("”", 600_000), "nested-both": many("“‘", 600_000) + b" he said",
        "straight": many('"', 2 * MIB), "bidi": many("\u202e\u200b\u200d\u2066abc\u2069 said “\u202ano\u202c,” \u200e\n", MIB),
        "combining": b"e" + many("\u0301", 2_000_000), "letters": many("a", 32 * MIB - scale), "spaces": many(" ", 32 * MIB - scale),
        "marks": many("?)", MIB) + b"a", "alternating": many("!?", MIB) + b"a", "labels": many("A:\n", MIB),
        "lines": many("a\n", 4 * MIB), "brackets": many("(", MIB), "apostrophes": many("’", MIB),
        "capitals": many("Ann ", 2 * MIB),
    }


REFUSED = {"junk", "nul"}


@takes(4)
def fault_contents(options, random_source):
    """Each hostile content by `copydesk analyze`, measured, then all of them by the daemon at once."""
    contents = texts(16 if options.quick else 1)
    rows, most = [], 0
    for name, content in contents.items():
        if options.is_over():
            break
        seconds, memory, status = measure(options, content)
        if status != (65 if name in REFUSED else 0):
            raise Broken(f"{name}: status {status}")
        # The quick run is of a binary without optimisation.
        budget = (120 if options.quick else 30) + len(content) / 65_536
        if seconds > budget:
            raise Broken(f"{name}: {seconds:.0f} s of processor time, {budget:.0f} s are allowed")
        rows.append(f"{name} {len(content) / MIB:.1f} MiB {seconds:.1f} s {memory} MiB")
        most = max(most, memory)
    with Scene(options) as scene:
        for name, content in contents.items():
            scene.put(f"{name}.txt", content)
        # Processor time was measured above; how long it takes beside other work says nothing.
        scene.start(workers=2, settings=("limits.deadline=10min",))
        scene.wait("all to end", lambda: not scene.waiting(), 600)
        status = open(f"/proc/{scene.process.pid}/status").read()
        peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024
        scene.kill()
        for name in contents:
            place = scene.places()[f"{name}.txt"]
            if place != ("failed" if name in REFUSED else "archive"):
                raise Broken(f"{name} is in {place}: {scene.tail()}")
            report = scene.outbox / f"{name}.txt.json"
            if place == "archive":
                # What was noticed in reading names no analyzer.
                lacking = [each for each in json.loads(report.read_bytes())["problems"] if each["analyzer"]]
                if lacking:
                    raise Broken(f"{name}: {lacking}")
    if options.verbose:
        print("\n".join("  " + row for row in rows))
    return f"{len(rows)} contents, a worker at most {most} MiB, the daemon {peak} MiB"


def measure(options, content):
    """Processor time, peak memory and exit status of `copydesk analyze` with one heap, as a worker has it."""
    # What limits.workerMemory says that no document takes more than.
    space = (256 << 20) + 300 * len(content)
    read, write = os.pipe()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(["prlimit", f"--as={space}", str(options.binary), "analyze", "-"],
                                   stdin=read, stdout=nowhere, stderr=nowhere, env={**os.environ, "MALLOC_ARENA_MAX": "1"})
    os.close(read)
    with open(write, "wb") as pipe:
        try:
            pipe.write(content)
        except BrokenPipeError:
            pass
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, os.waitstatus_to_exitcode(status)
