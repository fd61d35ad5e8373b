"""What every template may know without asking the database."""

from core.display import read_cookie


def display(request):
    """How this reader wants to see the site: attributes of <html> (`core.display`)."""
    return {"display": read_cookie(request.COOKIES.get("view", ""))}
