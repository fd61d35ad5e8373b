from figures.models.report import AnnualReport, AnnualReportQuerySet, ReportFormat, ReportState
from figures.models.values import FigureRefresh, FigureValue, ResponseTime, YearTotal

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "FigureRefresh",
    "FigureValue",
    "ReportFormat",
    "ReportState",
    "ResponseTime",
    "YearTotal",
]
