"""The addresses of the wire."""

from django.urls import path

from urtuu.interfaces.sync import blobs, views

app_name = "sync"
urlpatterns = [
    path("sync", views.sync, name="sync"),
    path("sync/enrol", views.enrolment, name="enrol"),
    path("sync/sealed", views.sealed, name="sealed"),
    path("sync/blobs/<str:sha256>", blobs.blob, name="blob"),
]
