from publications.models.evidence import KeptPicture
from publications.models.pages import (
    PER_PAGE,
    DecisionIndexPage,
    DecisionPage,
    NewsIndexPage,
    NewsPage,
    PublicationPage,
    PublicationQuerySet,
    TextPage,
)
from publications.models.results import BeforeAfterPair, ResultIndexPage, ResultPage

__all__ = [
    "PER_PAGE",
    "BeforeAfterPair",
    "DecisionIndexPage",
    "DecisionPage",
    "KeptPicture",
    "NewsIndexPage",
    "NewsPage",
    "PublicationPage",
    "PublicationQuerySet",
    "ResultIndexPage",
    "ResultPage",
    "TextPage",
]
