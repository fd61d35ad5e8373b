"""The rows of an import that were not taken, as a file to correct."""

from django.utils.translation import gettext as _

from communities.actions.registry import told_columns
from communities.models import PremisesImport
from communities.registry.report import workbook_of
from communities.wording import TARGETS, in_words


def workbook_of_problems(source: PremisesImport) -> bytes:
    """An XLSX with the row's number, what was read and what is wrong with it."""
    header = [_("Row"), *(str(TARGETS[target]) for target in told_columns(source)), _("What is wrong")]
    problems = source.problems.iterator(chunk_size=2000)
    return workbook_of(header, ([str(problem.row), *problem.cells, in_words(problem.reasons)] for problem in problems))
