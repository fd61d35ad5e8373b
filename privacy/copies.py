"""A copy of all that is kept about a person: a ZIP written while it is sent, so that no copy rests anywhere."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.keepers import keepers
from accounts.models import User

# Raised when a key of data.json changes its meaning.
FORMAT = 1
CHUNK = 64 * 1024


def data_of(person: User, *, at) -> dict:
    """Everything about this person and nothing about others, by app."""
    return {"format": FORMAT, "made_at": at, **{keeper.name: keeper.export(person) for keeper in keepers()}}


def archive_of(person: User, *, at, site: str) -> Iterator[bytes]:
    """The bytes of the ZIP: README.txt, data.json and the person's files. The data is read before the first byte."""
    data = json.dumps(data_of(person, at=at), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    files = [
        (name, file) for keeper in keepers() for name, file in keeper.files(person) if file.storage.exists(file.name)
    ]
    with translation.override(settings.LANGUAGE_CODE):
        readme = render_to_string(
            "privacy/readme.txt", {"site": site, "at": at, "files": [name for name, _file in files]}
        )
    words = [("README.txt", [readme.encode()]), ("data.json", [data.encode()])]
    return _zipped(chain(words, _opened(files)), at)


def file_name(at) -> str:
    return f"veche-{timezone.localtime(at):%Y-%m-%d}.zip"


def _opened(files) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, file in files:
        with file.storage.open(file.name, "rb") as content:
            yield name, content.chunks(CHUNK)


class _Pipe(io.RawIOBase):
    """What a ZIP is written to: it cannot go back, so what was written can be sent at once."""

    def __init__(self):
        self.written = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.written += data
        return len(data)

    def take(self) -> bytes:
        data = bytes(self.written)
        self.written.clear()
        return data


def _zipped(members: Iterable[tuple[str, Iterable[bytes]]], at) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, chunks in members:
            info = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
            # Pictures and documents are compressed already.
            info.compress_type = zipfile.ZIP_DEFLATED if name.endswith((".json", ".txt")) else zipfile.ZIP_STORED
            info.external_attr = 0o600 << 16
            with archive.open(info, "w") as member:
                for chunk in chunks:
                    member.write(chunk)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()
