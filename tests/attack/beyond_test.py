import types
import unittest

import beyond


def problem(*errors):
    fields = [{"field": field, "code": code} for field, code in errors]
    return {"code": "VALIDATION_ERROR", "errors": fields}


class JudgingFailures(unittest.TestCase):
    def test_only_what_no_schema_says_is_beyond_schemas(self):
        weak = ("password", "PASSWORD_TOO_WEAK")
        self.assertTrue(beyond.is_beyond_schemas({"code": "INVALID_CURSOR"}))
        self.assertTrue(beyond.is_beyond_schemas(problem(weak)))
        self.assertTrue(beyond.is_beyond_schemas(problem(("messages[0].parts", "INVALID_FORMAT"))))
        for wrong in [
            {"code": "NOT_FOUND"},
            problem(),
            problem(weak, ("more", "UNKNOWN_FIELD")),
            problem(("theme", "NOT_ALLOWED")),
            problem(("limit", "OUT_OF_RANGE")),
        ]:
            self.assertFalse(beyond.is_beyond_schemas(wrong), wrong)

    def test_a_list_that_was_emptied_is_empty(self):
        def judged(deleted, path, data, method="GET"):
            operation = types.SimpleNamespace(path=path)
            return beyond.is_emptied_list(
                types.SimpleNamespace(operation=deleted),
                types.SimpleNamespace(operation=operation, method=method),
                types.SimpleNamespace(json=lambda: {"data": data}),
            )

        path = beyond.EMPTIED.removeprefix("DELETE ")
        self.assertTrue(judged(beyond.EMPTIED, path, []))
        self.assertFalse(judged(beyond.EMPTIED, path, [{"id": "1"}]))
        self.assertFalse(judged("DELETE /api/v1/chats/{chatId}", "/api/v1/chats/{chatId}", []))
        self.assertFalse(judged(beyond.EMPTIED, "/api/v1/admin/users/{id}", []))
