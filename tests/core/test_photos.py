"""The intake of pictures against what phones and attackers send."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from core.photos import cleaned, response, take_in, withdraw
from tests.pictures import encoded, jpeg, picture, unread, upload

# Latitude of a flat, an owner's name: none of it may be left anywhere in the file.
SECRET = "Квартира 31, Ильина"
GPS = {1: "N", 2: (53.0, 12.0, 4.0), 3: "E", 4: (45.0, 10.0, 15.0)}


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[0x010E] = "secret-owner"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(GPS)
    return exif


def result(file) -> Image.Image:
    return Image.open(io.BytesIO(cleaned(file).read()))


def refusal(file) -> str:
    with pytest.raises(ValidationError) as caught:
        cleaned(file)
    assert caught.value.messages[0]
    return caught.value.code


def xmp(text):
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{text}</x:xmpmeta>'.encode()


def loaded_jpeg():
    content = encoded(picture(), "JPEG", exif=with_exif(), comment=b"secret-comment", xmp=xmp("secret-xmp"))
    assert all(mark in content for mark in (b"secret-owner", b"secret-comment", b"secret-xmp", b"Exif"))
    return upload(content)


def loaded_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "secret-owner")
    info.add_itxt("Comment", SECRET)
    content = encoded(picture(), "PNG", pnginfo=info, exif=with_exif())
    assert b"secret-owner" in content and b"eXIf" in content
    return upload(content, "photo.png", "image/png")


def loaded_webp():
    content = encoded(picture(), "WEBP", exif=with_exif(), xmp=xmp("secret-xmp"))
    assert b"secret-owner" in content and b"secret-xmp" in content
    return upload(content, "photo.webp", "image/webp")


@pytest.mark.parametrize("make", [loaded_jpeg, loaded_png, loaded_webp])
def test_nothing_but_pixels_is_left(make):
    content = cleaned(make()).read()

    assert not any(
        mark in content for mark in (b"secret", b"Exif", b"GPS", b"xmpmeta", b"ICC_PROFILE", SECRET.encode())
    )
    kept = Image.open(io.BytesIO(content))
    assert kept.format == "JPEG"
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}


@pytest.mark.parametrize(("format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (58, 34)), (6, (34, 5)), (8, (5, 58))])
def test_picture_is_turned_upright(format, name, orientation, corner):
    image = picture((64, 40), colour="white")
    image.paste("red", (0, 0, 16, 16))
    options = {"exif": with_exif(orientation), **({"quality": 95} if format != "PNG" else {})}

    upright = result(upload(encoded(image, format, **options), name)).convert("RGB")

    assert upright.size == ((64, 40) if orientation in (1, 3) else (40, 64))
    red, green, _blue = upright.getpixel(corner)
    assert red > 200 and green < 80


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_mode_becomes_plain_colour(mode):
    image = picture(mode="RGBA", colour=(200, 10, 10, 255)).convert("RGB").convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").convert("I;16")
    content = encoded(image, "JPEG" if mode == "CMYK" else "PNG")

    assert result(upload(content)).mode == "RGB"


def test_transparency_becomes_white():
    content = encoded(picture(mode="RGBA", colour=(0, 0, 0, 0)), "PNG")

    assert min(result(upload(content)).getpixel((10, 10))) > 250


def test_large_picture_is_made_smaller(settings):
    settings.PHOTO_MASTER_SIDE = 100

    assert result(jpeg((400, 200))).size == (100, 50)


def test_name_and_declared_type_mean_nothing():
    content = encoded(picture(), "PNG")

    assert result(upload(content, "../../etc/passwd.html", "text/html")).format == "JPEG"
    assert refusal(upload(b"<script>alert(1)</script>", "photo.jpg", "image/jpeg")) == "not_a_picture"


def test_too_many_bytes_are_refused_before_reading(settings):
    settings.PHOTO_MAX_BYTES = 1000

    assert refusal(unread(b"x" * 1001)) == "too_large"


def png_header(width, height):
    """A PNG that says it is huge and holds next to nothing."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(6400, 6300), (30_000, 30_000), (100_000, 1000), (2**31 - 1, 1)])
def test_bomb_is_refused_by_its_header(size):
    assert refusal(upload(png_header(*size), "bomb.png")) in ("too_many_pixels", "not_a_picture")


def test_compressed_text_bomb_is_refused():
    text = zlib.compress(b"A" * 70_000_000)
    name = b"zTXt"
    data = b"Comment\0\0" + text
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    content = encoded(picture(), "PNG")
    assert len(chunk) < 100_000

    assert refusal(upload(content[:33] + chunk + content[33:], "bomb.png")) == "not_a_picture"


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_moving_picture_is_refused(format):
    frames = [picture(colour=colour) for colour in ("red", "green", "blue")]
    content = encoded(frames[0], format, save_all=True, append_images=frames[1:])

    assert refusal(upload(content)) == "animated"


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_other_formats_are_refused(format):
    assert refusal(upload(encoded(picture((32, 32)), format))) == "not_a_picture"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00", b"\xff\xd8\xff", b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"MZ\x90\x00",
        b"RIFF\x00\x00\x00\x00WEBP", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "не картинка".encode() * 100,
    ],
)  # fmt: skip
def test_what_is_not_a_picture_is_refused(content):
    assert refusal(upload(content)) == "not_a_picture"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.7])
def test_truncated_picture_is_refused(format, part):
    image = Image.effect_noise((300, 200), 80).convert("RGB")
    content = encoded(image, format)

    assert refusal(upload(content[: int(len(content) * part)])) == "not_a_picture"


def test_what_is_appended_to_a_picture_is_cut_off():
    content = encoded(picture(), "JPEG") + b"<?php system($_GET[0]); ?><script>alert(1)</script>PK\x03\x04"

    master = cleaned(upload(content)).read()

    assert b"<?php" not in master and b"<script" not in master and b"PK\x03\x04" not in master


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_metadata_does_not_stop_a_picture():
    content = encoded(picture(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 40)

    assert result(upload(content)).size == (64, 40)


def test_taken_in_photo_has_a_name_of_ours(town, anna):
    photo = take_in(
        jpeg(name="Иванов кв 5.jpg"), by=anna, description="Качели", collection=town.collection, is_private=True
    )

    assert photo.file.name == f"photos/{photo.public_id[:2]}/{photo.public_id}.jpg"
    assert (photo.width, photo.height) == (64, 40)
    assert photo.is_private


def test_withdrawn_photo_loses_its_public_copies(town, anna, django_capture_on_commit_callbacks):
    photo = take_in(jpeg(), by=anna, description="Качели", collection=town.collection, is_private=False)
    rendition = photo.get_rendition("fill-32x20|format-webp")
    storage, name = rendition.file.storage, rendition.file.name
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(photo)

    photo.refresh_from_db()
    assert photo.is_private
    assert not photo.renditions.exists()
    assert not storage.exists(name)


def test_small_answer_is_small(town, anna):
    photo = take_in(jpeg((800, 500)), by=anna, description="", collection=town.collection, is_private=True)

    answer = response(photo, side=200)

    assert Image.open(io.BytesIO(answer.content)).size == (200, 125)
    assert answer["Cache-Control"] == "private, no-store"
