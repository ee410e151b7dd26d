"""Verifies an access token as any back end would: offline, against the served keys."""

import json
import sys

import jwt

base, issuer, token = sys.argv[1:]
key = jwt.PyJWKClient(f"{base}/.well-known/jwks.json").get_signing_key_from_jwt(token)
claims = jwt.decode(
    token,
    key,
    algorithms=["EdDSA"],
    audience="bookplate",
    issuer=issuer,
    options={"require": ["exp", "iat", "sub", "sid", "jti"]},
)
print(json.dumps(claims))
