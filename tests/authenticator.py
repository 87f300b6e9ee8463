"""A device that holds passkeys, in the place of a browser and its key: it also answers what a browser would refuse."""

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

HOST, ORIGIN = "testserver", "http://testserver"
_PRESENT, _WITH_KEY = 0x01, 0x40


def encode(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One key. `counter` is what it says at its next use; the origin and the host are those of the page."""

    def __init__(self):
        self.key, self.pk, self.counter = ec.generate_private_key(ec.SECP256R1()), token_bytes(32), 1

    def create(self, options, *, origin=ORIGIN, host=HOST):
        numbers = self.key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, **point})
        held = bytes(16) + struct.pack(">H", len(self.pk)) + self.pk + public
        data = self._data(host, _PRESENT | _WITH_KEY) + held
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        said = self._said("webauthn.create", options, origin)
        return self._answer({"clientDataJSON": said, "attestationObject": cbor2.dumps(made)})

    def get(self, options, *, origin=ORIGIN, host=HOST, flags=_PRESENT):
        data, said = self._data(host, flags), self._said("webauthn.get", options, origin)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": data, "signature": signature})

    def _data(self, host, flags):
        counted, self.counter = self.counter, self.counter + 1
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, counted)

    def _said(self, kind, options, origin):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()

    def _answer(self, response):
        parts = {name: encode(value) for name, value in response.items()}
        return json.dumps({"id": encode(self.pk), "rawId": encode(self.pk), "type": "public-key", "response": parts})
