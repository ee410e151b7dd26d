"""Who calls: access tokens are verified here, without asking Bookplate about each."""

import os
import time
from typing import Annotated

import jwt
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bookplate import BOOKPLATE, Problem

ISSUER = os.environ.get("BOOKPLATE_ISSUER", BOOKPLATE)  # its server.public_url, or tokens.issuer
AUDIENCE = os.environ.get("BOOKPLATE_AUDIENCE", "bookplate")  # its tokens.audience

# Seconds. The answer is saved with the token that came with the question, so a token that would
# expire on the way is refused at once; the client refreshes and asks again. An answer that takes
# longer is broken off, while it can still be saved.
LONGEST_ANSWER = 50
# Seconds for the requests to Bookplate, before the answer and after it.
SAVING = 10

# Keeps the keys for 5 minutes. One that is not among them is looked for every 30 seconds at most.
keys = jwt.PyJWKClient(
    f"{BOOKPLATE}/.well-known/jwks.json", lifespan=300, cooldown_duration=30, timeout=5
)

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def verify(token: str) -> dict:
    """The claims of an access token; jwt.PyJWTError if it is of no use."""
    header = jwt.get_unverified_header(token)
    if header.get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    claims = jwt.decode(
        token,
        keys.get_signing_key(header.get("kid")),
        algorithms=["EdDSA"],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=5,
        options={"require": ["iss", "aud", "exp", "iat", "sub", "sid"]},
    )
    if claims["exp"] < time.time() + LONGEST_ANSWER + SAVING:
        raise jwt.ExpiredSignatureError("expires before an answer would be complete")
    return claims


def unauthorized(code: str, title: str, error: str = "") -> Problem:
    return Problem.made(401, code, title, {"WWW-Authenticate": f"Bearer {error}".strip()})


def caller(credentials: Credentials) -> str:
    """The caller's access token. No async function, since the keys are fetched by one that blocks:
    FastAPI runs this on a thread."""
    if credentials is None:
        raise unauthorized("UNAUTHORIZED", "An access token is needed.")
    invalid = 'error="invalid_token"'
    try:
        verify(credentials.credentials)
    except jwt.PyJWKClientConnectionError as error:
        # The token may be good.
        retry = {"Retry-After": "5"}
        title = "The keys cannot be had now."
        raise Problem.made(503, "SERVICE_UNAVAILABLE", title, retry) from error
    except jwt.ExpiredSignatureError as error:
        title = "The access token has expired."
        raise unauthorized("ACCESS_TOKEN_EXPIRED", title, invalid) from error
    except jwt.PyJWTError as error:
        title = "The access token is not valid."
        raise unauthorized("ACCESS_TOKEN_INVALID", title, invalid) from error
    return credentials.credentials


Caller = Annotated[str, Depends(caller)]
