"""The wire alone."""

from django.urls import include, path

urlpatterns = [path("", include("urtuu.interfaces.sync.urls"))]
