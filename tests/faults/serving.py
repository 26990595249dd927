"""
The served app, to be killed: run as a program, it starts servers that have all modules loaded already.

Each server is a fork that goes on as `streamlit run app.py` does. A line of JSON on standard input asks
for one (`data`, `port`, `log`); its process number comes back on standard output.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from streamlit.web import bootstrap, cli  # noqa: F401  # loaded before the forks

import resourcemap.door
import resourcemap.lite
import resourcemap.ui.desk.pages
import resourcemap.ui.find
import resourcemap.web  # noqa: F401  # loaded before the forks
from tests.conftest import PROJECT
from tests.faults.writers import tell


def main() -> None:
    """Fork a server for each line asked for, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.chdir(PROJECT)
    tell("ready")
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            log = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            for stream in (1, 2):
                os.dup2(log, stream)
            os.environ.clear()
            os.environ.update(wanted["environ"])
            sys.argv = ["streamlit", "run", "app.py", "--server.port", str(wanted["port"])]
            cli.main()
            os._exit(0)
        tell(str(child))


if __name__ == "__main__":
    main()
