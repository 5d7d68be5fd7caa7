"""An OpenSSH server of the tests' own: one port of this machine, keys and settings in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.pty.processes import descendants

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SSH, KEYGEN = shutil.which("ssh"), shutil.which("ssh-keygen")
SETTINGS = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UseDNS no
PrintMotd no
PrintLastLog no
"""


class Server:
    """Started with the first use, ended with `stop`.

    Args:
        folder: For its keys and settings; nobody else's.
    """

    def __init__(self, folder: Path) -> None:
        assert SSHD is not None and KEYGEN is not None
        folder.chmod(0o700)
        for name in ("host", "user"):
            subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = folder / "sshd_config"
        settings.write_text(SETTINGS.format(port=self.port, folder=folder))
        if os.geteuid() == 0:
            # Where the server of a whole machine makes it at its start.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.folder = folder
        self.process = subprocess.Popen([SSHD, "-D", "-f", str(settings), "-E", str(folder / "log")])

    def client(self, command: str) -> list[str]:
        """Return the command that logs in with a terminal and runs something there."""
        assert SSH is not None
        options = {
            "IdentityFile": self.folder / "user", "IdentitiesOnly": "yes", "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null", "LogLevel": "ERROR", "SendEnv": "-*", "ControlPath": "none",
            "ConnectionAttempts": 20, "EscapeChar": "none",
        }  # fmt: skip
        told = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        return [SSH, "-F", "/dev/null", "-tt", "-p", str(self.port), *told, "127.0.0.1", command]

    def sessions(self) -> list[int]:
        """Return the server's own processes behind its connections."""
        return descendants(self.process.pid, "sshd")

    def stop(self) -> None:
        """End it with all its connections."""
        for pid in self.sessions():
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        self.process.kill()
        self.process.wait()


def missing() -> str:
    """Return why these tests cannot run here; empty where they can."""
    absent = [name for name, found in (("sshd", SSHD), ("ssh", SSH), ("ssh-keygen", KEYGEN)) if found is None]
    return f"{', '.join(absent)} not installed" if absent else "" if sys.platform == "linux" else "it looks into /proc"
