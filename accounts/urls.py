"""Log-in, log-out, my account, and the sign of life."""

from allauth.account import views as allauth_views
from django.urls import path

from accounts import views

urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("akun/", views.profile, name="profile"),
    path("akun/sandi/", views.password_change, name="account_change_password"),
    path("healthz", views.healthz, name="healthz"),
]
