"""Reached only where the app has not been built: otherwise its files answer first."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

app_name = "field"
NOT_BUILT = (
    "手机应用还没有安装到这台服务器上：请管理员运行 make setup，然后重新启动。\n"
    "The field app is not on this server yet: run “make setup” and start the site again.\n"
)


@require_safe
def not_built(_request: HttpRequest) -> HttpResponse:
    """Says what is missing and who can bring it."""
    return HttpResponse(NOT_BUILT, content_type="text/plain; charset=utf-8", status=503)


urlpatterns = [path("", not_built, name="app")]
