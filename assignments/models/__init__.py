"""What was promised: to whom it was given, by when, in which steps, and what was reported."""

from assignments.models.assignment import (
    ALLOWED,
    CLOSED,
    OPEN,
    Assignment,
    AssignmentSource,
    AssignmentState,
)
from assignments.models.course import Extension, ExtensionRequest, RequestOutcome, Step
from assignments.models.desk import SavedFilter
from assignments.models.reports import ExecutionReport, ReportOutcome, ReportPhoto, ReportPhotoKind

__all__ = [
    "ALLOWED",
    "CLOSED",
    "OPEN",
    "Assignment",
    "AssignmentSource",
    "AssignmentState",
    "ExecutionReport",
    "Extension",
    "ExtensionRequest",
    "ReportOutcome",
    "ReportPhoto",
    "ReportPhotoKind",
    "RequestOutcome",
    "SavedFilter",
    "Step",
]
