"""Hashes a password as other software does: imported_hashes.py PASSWORD

It prints a JSON object: for each form the hash as it stands in that software's database, with the
amount of work that is usual there. The bcrypt hashes are of "correct horse battery staple", whatever
the password is, made by crypt(3) with the least work.
"""

import base64
import hashlib
import json
import secrets
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

password = sys.argv[1].encode()


def base64_text(data):
    return base64.b64encode(data).decode()


def bcrypt(kind):
    return f"${kind}$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"


def argon2id():
    hasher = Argon2id(
        salt=secrets.token_bytes(16), length=32, iterations=3, lanes=4, memory_cost=65536
    )
    return hasher.derive_phc_encoded(password)


def better_auth():
    # The salt is the text of the number, not the number.
    salt = secrets.token_hex(16)
    key = hashlib.scrypt(
        password, salt=salt.encode(), n=16384, r=16, p=1, dklen=64, maxmem=128 * 16384 * 16 * 2
    )
    return f"{salt}:{key.hex()}"


def django():
    salt = secrets.token_hex(11)
    key = hashlib.pbkdf2_hmac("sha256", password, salt.encode(), 870_000)
    return f"pbkdf2_sha256$870000${salt}${base64_text(key)}"


def firebase():
    salt, separator, signer_key = secrets.token_bytes(8), b"\x07", secrets.token_bytes(64)
    key = hashlib.scrypt(password, salt=salt + separator, n=2**14, r=8, p=1, dklen=64)
    encryptor = Cipher(algorithms.AES(key[:32]), modes.CTR(bytes(16))).encryptor()
    encrypted = encryptor.update(signer_key) + encryptor.finalize()
    settings = f"n=14,r=8,p=1,ss={base64_text(separator)},sk={base64_text(signer_key)}"
    return f"$fbscrypt$v=1,{settings}${base64_text(salt)}${base64_text(encrypted)}"


print(
    json.dumps(
        {
            "bcrypt-2a": bcrypt("2a"),
            "bcrypt-2b": bcrypt("2b"),
            "bcrypt-2y": bcrypt("2y"),
            "argon2id": argon2id(),
            "better-auth": better_auth(),
            "django": django(),
            "firebase": firebase(),
        }
    )
)
