"""What schemathesis is told about this service: who calls, what is true, what is a secret."""

import collections
import json
import os
from pathlib import Path

import schemathesis
from accounts import Account, mailed_token, note_secret, post
from beyond import has_wrong_condition, is_beyond_schemas, is_emptied_list
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

ROLE = os.environ["ATTACK_ROLE"]

# Whose password and address are right ones. Nobody has an account too, but never says so.
account = Account(ROLE if ROLE in ("moderator", "admin") else "user")

# What ends sessions. Any other end of one is a fault.
ENDS = {
    "delete_account",
    "log_out",
    "revoke_session",
    "revoke_other_sessions",
    "change_password",
    "reset_password",
    "confirm_email_change",
    "revert_email_change",
}
may_have_ended = False

# The pages that mailed tokens are for.
PAGES = {
    "verify_email": "verify-email",
    "reset_password": "reset-password",
    "confirm_email_change": "confirm-email-change",
    "revert_email_change": "revert-email-change",
    "accept_invitation": "accept-invitation",
}


if ROLE in ("user", "moderator", "admin"):

    @schemathesis.auth(refresh_interval=None)
    class AccessToken:
        def get(self, case, context):
            if name_of(case) == "list_revocations":
                return os.environ["ATTACK_REVOCATIONS_KEY"]
            return account.token

        def set(self, case, data, context):
            case.headers["Authorization"] = f"Bearer {data}"


def name_of(case):
    return case.operation.definition.raw.get("operationId")


calls = collections.Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Says what is true every other time, where chance would never hit it."""
    body = case.body
    well_formed = case.meta is not None and case.meta.generation.mode.is_positive
    # schemathesis itself knows the passwords of the two, which must remain.
    if ROLE == "two" or not isinstance(body, dict) or not well_formed:
        return
    name = name_of(case)
    calls[name] += 1
    if calls[name] % 2:
        return
    if name in ("log_in", "request_password_reset"):
        truth = {"email": account.email, "password": account.password}
    elif name in ("change_password", "reauthenticate"):
        truth = {"currentPassword": account.password, "password": account.password}
    elif name in PAGES:
        truth = {"token": mailed_token(PAGES[name])}
    elif name in ("refresh", "log_out"):
        truth = {"refreshToken": account.log_in()["refreshToken"]}
    elif name == "claim_chats":
        truth = {"anonymousToken": post("/auth/anonymous", {}).json()["tokens"]["accessToken"]}
    else:
        return
    case.body = body | {key: value for key, value in truth.items() if key in body and value}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops what only looks like a failure."""
    if isinstance(failure, UseAfterFree):
        return not is_emptied_list(failure, case, response)
    if not isinstance(failure, RejectedPositiveData):
        return True
    try:
        problem = response.json()
    except ValueError:
        # The server refused it before it was a request.
        return True
    if problem["code"] == "MALFORMED_REQUEST":
        return not has_wrong_condition(case)
    return not is_beyond_schemas(problem)


@schemathesis.hook
def after_call(context, case, response):
    global may_have_ended
    note_secrets(response)
    name, sent = name_of(case), response.request.headers.get("Authorization")
    if response.status_code < 300 and name in ENDS:
        may_have_ended = True
    if name == "change_password" and response.status_code == 204:
        account.password = json.loads(response.request.body)["newPassword"]
    if response.status_code == 401 and account._token and sent == f"Bearer {account._token}":
        # Refreshing is about the session of the refresh token.
        of_session = response.json()["code"].startswith(("ACCESS_TOKEN_", "SESSION_"))
        if name == "refresh" or not of_session:
            return
        if not may_have_ended:
            note_lost(f"{response.request.method} {response.request.url}: {response.text}")
        may_have_ended = False
        account.forget_token()


SECRETS = {"password", "currentPassword", "newPassword", "token", "refreshToken", "anonymousToken"}
SECRETS |= {"accessToken"}
seen = set()


def note_secrets(response):
    """Keeps every password, token and cookie that was sent or answered."""
    request = response.request
    sent = [request.headers.get("Authorization"), request.headers.get("Cookie")]
    found = [text.partition(" ")[2] or text for text in sent if text]
    found += response.headers.get("set-cookie", [])
    for body in (request.body, response.content):
        try:
            found += secrets_in(json.loads(body))
        except (TypeError, ValueError):
            pass
    for text in found:
        if isinstance(text, bytes):
            text = text.decode("latin-1")
        if text not in seen:
            seen.add(text)
            note_secret(text)


def secrets_in(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in SECRETS and isinstance(inner, str):
                yield inner
            else:
                yield from secrets_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from secrets_in(inner)


def note_lost(line):
    with open(Path(os.environ["ATTACK_FOLDER"]) / "lost", "a", encoding="utf-8") as out:
        out.write(line + "\n")
