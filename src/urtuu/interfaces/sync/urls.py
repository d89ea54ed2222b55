"""The addresses of the wire."""

from django.urls import path

from urtuu.interfaces.sync import views

app_name = "sync"
urlpatterns = [
    path("sync", views.sync, name="sync"),
    path("sync/enrol", views.enrolment, name="enrol"),
]
