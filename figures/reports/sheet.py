"""The report as a PDF that is read and kept as it is."""

from django.utils.translation import gettext as _

from core import pdf
from figures.reports.content import Content, meeting_columns
from figures.reports.pictures import small


def write(content: Content) -> bytes:
    data, files = sheet_data(content)
    return pdf.render("annual_report", data, files=files)


def sheet_data(content: Content) -> tuple[dict, dict[str, bytes]]:
    """What the template is given: words and numbers only, and the pictures beside it."""
    pairs, files = _pairs(content)
    return {
        "title": content.title,
        "brand": content.report.municipality.brand_name,
        "made": _("Made on %(day)s from the figures of the site") % {"day": content.made_on},
        "texts": [{"heading": _title(heading), "lines": _lines(text)} for heading, text in content.texts if text],
        "figures": {"heading": _("Figures"), "groups": _groups(content), "note": _entered(content)},
        "tables": [part for part in (_offices(content), _meetings(content), _initiatives(content)) if part],
        "solved": {
            "heading": _("Solved, by address"),
            "note": content.solved.note,
            "empty": "" if content.solved.rows else _("No solved problem of the year is kept on the site."),
            "places": _places(content),
        },
        "pairs": {"heading": _("Before and after"), "rows": pairs},
        "definitions": {
            "heading": _("How the figures are counted"),
            "rows": [[str(figure.name), str(figure.definition)] for figure in content.figures],
        },
        "signature": {
            "heading": _("Signature"),
            "text": _("The site keeps who signed this report off and when, and the digests of its files."),
            "words": _("position, name, signature, date"),
        },
        "address": content.address,
        "qr": pdf.qr(content.address),
        "qr_alt": _("The code of the address below"),
    }, files


def _title(words) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def _lines(text) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _groups(content):
    return [
        {
            "heading": str(title),
            "head": [_("Figure"), *map(str, content.years)],
            "body": [
                [str(line.figure.name), *(f"{cell.text} *" if cell.is_entered else cell.text for cell in line.cells)]
                for line in lines
            ],
        }
        for title, lines in content.groups
    ]


def _entered(content) -> str:
    if not content.entered_from:
        return ""
    return "* " + _("Entered by hand, from: %(sources)s.") % {"sources": "; ".join(content.entered_from)}


def _offices(content) -> dict | None:
    if not content.offices:
        return None
    return {
        "heading": _("By department"),
        "note": "",
        "numbers": True,
        "head": [_("Department"), *(str(line.figure.name) for line in content.offices[0].lines)],
        "body": [[one.department.name, *(line.cell.text for line in one.lines)] for one in content.offices],
    }


def _meetings(content) -> dict:
    rows = content.meetings.rows
    return {
        "heading": _("Meetings held"),
        "note": content.meetings.note or ("" if rows else _("No meeting of the year is kept on the site.")),
        "numbers": False,
        "head": meeting_columns(),
        "body": [
            [row.day, f"{row.place}. {row.title}", row.people, str(row.voiced), str(row.solved)]
            for row in rows
        ],
    }  # fmt: skip


def _initiatives(content) -> dict:
    rows = content.initiatives.rows
    return {
        "heading": _("Initiatives of residents"),
        "note": content.initiatives.note or ("" if rows else _("No initiative was proposed in the year.")),
        "numbers": False,
        "head": ["№", _("Initiative"), _("Community"), _("Stage")],
        "body": [[str(row.number), row.title, row.community.title, str(row.get_state_display())] for row in rows],
    }


def _places(content) -> list[dict]:
    places = {}
    for row in content.solved.rows:
        text = f"№ {row.appeal.number}. {row.appeal.title} — {row.day}"
        places.setdefault(row.address, []).append(f"{text}. {row.words}" if row.words else text)
    return [{"address": address, "lines": lines} for address, lines in places.items()]


def _pairs(content) -> tuple[list[dict], dict[str, bytes]]:
    files, rows = {}, []
    for number, row in enumerate(content.pictured):
        pictures = []
        for kind, photo, word in (("a", row.before, _("Before")), ("b", row.after, _("After"))):
            picture = small(photo) if photo else None
            if picture:
                name = f"{number}{kind}.jpg"
                files[name] = picture
                pictures.append({"file": name, "alt": photo.description or word, "word": word})
        if pictures:
            rows.append({"title": f"{row.address}. {row.appeal.title}", "pictures": pictures})
    return rows, files
