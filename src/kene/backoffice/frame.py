"""What stands around each of agents' pages."""

from django.http import HttpRequest


def around(request: HttpRequest) -> dict[str, object]:
    return {}
