"""As much of a browser as a measurement needs: cookies, redirects, forms."""

import http.client
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from scripts.bench.load import request_bytes

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass
class Page:
    """An answer: its final address, status, headers (lower-case names) and text."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class FormReader(HTMLParser):
    """The forms of a page: (action, method, fields as they would be sent untouched, all names)."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.forms.append({"action": attributes.get("action") or "", "fields": [], "choices": []})
        elif tag in {"input", "button"} and self.forms and attributes.get("name"):
            pair = (attributes["name"], attributes.get("value") or "")
            kind = attributes.get("type", "text" if tag == "input" else "submit")
            if kind in {"radio", "checkbox"}:
                self.forms[-1]["choices"].append(pair)
                if "checked" in attributes:
                    self.forms[-1]["fields"].append(pair)
            elif kind not in {"submit", "image", "file", "button"}:
                self.forms[-1]["fields"].append(pair)


def forms_of(html: str) -> list[dict]:
    """Each form as {"action", "fields": [(name, value)], "choices": [(name, value)] of radios and checkboxes}."""
    reader = FormReader()
    reader.feed(html)
    return reader.forms


class Browser:
    """One visitor of one host. Not safe for threads."""

    def __init__(self, port: int, host: str = "localhost"):
        self.port, self.host = port, host
        self.cookies: dict[str, str] = {}

    def headers(self) -> dict[str, str]:
        headers = {
            "Host": f"{self.host}:{self.port}",
            "Accept": "text/html",
            "Accept-Language": "ru",
            "Connection": "keep-alive",
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def get(self, path: str, **headers: str) -> Page:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        return self.send(
            "POST", path, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Page:
        """Send, keep the cookies, follow redirects on this host. Raises RuntimeError after ten of them."""
        for _ in range(10):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(method, path, body or None, self.headers() | (headers or {}))
            answer = connection.getresponse()
            page = Page(path, answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value.strip()
            connection.close()
            if page.status not in REDIRECTS:
                return page
            target = urlsplit(urljoin(path, page.headers["location"]))
            path = target.path + (f"?{target.query}" if target.query else "")
            if page.status not in {307, 308}:
                method, body, headers = "GET", b"", None
        raise RuntimeError(f"{path} redirects without end")

    def submit(self, path: str, action: str, values: dict[str, str]) -> Page:
        """Fill in the form whose address matches the expression, as a person would, and send it."""
        target, fields = self.fill(self.get(path), action, values)
        return self.post(target, fields)

    def fill(self, page: Page, action: str, values: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
        """Address and fields of a filled form, of unmarked choices the first. LookupError when there is none."""
        for form in forms_of(page.text):
            target = urljoin(page.path, form["action"])
            if re.search(action, target):
                first = {name: value for name, value in reversed(form["choices"])}
                filled = first | dict(form["fields"]) | values
                return target, list(filled.items())
        raise LookupError(f"{page.path} ({page.status}) holds no form to {action}")

    def sign_in(self, login: str, password: str) -> None:
        """Through the real sign-in form. Raises RuntimeError when refused."""
        page = self.submit("/accounts/login/", "/accounts/login/", {"login": login, "password": password})
        if page.status != 200 or page.path.startswith("/accounts/login/"):
            raise RuntimeError(f"{login} could not sign in: {page.status} at {page.path}")

    def request(self, path: str) -> bytes:
        """This visitor's GET, for the load generator."""
        return request_bytes("GET", path, self.headers())

    def form_request(self, path: str, fields: list[tuple[str, str]]) -> bytes:
        """This visitor's POST, for the load generator."""
        return request_bytes("POST", path, self.headers() | FORM, urlencode(fields).encode())
