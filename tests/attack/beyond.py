"""What schemathesis takes for a failure, and is none: mostly refusals for reasons that no schema can
say.
"""

import re

# What only the service can tell from what it gave out.
OPAQUE = {"INVALID_CURSOR", "INVALID_TOKEN", "TOKEN_EXPIRED"}

# One line, of which something can be seen, without marks that reorder it.
LINES = {"name", "title", "tag", "tags", "query", "q", "model", "suspensionReason"}
# The same on several lines.
TEXTS = LINES | {"bio", "comment", "note"}
# How hard they are to guess is an estimate, and they are counted after they were normalised.
NEW_PASSWORDS = {"password", "newPassword"}
# Counted in bytes of JSON.
JSON = {"custom", "metadata", "parts", "content", "messages"}

# The fields of which the service judges more than a schema says, by the codes of its refusals.
JUDGED = {
    "REQUIRED": TEXTS | {"parts"},
    "NOT_ALLOWED": TEXTS
    | NEW_PASSWORDS
    # Time zones by name.
    | {"timezone"}
    # They must agree with other fields, with the path, or with what is there.
    | {"content", "email", "id", "parentId", "role", "titleSource"}
    # Pages that are listed in the configuration.
    | {"redirectTo"}
    | {"suspensionReason", "suspendedUntil"},
    # The formats of JSON Schema let more pass: an address with quotes, a language of no meaning.
    # A part of text has a text.
    "INVALID_FORMAT": {"email", "language", "image", "parts"},
    "LIMIT_EXCEEDED": JSON,
    # In the future, as long as that is one.
    "OUT_OF_RANGE": {"suspendedUntil"},
    # An address is counted in bytes, what is looked for in words.
    "TOO_LONG": JSON | NEW_PASSWORDS | {"email", "q"},
    "PASSWORD_TOO_WEAK": NEW_PASSWORDS,
    "PASSWORD_TOO_SHORT": NEW_PASSWORDS,
    "PASSWORD_TOO_LONG": NEW_PASSWORDS,
}

# It ends every session of an account; the list of them is still one.
EMPTIED = "DELETE /api/v1/admin/users/{id}/sessions"


def is_beyond_schemas(problem):
    """Whether a problem, as it stands in the answer, has such reasons only."""
    if problem["code"] in OPAQUE:
        return True
    errors = problem.get("errors", [])
    return bool(errors) and all(
        error["field"].rpartition(".")[2].partition("[")[0] in JUDGED.get(error["code"], ())
        for error in errors
    )


def has_wrong_condition(case):
    """Whether a header is not what the document says after all: schemathesis makes headers of
    letters and digits only, whatever the pattern is.
    """
    parameters = case.operation.definition.raw.get("parameters", [])
    return any(
        parameter["in"] == "header"
        and parameter["name"] in case.headers
        and not re.search(parameter["schema"]["pattern"], case.headers[parameter["name"]])
        for parameter in parameters
    )


def is_emptied_list(failure, case, response):
    """Whether what was deleted is all that stood in a list: the list remains, and is empty."""
    ended = failure.operation == f"DELETE {case.operation.path}" == EMPTIED
    return ended and case.method == "GET" and response.json()["data"] == []
