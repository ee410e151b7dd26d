"""schemathesis with all of its checks and phases, as one caller after the other."""

import json
import os
import subprocess
import sys
from pathlib import Path

from accounts import Account

HERE = Path(__file__).resolve().parent
SEED = os.environ.get("ATTACK_SEED", "1")

# Who calls, and for which part of the time. The two users find out whether one of them can read
# what the other has made.
CALLERS = {"nobody": 0.1, "user": 0.35, "two": 0.1, "moderator": 0.15, "admin": 0.3}


def run(base, folder, database, seconds):
    """The findings, one for each caller that had some."""
    faults = []
    for caller, part in CALLERS.items():
        print(f"\n== schemathesis on {database} as {caller}", flush=True)
        report = folder / caller
        config = folder / f"{caller}.toml"
        config.write_text(settings(caller, folder))
        command = [Path(sys.executable).parent / "schemathesis", "--config-file", config, "run"]
        command += [f"{base}/api/v1/openapi.json", "--no-color", "--checks", "all"]
        command += ["--phases", "examples,coverage,fuzzing,stateful", "--seed", SEED]
        command += ["--max-time", str(max(1, round(seconds * part)))]
        command += ["--report", "ndjson", "--report-dir", report]
        environment = os.environ | {"ATTACK_ROLE": caller, "PYTHONPATH": str(HERE)}
        output = folder / f"{caller}.txt"
        with open(output, "wb") as out:
            code = subprocess.run(
                command, env=environment, cwd=folder, stdout=out, stderr=subprocess.STDOUT
            ).returncode
        print(output.read_text(errors="replace")[-2500:])
        if code != 0:
            faults.append(f"schemathesis as {caller} has findings ({code}): {output}")
    return faults


def settings(caller, folder):
    """The configuration for a caller."""
    text = (HERE / "schemathesis.toml").read_text()
    if caller != "two":
        return text
    # Each of them logs in anew when a session has ended.
    users = [Account("user") for _ in range(2)]
    document = {"auth": [entry(user) for user in users]}
    path = folder / "two.json"
    path.write_text(json.dumps(document))
    names = [user.email for user in users]
    return f"""{text}
[auth.wfc]
path = {json.dumps(str(path))}
peers = {json.dumps(names)}

# An account that is gone could not log in anew; the other callers delete theirs.
[[operations]]
include-operation-id = "delete_account"
enabled = false
"""


def entry(user):
    """How schemathesis logs somebody in, in the format of the Web Fuzzing Commons."""
    return {
        "name": user.email,
        "loginEndpointAuth": {
            "endpoint": "/api/v1/auth/login",
            "verb": "POST",
            "contentType": "application/json",
            "payloadRaw": json.dumps({"email": user.email, "password": user.password}),
            "token": {
                "extractFrom": "body",
                "extractSelector": "/tokens/accessToken",
                "sendIn": "header",
                "sendName": "Authorization",
                "sendTemplate": "Bearer {token}",
            },
        },
    }
