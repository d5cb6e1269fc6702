"""The history of people, their registrations, marks and graduation in words."""

from participants.enums import RegistrationStatus as S
from participants.models import (
    Attendance,
    AttendanceUnlock,
    Certificate,
    Graduation,
    NikLook,
    Participant,
    Registration,
)
from tkm.lib.told import Now, Told, Turn, tell

PEOPLE, LOOKS, REGISTRATIONS = "Data diri", "NIK lengkap dilihat", "Pendaftaran"
ATTENDANCE, GRADUATION, CERTIFICATES = "Kehadiran", "Kelulusan", "Sertifikat"


def _became(status: S, one: str, many: str, was: tuple[S, ...] = ()) -> Turn:
    return Turn("status", status, (one, many), was)


tell(
    Participant,
    Told.of(
        PEOPLE,
        "data {name}",
        "data warga",
        made="mencatat",
        turns=(
            Turn("photo", Now.CHANGED, ("mengganti foto {name}", "mengganti {n} foto")),
            Turn("photo", Now.EMPTIED, ("menghapus foto {name}", "menghapus {n} foto")),
        ),
    ),
)
tell(
    NikLook,
    Told(
        kind=LOOKS,
        made=("melihat NIK lengkap {participant} ({place}): {reason}", "melihat {n} NIK lengkap"),
        changed=("mengubah catatan", "mengubah {n} catatan"),
        gone=("menghapus catatan", "menghapus {n} catatan"),
        name="{participant__name}",
    ),
)
tell(
    Registration,
    Told(
        kind=REGISTRATIONS,
        made=("mendaftarkan {participant} ke {session}", "mendaftarkan {n} warga"),
        changed=("mengubah pendaftaran {participant}", "mengubah {n} pendaftaran"),
        gone=("menghapus pendaftaran {participant} dari {session}", "menghapus {n} pendaftaran"),
        name="{participant__name}",
        turns=(
            _became(
                S.ELIGIBLE,
                "mengembalikan {participant} ke MS",
                "mengembalikan {n} pendaftar ke MS",
                (S.ACCEPTED, S.WAITLISTED, S.NOT_SELECTED, S.OFFERED),
            ),
            _became(S.ELIGIBLE, "menyatakan {participant} memenuhi syarat", "menyatakan {n} pendaftar memenuhi syarat"),
            _became(
                S.INELIGIBLE,
                "menyatakan {participant} tidak memenuhi syarat: {status_reason}",
                "menyatakan {n} pendaftar tidak memenuhi syarat",
            ),
            _became(
                S.ACCEPTED,
                "membatalkan gugur {participant}, No. {seat_number}",
                "membatalkan {n} gugur",
                (S.DROPPED_OUT,),
            ),
            _became(S.ACCEPTED, "menerima {participant}: lolos, No. {seat_number}", "menerima {n} peserta"),
            _became(
                S.WAITLISTED,
                "menempatkan {participant} sebagai cadangan {waitlist_rank}",
                "menempatkan {n} pendaftar sebagai cadangan",
            ),
            _became(S.NOT_SELECTED, "menyatakan {participant} tidak lolos", "menyatakan {n} pendaftar tidak lolos"),
            _became(S.OFFERED, "memanggil {participant} dari cadangan", "memanggil {n} cadangan"),
            _became(
                S.WITHDRAWN,
                "mencatat {participant} mengundurkan diri: {status_reason}",
                "mencatat {n} orang mengundurkan diri",
            ),
            _became(S.DROPPED_OUT, "mencatat {participant} gugur: {status_reason}", "mencatat {n} peserta gugur"),
            _became(S.COMPLETED, "menetapkan {participant} lulus", "menetapkan {n} peserta lulus"),
            _became(S.NOT_COMPLETED, "menetapkan {participant} tidak lulus", "menetapkan {n} peserta tidak lulus"),
            _became(
                S.SUBMITTED, "membuka lagi pendaftaran {participant}", "membuka lagi {n} pendaftaran", (S.WITHDRAWN,)
            ),
            _became(
                S.SUBMITTED,
                "mengembalikan {participant} ke menunggu verifikasi",
                "mengembalikan {n} pendaftar ke menunggu verifikasi",
            ),
            Turn(
                "waitlist_rank",
                Now.CHANGED,
                ("memindahkan {participant} ke cadangan {waitlist_rank}", "mengubah urutan {n} cadangan"),
            ),
        ),
    ),
)
tell(
    Attendance,
    Told(
        kind=ATTENDANCE,
        made=("menandai {registration} {mark:kecil} pada {meeting}", "menandai kehadiran {n} peserta pada {meeting}"),
        changed=(
            "mengganti tanda {registration} pada {meeting}",
            "mengganti tanda {n} peserta pada {meeting}",
        ),
        gone=("menghapus tanda {registration} pada {meeting}", "menghapus {n} tanda kehadiran"),
        name="{registration__participant__name}",
    ),
)
tell(
    AttendanceUnlock,
    Told(
        kind=ATTENDANCE,
        made=("menulis alasan membuka kunci {meeting}: {reason}", "menulis {n} alasan membuka kunci"),
        changed=("mengubah catatan", "mengubah {n} catatan"),
        gone=("menghapus catatan", "menghapus {n} catatan"),
        name="{reason}",
    ),
)
tell(
    Graduation,
    Told(
        kind=GRADUATION,
        made=("mengusulkan {registration} {outcome:kecil}", "mengusulkan kelulusan {n} peserta"),
        changed=("mengusulkan lagi {registration} {outcome:kecil}", "mengusulkan lagi kelulusan {n} peserta"),
        gone=("menghapus usulan kelulusan {registration}", "menghapus {n} usulan kelulusan"),
        name="{registration__participant__name}",
        turns=(
            Turn(
                "confirmed_at",
                Now.FILLED,
                ("mengesahkan kelulusan {registration}: {outcome:kecil}", "mengesahkan kelulusan {n} peserta"),
            ),
            Turn(
                "returned_at",
                Now.CHANGED,
                (
                    "mengembalikan usulan {registration}: {return_reason}",
                    "mengembalikan usulan {n} peserta",
                ),
            ),
        ),
    ),
)
tell(
    Certificate,
    Told.of(
        CERTIFICATES,
        "sertifikat {number} untuk {registration}",
        "sertifikat",
        made="menerbitkan",
        name="sertifikat {number__text}",
        turns=(
            Turn(
                "revoked_at", Now.FILLED, ("mencabut sertifikat {number}: {revoke_reason}", "mencabut {n} sertifikat")
            ),
        ),
    ),
)
