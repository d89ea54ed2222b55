"""Run a command in front of the terminal, so that Ctrl-C reaches it alone and `make` ends without an error.

A signal sent to this program, or to everything `make` has started, is passed on.
"""

import os
import signal
import subprocess
import sys

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def holds_terminal() -> bool:
    """Whether what is typed reaches us now."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def in_front(words: list[str]) -> int:
    """Run the command and answer its exit code."""
    ours, has_terminal = os.getpgrp(), holds_terminal()
    # Without this, handing the terminal over or taking it back would stop us.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    child = subprocess.Popen(words, process_group=0 if has_terminal else None)
    for passed in PASSED_ON:
        signal.signal(passed, lambda number, _frame: child.send_signal(number))
    if has_terminal:
        os.tcsetpgrp(0, child.pid)
    try:
        return child.wait()
    finally:
        if has_terminal:
            os.tcsetpgrp(0, ours)


if __name__ == "__main__":
    sys.exit(in_front(sys.argv[1:]))
