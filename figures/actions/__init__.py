"""Acts of figures: counting anew, and the annual report from its order to its signature."""

from figures.actions.building import build_reports
from figures.actions.measuring import measure_responses
from figures.actions.refreshing import refresh, refresh_figures
from figures.actions.reporting import order_report, remove_report, rewrite_report, seal_of, sign_report

__all__ = [
    "build_reports",
    "measure_responses",
    "order_report",
    "refresh",
    "refresh_figures",
    "remove_report",
    "rewrite_report",
    "seal_of",
    "sign_report",
]
