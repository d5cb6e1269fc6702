"""Log-in, log-out, my account, and the sign of life.

Only what this office uses of allauth: nobody signs up, no mail is sent.
"""

from allauth.account import views as entrance
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from accounts.views import account, clock, second_factor

urlpatterns = [
    path("masuk/", entrance.login, name="account_login"),
    path("masuk/kode/", factor.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("keluar/", entrance.logout, name="account_logout"),
    path("akun/", account.profile, name="profile"),
    path("akun/sandi/", account.password_change, name="account_change_password"),
    path("akun/perangkat/keluar/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("akun/perangkat/<int:pk>/keluar/", account.device_sign_out, name="device-sign-out"),
    path("akun/waktu/", clock.time_left, name="time-left"),
    path("akun/lanjut/", clock.signed_in_again, name="signed-in-again"),
    path("akun/yakinkan/", entrance.reauthenticate, name="account_reauthenticate"),
    path("akun/yakinkan/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("akun/yakinkan/kunci-sandi/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/dua-langkah/", second_factor.second_factor, name="mfa_index"),
    path("akun/dua-langkah/aplikasi/", app.activate_totp, name="mfa_activate_totp"),
    path("akun/dua-langkah/aplikasi/lepas/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode-cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/dua-langkah/kode-cadangan/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/dua-langkah/kode-cadangan/unduh/", second_factor.download_codes, name="mfa_download_recovery_codes"),
    path("akun/dua-langkah/kunci-sandi/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("akun/dua-langkah/kunci-sandi/<int:pk>/", second_factor.rename_passkey, name="mfa_edit_webauthn"),
    path("akun/dua-langkah/kunci-sandi/<int:pk>/lepas/", second_factor.remove_passkey, name="mfa_remove_webauthn"),
    path("tombol-pintas/", account.keys, name="keys"),
    path("healthz", clock.healthz, name="healthz"),
]
