"""The public pages: no account, no script needed."""

from django.urls import path

from urtuu.interfaces.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("", views.index, name="index"),
    path("gacha/<slug:code>/", views.gacha, name="gacha"),
]
