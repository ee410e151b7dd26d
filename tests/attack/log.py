"""What a log of the service must not have after an attack, whatever was sent."""

import collections
import json
import re

# How tokens, cookies and mailed links begin.
MARKS = ["bp_", "eyJ", "#token=", "__Host-", "Bearer "]
# What PostgreSQL warns of when a connection was handed on in the middle of a transaction.
ODD = {"there is already a transaction in progress"}
# Too common to be a secret: ids, moments, and what has hardly two different characters.
PLAIN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9TZ:.-]+")


def is_telling(secret):
    """Whether a text is long and odd enough to stand in a log for no other reason."""
    return len(secret) >= 10 and len(set(secret)) >= 5 and not PLAIN.fullmatch(secret)


def read(path, secrets):
    """The faults of a log, and how often each route answered with each status.

    `secrets` are texts that were sent or answered as passwords and tokens.
    """
    faults, answers, texts = [], collections.Counter(), set()
    *lines, rest = path.read_bytes().split(b"\n")
    if rest:
        faults.append(f"the log ends in the middle of a line: {rest[:200]}")
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict):
                raise ValueError("no object")
        except ValueError as error:
            faults.append(f"line {number} of the log is broken ({error}): {line[:200]}")
            continue
        if "status" in entry and "route" in entry:
            answers[entry["method"], entry["route"], entry["status"]] += 1
            if entry["status"] >= 500:
                faults.append(f"line {number}: {json.dumps(entry)}")
        elif entry.get("level") == "ERROR" or entry.get("message") in ODD:
            faults.append(f"line {number}: {json.dumps(entry)}")
        texts.update(text for text in strings(entry) if not PLAIN.fullmatch(text))
    everything = "\n".join(sorted(texts))
    for secret in [*MARKS, *sorted(filter(is_telling, secrets))]:
        if secret in everything:
            faults.append(f"a secret stands in the log: {secret!r}")
    return faults, answers


def strings(value):
    """Every text inside of a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
