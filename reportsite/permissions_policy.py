"""No page of the site uses these of the browser, so no script that got in can."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NOT_USED = ["camera", "display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial", "usb"]
POLICY = ", ".join(f"{name}=()" for name in _NOT_USED)


def refuse_devices(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = POLICY
        return response

    return middleware
