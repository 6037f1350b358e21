"""Keys of console login, and the judge of the proofs made with them: DPoP headers signed with ES256.

The arithmetic of the curve P-256 is here in its plainest form, so that what is judged is not judged by itself."""

import base64
import hashlib
import json
import time

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
A = P - 3
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

# The key of all cases: any number will do.
PRIVATE = int.from_bytes(hashlib.sha256(b"a key for tests").digest()) % N


def _add(one, other):
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _times(number, point):
    total = None
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


PUBLIC = _times(PRIVATE, G)


def _holds(digest, signature):
    """Whether a signature, r and s in 32 bytes each, is one of PRIVATE's."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if len(signature) != 64 or not (0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    point = _add(_times(int.from_bytes(digest) * inverse % N, G), _times(r * inverse % N, PUBLIC))
    return point is not None and point[0] % N == r


def pem():
    """The key as console login writes it into its cache: SEC1."""
    curve = bytes.fromhex("a00a06082a8648ce3d030107")
    point = b"\x04" + PUBLIC[0].to_bytes(32) + PUBLIC[1].to_bytes(32)
    der = b"\x02\x01\x01\x04\x20" + PRIVATE.to_bytes(32) + curve + b"\xa1\x44\x03\x42\x00" + point
    der = b"\x30" + bytes([len(der)]) + der
    text = base64.b64encode(der).decode()
    lines = "".join(text[start : start + 64] + "\n" for start in range(0, len(text), 64))
    return f"-----BEGIN EC PRIVATE KEY-----\n{lines}-----END EC PRIVATE KEY-----\n"


def judge(proof, method, url):
    """`good`, or what is wrong with the proof of a request."""
    try:
        signed, _, signature = (proof or "").rpartition(".")
        header, payload = (json.loads(_decode(part)) for part in signed.split("."))
        numbers = [header["jwk"][name] for name in ("x", "y")]
        good = {
            "header": header == {"typ": "dpop+jwt", "alg": "ES256", "jwk": header["jwk"]},
            "curve": header["jwk"]["kty"] == "EC" and header["jwk"]["crv"] == "P-256",
            "key": [_decode(number) for number in numbers] == [number.to_bytes(32) for number in PUBLIC],
            "method": payload["htm"] == method,
            "url": payload["htu"] == url,
            "instant": abs(payload["iat"] - time.time()) < 60,
            "id": len(payload["jti"]) == 36,
            "signature": _holds(hashlib.sha256(signed.encode()).digest(), _decode(signature)),
        }
    except (KeyError, ValueError, TypeError) as error:
        return f"unreadable ({error!r})"
    return "good" if all(good.values()) else "with a wrong " + ", ".join(name for name in good if not good[name])


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
