"""Types a line and a tabulator into an interactive shell, and prints what the shell shows then.

    complete.py SHELL COMPLETION-SCRIPT LINE WANTED

Ends with 0 as soon as WANTED is shown, with 1 if it is not after three minutes.
"""
import os, pty, re, select, shutil, sys, tempfile, time

shell, script, line, wanted = sys.argv[1:]
home = tempfile.mkdtemp()
environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, TERM="xterm", COLUMNS="200", LINES="50")
arguments, setup = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], f"source '{script}'; bind 'set show-all-if-ambiguous on'"),
    "zsh": (["zsh", "-f", "-i"], f"mkdir -p {home}/f; cp '{script}' {home}/f/_copydesk; fpath=({home}/f $fpath); autoload -U compinit; compinit -u -d {home}/dump"),
    "fish": (["fish", "--no-config", "-i"], f"source '{script}'"),
}[shell]
pid, terminal = pty.fork()
if pid == 0:
    os.execvpe(arguments[0], arguments, environment)
shown = b""


def read(end):
    """What the shell shows until then, or for a moment where that has passed."""
    global shown
    while True:
        ready = select.select([terminal], [], [], max(0.0, min(0.2, end - time.monotonic())))[0]
        if not ready:
            return
        try:
            shown += os.read(terminal, 65536)
        except OSError:
            return


def plain():
    return re.sub(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|.)", "", shown.decode(errors="replace")).replace("\r", "")


def until(text, again=None):
    """Waits until a text is shown; types something again and again until then, ever more seldom.

    zsh lists nothing while more is typed: on a slow machine it would never come to it.
    """
    end = time.monotonic() + 180
    typed, pause = time.monotonic(), 1
    while text not in plain():
        if time.monotonic() > end:
            return False
        read(end)
        if again and time.monotonic() - typed > pause:
            typed, pause = time.monotonic(), pause * 2
            os.write(terminal, again)
    return True


# In two parts, so that what is typed is not what is waited for.
os.write(terminal, f"{setup}; echo RE''ADY\n".encode())
is_shown = until("READY")
shown = b""
os.write(terminal, (line + "\t").encode())
is_shown = is_shown and until(wanted, again=b"\t")
print(plain())
os.close(terminal)
os.kill(pid, 9)
os.waitpid(pid, 0)
shutil.rmtree(home)
sys.exit(0 if is_shown else 1)
