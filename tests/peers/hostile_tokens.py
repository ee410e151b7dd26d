"""The ID tokens of hostile_provider.py: good ones, and those that nobody may believe."""

import base64
import hashlib
import hmac
import json
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KID = "own"
own, foreign = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))

# What a fault changes in the claims of a good token; None takes a claim away.
CLAIMS = {
    "wrong_nonce": {"nonce": "of-somebody-else"},
    "no_nonce": {"nonce": None},
    "empty_nonce": {"nonce": ""},
    "wrong_issuer": {"iss": "https://evil.example"},
    "no_issuer": {"iss": None},
    "wrong_audience": {"aud": "another-client"},
    "audience_of_others": {"aud": ["bookplate", "another-client"]},
    "no_audience": {"aud": None},
    "empty_audience": {"aud": []},
    "wrong_party": {"azp": "another-client"},
    "no_expiry": {"exp": None},
    "expiry_as_text": {"exp": "9999999999"},
    "no_time": {"iat": None},
    "empty_subject": {"sub": ""},
    "blank_subject": {"sub": " "},
    "no_subject": {"sub": None},
    "subject_as_number": {"sub": 7},
    "long_subject": {"sub": "x" * 256},
    "verified_false": {"email_verified": False},
    "verified_text_false": {"email_verified": "false"},
    "verified_text_true": {"email_verified": "true"},
    "verified_number": {"email_verified": 1},
    "verified_list": {"email_verified": [True]},
    "verified_missing": {"email_verified": None},
    "email_of_nobody": {"email": "not an address"},
    "email_missing": {"email": None},
}

# What a fault changes in the times, in seconds from now.
TIMES = {
    "expired": {"iat": -7200, "exp": -3600},
    "expired_just_now": {"iat": -420, "exp": -120},
    "from_the_future": {"iat": 3600, "exp": 7200},
    "for_ever": {"exp": 10**30},
}


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def jwk(key, kid=KID):
    numbers = key.public_key().public_numbers()
    modulus, exponent = (text(bytes_of(number)) for number in (numbers.n, numbers.e))
    names = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid}
    return names | {"n": modulus, "e": exponent}


def rs256(key):
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def hs256(secret):
    return lambda data: hmac.new(secret, data, hashlib.sha256).digest()


def public_pem():
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return own.public_key().public_bytes(serialization.Encoding.PEM, kind)


def signing(fault, secret):
    """How a fault signs: what it says in the header, and what it does."""
    header = {"alg": "RS256", "typ": "JWT", "kid": KID}
    return {
        "foreign_key": (header, rs256(foreign)),
        "foreign_key_unknown": (header | {"kid": "unknown"}, rs256(foreign)),
        "foreign_key_unnamed": (header | {"kid": None}, rs256(foreign)),
        "foreign_key_in_header": (header | {"jwk": jwk(foreign)}, rs256(foreign)),
        "alg_none": ({"alg": "none"}, lambda _: b""),
        "alg_none_signed": (header | {"alg": "none"}, rs256(own)),
        "alg_missing": (header | {"alg": None}, rs256(own)),
        "hs256_public_key": (header | {"alg": "HS256"}, hs256(public_pem())),
        "hs256_client_secret": (header | {"alg": "HS256"}, hs256(secret.encode())),
        "critical_header": (header | {"crit": ["unheard"], "unheard": 1}, rs256(own)),
    }.get(fault, (header, rs256(own)))


def id_token(fault, claims, secret):
    """A token for the claims as the fault wants it; None for none."""
    now = int(time.time())
    claims = {"iat": now, "exp": now + 300} | claims | CLAIMS.get(fault, {})
    claims |= {claim: now + seconds for claim, seconds in TIMES.get(fault, {}).items()}
    header, sign = signing(fault, secret)
    parts = [{k: v for k, v in part.items() if v is not None} for part in (header, claims)]
    signed = ".".join(text(json.dumps(part).encode()) for part in parts)
    token = f"{signed}.{text(sign(signed.encode()))}"
    if fault == "altered":
        head, _, signature = token.split(".")
        altered = text(json.dumps(parts[1] | {"sub": "somebody-else"}).encode())
        return f"{head}.{altered}.{signature}"
    if fault == "nested_claims":
        return f"{text(json.dumps(parts[0]).encode())}.{text(b'[' * 300_000)}.AAAA"
    spoilt = {"no_id_token": None, "empty_id_token": "", "cut_id_token": token[:-20]}
    return spoilt.get(fault, token)
