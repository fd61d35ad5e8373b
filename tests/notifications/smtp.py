"""A real mail server on loopback, small enough to be told to fail."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class _Talk(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.say("220 loopback")
        recipient = None
        for line in self.rfile:
            verb = line.split(b":")[0].strip().upper().split(b" ")[0]
            if verb in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self.say("250 ok")
            elif verb == b"RCPT":
                recipient = line.partition(b"<")[2].partition(b">")[0].decode()
                self.say(self.server.refusals.get(recipient, "250 ok"))
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.letters.append((recipient, self.read_letter()))
                self.say("250 kept")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 unknown")

    def read_letter(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters = []
        self.refusals = {}


@contextmanager
def mail_server():
    """`.letters` holds pairs of recipient and message; `.refusals` maps an address to the server's answer."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
