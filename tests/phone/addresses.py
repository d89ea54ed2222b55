"""The wire alone."""

from django.urls import include, path

urlpatterns = [path("sync", include("urtuu.interfaces.sync.urls"))]
