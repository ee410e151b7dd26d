"""The service under attack: the binary, on a scratch port, without limits."""

import os
import socket
import subprocess
import time

import requests

# For other services that follow revocations; a route exists only where there is one.
REVOCATIONS_KEY = "the-key-of-an-attacked-service-0123456789"


class Service:
    def __init__(self, binary, folder, database):
        self.folder = folder
        self.log = folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.base = f"http://127.0.0.1:{free.getsockname()[1]}"
        settings = {
            "SERVER__BIND": self.base.removeprefix("http://"),
            "SERVER__METRICS_BIND": "127.0.0.1:0",
            "SERVER__PUBLIC_URL": self.base,
            "SERVER__SHUTDOWN": "5s",
            "DATABASE__URL": database,
            "LIMITS__ENABLED": "false",
            "LOG__FORMAT": "json",
            "TOKENS__ACCESS": "4h",
            "PASSWORDS__BCRYPT_COST": "10",
            # Whoever attacks logs in again and again, and must not end the session it works with.
            "SESSIONS__MAX_PER_USER": "1000",
            "REVOCATIONS__KEY": REVOCATIONS_KEY,
            "CORS__ORIGINS": "https://app.example.com",
            "CORS__CREDENTIALS": "true",
            # By the name that the document's examples have. It is the service itself, which answers
            # and knows nobody.
            "OAUTH__GOOGLE__KIND": "github",
            "OAUTH__GOOGLE__ISSUER": self.base,
            "OAUTH__GOOGLE__CLIENT_ID": "attacked",
            "OAUTH__GOOGLE__CLIENT_SECRET": "the-secret-at-a-provider",
            "LINKS__SIGN_IN": "https://app.example.com/signed-in",
        }
        os.environ |= {f"BOOKPLATE__{key}": value for key, value in settings.items()}
        os.environ |= {
            "ATTACK_BINARY": str(binary),
            "ATTACK_BASE": self.base,
            "ATTACK_FOLDER": str(folder),
            "ATTACK_REVOCATIONS_KEY": REVOCATIONS_KEY,
        }

    def __enter__(self):
        with open(self.log, "wb") as log, open(self.folder / "stdout", "wb") as stdout:
            self.process = subprocess.Popen(
                [os.environ["ATTACK_BINARY"]], stdout=stdout, stderr=log, cwd=self.folder
            )
        for _ in range(300):
            try:
                if requests.get(f"{self.base}/readyz", timeout=3).ok:
                    return self
            except requests.ConnectionError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.process.kill()
        raise SystemExit(f"the service does not start; see {self.log}")

    def __exit__(self, *_):
        self.died = self.process.poll() is not None
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def faults(self):
        """What is wrong with how it ended."""
        if self.died:
            return [f"the service ended by itself, with {self.process.returncode}"]
        if self.process.returncode != 0:
            return [f"the service answered SIGTERM with {self.process.returncode}"]
        return []
