"""An OpenID provider of one's own on the loopback, which also speaks as VK ID and Yandex ID do."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

SECRET = "provider-secret"  # noqa: S105
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Says of everybody who comes what `person` holds. `challenge` is what the town's site sent at the beginning."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.person = {}
        self.challenge = ""
        self.broken = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def id_token(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "town", "iat": now, "exp": now + 300} | self.person
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, data, status=200):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server, path = self.server, urlsplit(self.path).path
        if server.broken:
            self.answer({"error": "server_error"}, 500)
        elif path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self.answer({"issuer": server.url, "jwks_uri": f"{server.url}/jwks"}
                        | {f"{name}_endpoint": f"{server.url}/{end}" for name, end in ends.items()}
                        | {"token_endpoint_auth_methods_supported": ["client_secret_post"]})  # fmt: skip
        elif path in ("/userinfo", "/info"):
            known = self.headers["Authorization"] in ("Bearer access", "OAuth access")
            self.answer(server.person if known else {}, 200 if known else 401)
        else:
            self.answer({}, 404)

    def do_POST(self):
        server, path = self.server, urlsplit(self.path).path
        sent = {key: value[0] for key, value in parse_qs(self.read()).items()}
        if path == "/user_info":
            self.answer({"user": server.person})
        elif path == "/token" and self.is_right(sent):
            self.answer({"access_token": "access", "token_type": "Bearer", "id_token": server.id_token()})
        else:
            self.answer({"error": "invalid_grant"}, 400)

    def read(self):
        return self.rfile.read(int(self.headers["Content-Length"])).decode()

    def is_right(self, sent):
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        proved = not self.server.challenge or challenge == self.server.challenge
        return proved and (sent["code"], sent["client_secret"]) == ("right", SECRET)


@contextmanager
def running():
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
