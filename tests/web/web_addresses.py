"""The page kit alone under `/`, so that its tests need no floor above it."""

from django.urls import include, path

urlpatterns = [path("", include("urtuu.web.urls"))]
