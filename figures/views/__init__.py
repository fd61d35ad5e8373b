"""Pages of figures and of annual reports."""

from figures.views.listing import counted_list
from figures.views.page import page
from figures.views.reports import download, new_report, remove_report, report, reports, rewrite_report, sign_report

__all__ = [
    "counted_list",
    "download",
    "new_report",
    "page",
    "remove_report",
    "report",
    "reports",
    "rewrite_report",
    "sign_report",
]
