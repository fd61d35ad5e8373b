"""The report as a document that people go on editing and hand in to a contest."""

import io
import re

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from figures.reports.content import Content, meeting_columns
from figures.reports.pictures import small

WIDE = Cm(7.8)
# What XML cannot hold; people paste such signs without seeing them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text) -> str:
    return _UNWRITABLE.sub("", str(text))


def write(content: Content) -> bytes:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    document.core_properties.title = clean(content.title)
    document.core_properties.author = clean(content.report.municipality.brand_name)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
    document.add_heading(clean(content.title), 0)
    document.add_paragraph(_("Made on %(day)s from the figures of %(address)s")
                           % {"day": content.made_on, "address": content.address})  # fmt: skip
    for heading, text in content.texts:
        if text:
            document.add_heading(_title(heading), 1)
            for line in clean(text).splitlines():
                if line.strip():
                    document.add_paragraph(line.strip())
    _figures(document, content)
    _offices(document, content)
    _meetings(document, content)
    _solved(document, content)
    _pictures(document, content)
    _initiatives(document, content)
    _definitions(document, content)
    _signature(document, content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _title(words) -> str:
    words = clean(words)
    return words[:1].upper() + words[1:]


def _table(document, head, rows, numbers=()) -> None:
    """A table whose first row is its head; `numbers` are the columns set to the right."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = clean(words)
        cell.paragraphs[0].runs[0].bold = True
    for row in rows:
        cells = table.add_row().cells
        for column, words in enumerate(row):
            cells[column].text = clean(words)
            if column in numbers:
                cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _note(document, listing) -> None:
    if listing.note:
        document.add_paragraph(clean(listing.note))


def _figures(document, content) -> None:
    document.add_heading(_("Figures"), 1)
    for title, lines in content.groups:
        document.add_heading(clean(title), 2)
        head = [_("Figure"), *(str(year) for year in content.years)]
        rows = [[line.figure.name, *(_cell(cell) for cell in line.cells)] for line in lines]
        _table(document, head, rows, numbers=range(1, len(head)))
    if content.entered_from:
        words = _("Entered by hand, from: %(sources)s.") % {"sources": "; ".join(content.entered_from)}
        document.add_paragraph(f"* {clean(words)}")


def _cell(cell) -> str:
    return f"{cell.text} *" if cell.is_entered else cell.text


def _offices(document, content) -> None:
    if content.offices:
        document.add_heading(_("By department"), 2)
        head = [_("Department"), *(line.figure.name for line in content.offices[0].lines)]
        rows = [[office.department.name, *(line.cell.text for line in office.lines)] for office in content.offices]
        _table(document, head, rows, numbers=range(1, len(head)))


def _meetings(document, content) -> None:
    document.add_heading(_("Meetings held"), 1)
    _note(document, content.meetings)
    head = meeting_columns()
    rows = [
        [row.day, f"{row.place}. {row.title}", row.people, row.voiced, row.solved] for row in content.meetings.rows
    ]
    if rows:
        _table(document, head, rows, numbers=(2, 3, 4))
    else:
        document.add_paragraph(_("No meeting of the year is kept on the site."))


def _solved(document, content) -> None:
    document.add_heading(_("Solved, by address"), 1)
    _note(document, content.solved)
    if not content.solved.rows:
        document.add_paragraph(_("No solved problem of the year is kept on the site."))
    address = None
    for row in content.solved.rows:
        if row.address != address:
            address = row.address
            document.add_heading(clean(address), 2)
        text = f"№ {row.appeal.number}. {row.appeal.title} — {row.day}"
        document.add_paragraph(clean(f"{text}. {row.words}" if row.words else text), style="List Bullet")


def _pictures(document, content) -> None:
    pairs = [(row, small(row.before) if row.before else None, small(row.after)) for row in content.pictured]
    pairs = [(row, before, after) for row, before, after in pairs if after]
    if not pairs:
        return
    document.add_heading(_("Before and after"), 1)
    for row, before, after in pairs:
        document.add_paragraph(clean(f"{row.address}. {row.appeal.title}")).paragraph_format.keep_with_next = True
        paragraph = document.add_paragraph()
        for picture, photo in ((before, row.before), (after, row.after)):
            if picture:
                shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=WIDE)
                shape._inline.docPr.set("descr", clean(photo.description))
                paragraph.add_run(" ")


def _initiatives(document, content) -> None:
    document.add_heading(_("Initiatives of residents"), 1)
    _note(document, content.initiatives)
    rows = [[row.number, row.title, row.community.title, row.get_state_display()] for row in content.initiatives.rows]
    if rows:
        _table(document, ["№", _("Initiative"), _("Community"), _("Stage")], rows)
    else:
        document.add_paragraph(_("No initiative was proposed in the year."))


def _definitions(document, content) -> None:
    document.add_heading(_("How the figures are counted"), 1)
    for figure in content.figures:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{clean(figure.name)}. ").bold = True
        paragraph.add_run(clean(figure.definition))


def _signature(document, content) -> None:
    document.add_heading(_("Signature"), 1)
    document.add_paragraph(
        _("The site keeps who signed this report off and when, and the digests of its files: %(address)s")
        % {"address": content.address}
    )
    document.add_paragraph("____________________   ____________________   ____________")
    document.add_paragraph(_("position, name, signature, date"))
