"""Runs one attack: attack.py schemathesis|sqlmap sqlite|postgres [SECONDS]; see `run`."""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import log
from service import Service

ROOT = Path(__file__).resolve().parents[2]


def main():
    tool, database, *rest = sys.argv[1:]
    seconds = int(rest[0]) if rest else {"schemathesis": 600, "sqlmap": 3600}[tool]
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = target / "debug" / "bookplate"
    binary = Path(os.environ.get("BOOKPLATE_ATTACK_BINARY", built)).resolve()
    folder = target.resolve() / "attack" / f"{tool}-{database}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Another build must not take the binary away in the middle.
    binary = shutil.copy2(binary, folder / "bookplate")
    url = {
        "sqlite": f"sqlite://{folder}/bookplate.db",
        "postgres": os.environ.get("BOOKPLATE_TEST_POSTGRES_URL"),
    }[database]

    begun = time.monotonic()
    with Service(binary, folder, url) as service:
        if tool == "schemathesis":
            import schemas as attack
        else:
            import injections as attack
        faults = attack.run(service.base, folder, database, seconds)
    faults += service.faults()
    secrets = {json.loads(line) for line in lines(folder / "secrets")}
    faults += [f"a session ended by itself: {line}" for line in lines(folder / "lost")]
    of_log, answers = log.read(service.log, secrets)
    faults += of_log

    report(answers)
    took = round(time.monotonic() - begun)
    print(f"\n{sum(answers.values())} requests in {took} s, {len(secrets)} secrets")
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"{len(faults)} faults; see {folder}")
    return 1 if faults else 0


def lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def report(answers):
    """What each operation answered, and which never succeeded: of those, little was seen."""
    operations = {}
    for (method, route, status), count in sorted(answers.items()):
        # That a path has not this method is no operation.
        if status != 405:
            operations.setdefault((route, method), {})[status] = count
    print()
    for (route, method), statuses in sorted(operations.items()):
        counts = " ".join(f"{status}×{count}" for status, count in statuses.items())
        print(f"{method:7} {route:62} {counts}")
    never = sorted(f"{key[1]} {key[0]}" for key, all in operations.items() if min(all) >= 400)
    print(f"\nnever succeeded: {', '.join(never) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
