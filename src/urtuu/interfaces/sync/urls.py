"""The addresses of the wire."""

from django.urls import path

from urtuu.interfaces.sync import views

app_name = "sync"
urlpatterns = [
    path("", views.sync, name="sync"),
    path("/enrol", views.enrolment, name="enrol"),
]
