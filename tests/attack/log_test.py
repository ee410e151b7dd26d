import json
import tempfile
import unittest
from pathlib import Path

import log

ANSWER = {
    "level": "INFO",
    "message": "request",
    "request_id": "01a1ffa8-5daa-78d5-bc79-ad0fcfe67eef",
    "method": "GET",
    "route": "/livez",
    "status": 200,
}


def faults(text, secrets=()):
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        return log.read(Path(file.name), secrets)[0]


class ReadingALog(unittest.TestCase):
    def test_an_ordinary_log_has_no_faults(self):
        text = (json.dumps(ANSWER) + "\n") * 2
        # An id and a word are no secrets, even if somebody sent them as a password.
        self.assertEqual(faults(text, [ANSWER["request_id"], "request"]), [])

    def test_what_must_not_stand_there_is_a_fault(self):
        for more in [
            "no JSON\n",
            "[]\n",
            json.dumps(ANSWER)[:40] + "\n",
            json.dumps(ANSWER),
            json.dumps(ANSWER | {"status": 503}) + "\n",
            json.dumps({"level": "ERROR", "message": "panicked"}) + "\n",
            json.dumps({"level": "WARN", "message": min(log.ODD)}) + "\n",
            json.dumps(ANSWER | {"detail": {"seen": ["x correct \"horse\" battery y"]}}) + "\n",
            json.dumps(ANSWER | {"message": "of bp_rt_x"}) + "\n",
            json.dumps(ANSWER | {"route": "/verify-email#token=x"}) + "\n",
        ]:
            found = faults(json.dumps(ANSWER) + "\n" + more, ['correct "horse" battery'])
            self.assertEqual(len(found), 1, more)
