"""Accounts of the service under attack, made by its own command and signed in over the wire."""

import json
import os
import secrets
import subprocess
from pathlib import Path

import requests


class Account:
    """Somebody with a role, and a session that is begun anew when it has ended."""

    def __init__(self, role):
        self.role = role
        self._make()

    def _make(self):
        self.email = f"{self.role}-{secrets.token_hex(4)}@attack.example"
        self.password = secrets.token_urlsafe(18)
        self._token = None
        note_secret(self.password)
        command = [os.environ["ATTACK_BINARY"], "users", "create", "--email", self.email]
        command += ["--name", "Grace Hopper", "--role", self.role, "--password-stdin"]
        subprocess.run(command, input=self.password, text=True, check=True, capture_output=True)

    def log_in(self):
        """The tokens of a new session. Whoever is gone, or has another password, is replaced."""
        answer = self._try()
        if answer.status_code != 200:
            self._make()
            answer = self._try()
        answer.raise_for_status()
        return answer.json()["tokens"]

    def _try(self):
        body = {"email": self.email, "password": self.password}
        return post("/auth/login", body)

    @property
    def token(self):
        """An access token of the session that works."""
        if self._token is None:
            self._token = self.log_in()["accessToken"]
            note_secret(self._token)
        return self._token

    def forget_token(self):
        self._token = None


def note_secret(text):
    """Keeps what the log must not have, for when the service has ended."""
    with open(Path(os.environ["ATTACK_FOLDER"]) / "secrets", "a", encoding="utf-8") as out:
        out.write(json.dumps(text) + "\n")


def post(path, body):
    return requests.post(f"{os.environ['ATTACK_BASE']}/api/v1{path}", json=body, timeout=30)


def mailed_token(page):
    """The token of the newest mail whose link leads to a page; None if there is no such mail."""
    mails = requests.get(
        f"{os.environ['ATTACK_BASE']}/dev/mailbox",
        headers={"Accept": "application/json"},
        timeout=30,
    )
    for mail in mails.json()["data"]:
        _, found, rest = mail["text"].partition(f"/{page}#token=")
        if found:
            return rest.split()[0]
    return None
