"""Addresses of training."""

from django.urls import include, path

from training.views import life, meetings, programs, sessions

one_session = [
    path("", sessions.session_detail, name="session-detail"),
    path("ubah/", sessions.session_edit, name="session-edit"),
    path("buka/", life.session_publish, name="session-publish"),
    path("tutup/", life.session_close, name="session-close"),
    path("buka-lagi/", life.session_reopen, name="session-reopen"),
    path("batalkan/", life.session_cancel, name="session-cancel"),
    path("pertemuan/", meetings.meeting_list, name="meeting-list"),
    path("pertemuan/susun/", meetings.meeting_plan, name="meeting-plan"),
    path("pertemuan/baru/", meetings.meeting_create, name="meeting-create"),
    path("pertemuan/<int:pk>/ubah/", meetings.meeting_edit, name="meeting-edit"),
    path("pertemuan/<int:pk>/batalkan/", meetings.meeting_cancel, name="meeting-cancel"),
]

urlpatterns = [
    path("pelatihan/", sessions.session_list, name="session-list"),
    path("pelatihan/baru/", sessions.session_create, name="session-create"),
    path("pelatihan/program/", programs.program_list, name="program-list"),
    path("pelatihan/program/<int:pk>/unit/", programs.program_units, name="program-units"),
    path("pelatihan/<slug:code>/", include(one_session)),
]
