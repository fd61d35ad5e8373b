"""Which devices of the reader's machine a page may ask for: none, but where a view says so (Permissions-Policy)."""

from functools import wraps

DEVICES = ("camera", "microphone", "geolocation", "payment", "usb")
HEADER = "Permissions-Policy"


def policy(*allowed: str) -> str:
    """The header that lets the site itself, and no frame of others, use these devices."""
    return ", ".join(f"{device}=({'self' if device in allowed else ''})" for device in DEVICES)


def may_use(*devices: str):
    """Let the page of a view ask for devices: @may_use("camera")."""

    def decorator(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response[HEADER] = policy(*devices)
            return response

        return wrapped

    return decorator


def device_policy(get_response):
    """Forbid every device to whatever did not ask."""

    def middleware(request):
        response = get_response(request)
        response.setdefault(HEADER, policy())
        return response

    return middleware
