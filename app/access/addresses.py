"""What links say: the installation's own address, never what a request claims it is."""

import socket

from starlette.requests import Request

from app.settings import Settings


def public_base(settings: Settings, request: Request | None = None) -> str:
    """The address that links and QR codes begin with, without a slash at its end.

    What a request calls us is believed only when it is one of the allowed hosts.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if request is not None and (request.url.hostname or "").lower() in settings.hosts:
        return f"{request.url.scheme}://{request.url.netloc}"
    return f"http://{own_address()}:{settings.port}"


def own_address() -> str:
    """This machine's address on its network, or 127.0.0.1 when it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Choosing a route sends no packet; the address is one kept for documentation.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def links(base: str, tokens: dict[str, str]) -> dict[str, str]:
    """The link of each role, and ``screen``: the viewer's in projector dress."""
    found = {role: f"{base}/l/{token}" for role, token in tokens.items()}
    return {**found, "screen": f"{base}/l/{tokens['viewer']}?screen=1"}
