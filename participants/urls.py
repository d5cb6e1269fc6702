"""Addresses of participants."""

from django.urls import path

from participants.views import (
    attendance,
    certificates,
    graduation,
    papers,
    people,
    photos,
    registration,
    registration_page,
    selection,
)

SESSION = "pelatihan/<slug:code>"
CERTIFICATES = f"{SESSION}/kelulusan/sertifikat"

urlpatterns = [
    path(f"{SESSION}/peserta/", selection.session_registrations, name="session-registrations"),
    path(f"{SESSION}/peserta/keputusan/", selection.session_decide, name="session-decide"),
    path(f"{SESSION}/peserta/<int:pk>/", registration_page.registration_detail, name="registration-detail"),
    path(f"{SESSION}/peserta/<int:pk>/keputusan/", registration_page.registration_decide, name="registration-decide"),
    path(f"{SESSION}/peserta/<int:pk>/urutan/", selection.registration_order, name="registration-order"),
    path(
        f"{SESSION}/peserta/<int:pk>/undur-diri/", registration_page.registration_withdraw, name="registration-withdraw"
    ),
    path(f"{SESSION}/peserta/<int:pk>/gugur/", registration_page.registration_drop, name="registration-drop"),
    path(f"{SESSION}/kehadiran/", attendance.attendance_current, name="attendance-current"),
    path(f"{SESSION}/kehadiran/<int:number>/", attendance.attendance, name="attendance"),
    path(f"{SESSION}/kehadiran/<int:number>/simpan/", attendance.attendance_save, name="attendance-save"),
    path(f"{SESSION}/kehadiran/<int:number>/<int:pk>/", attendance.attendance_mark, name="attendance-mark"),
    path(f"{SESSION}/kehadiran/<int:number>/buka-kunci/", attendance.attendance_unlock, name="attendance-unlock"),
    path(f"{SESSION}/kehadiran/<int:number>/cetak/", papers.attendance_list, name="attendance-list"),
    path(f"{SESSION}/kehadiran/cetak/<slug:by>/", papers.attendance_lists, name="attendance-lists"),
    path(f"{SESSION}/kehadiran/rekap/<slug:form>/", papers.attendance_recap, name="attendance-recap"),
    path(f"{SESSION}/cetak/", papers.session_papers, name="session-papers"),
    path(f"{SESSION}/cetak/<slug:paper>/", papers.desk_papers, name="desk-papers"),
    path(f"{SESSION}/cetak/<slug:paper>/kosong/", papers.desk_paper_blank, name="desk-paper-blank"),
    path(f"{SESSION}/cetak/<slug:paper>/<int:pk>/", papers.registration_paper, name="registration-paper"),
    path(f"{SESSION}/kelulusan/", graduation.graduation, name="graduation"),
    path(f"{SESSION}/kelulusan/usulkan/", graduation.graduation_propose, name="graduation-propose"),
    path(f"{SESSION}/kelulusan/sahkan/", graduation.graduation_confirm, name="graduation-confirm"),
    path(f"{SESSION}/kelulusan/kembalikan/", graduation.graduation_return, name="graduation-return"),
    path(f"{CERTIFICATES}/", certificates.session_certificates, name="session-certificates"),
    path(f"{CERTIFICATES}/terbitkan/", certificates.certificate_issue, name="certificate-issue"),
    path(f"{CERTIFICATES}/cetak/", certificates.certificate_book, name="certificate-book"),
    path(f"{CERTIFICATES}/pratinjau/<int:pk>/", certificates.certificate_preview, name="certificate-preview"),
    path("sertifikat/<int:pk>/", certificates.certificate_detail, name="certificate-detail"),
    path("sertifikat/<int:pk>/surat/", certificates.certificate_paper, name="certificate-paper"),
    path("sertifikat/<int:pk>/cabut/", certificates.certificate_revoke, name="certificate-revoke"),
    path(f"{SESSION}/selesai/", graduation.session_finish, name="session-finish"),
    path("pendaftaran/", registration.registration_start, name="registration-start"),
    path("pendaftaran/<slug:code>/baru/", registration.registration_create, name="registration-create"),
    path("pendaftaran/<slug:code>/baru/nik/", registration.registration_nik, name="registration-nik"),
    path("peserta/", people.participant_list, name="participant-list"),
    path("peserta/<int:pk>/", people.participant_detail, name="participant-detail"),
    path("peserta/<int:pk>/nik/", people.participant_nik, name="participant-nik"),
    path("peserta/<int:pk>/foto/", photos.participant_photo, name="participant-photo"),
    path("peserta/<int:pk>/foto/hapus/", photos.participant_photo_remove, name="participant-photo-remove"),
    path("peserta/<int:pk>/foto/gambar/", photos.participant_photo_image, name="participant-photo-image"),
    path("peserta/<int:pk>/ubah/", people.participant_edit, name="participant-edit"),
]
