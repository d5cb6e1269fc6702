"""The history of what is offered in words."""

from tkm.lib.told import Now, Told, Turn, tell
from training.enums import MeetingStatus, SessionStatus
from training.models import (
    FundingSource,
    Holiday,
    Instructor,
    Meeting,
    Program,
    ProgramUnit,
    SessionInstructor,
    TrainingSession,
)

SESSIONS, MEETINGS, REFERENCE = "Data angkatan", "Pertemuan", "Data rujukan"

tell(Program, Told.of(REFERENCE, "program {name}", "program"))
tell(ProgramUnit, Told.of(REFERENCE, "unit {code} {title}", "unit kompetensi", name="{code} {title}"))
tell(FundingSource, Told.of(REFERENCE, "sumber dana {name}", "sumber dana"))
tell(Holiday, Told.of(REFERENCE, "hari libur {day}: {name}", "hari libur", name="{day:tanggal}, {name}"))
tell(Instructor, Told.of(REFERENCE, "instruktur {name}", "instruktur"))
tell(
    TrainingSession,
    Told.of(
        SESSIONS,
        "angkatan {code}",
        "angkatan",
        made="menyusun",
        name="{program__name} {number:romawi}/{year}",
        turns=(
            Turn("status", SessionStatus.PUBLISHED, ("membuka angkatan {code}", "membuka {n} angkatan")),
            Turn("status", SessionStatus.FINISHED, ("menyelesaikan angkatan {code}", "menyelesaikan {n} angkatan")),
            Turn(
                "status",
                SessionStatus.CANCELLED,
                ("membatalkan angkatan {code}: {cancel_reason}", "membatalkan {n} angkatan"),
            ),
            Turn(
                "registration_closed_at",
                Now.FILLED,
                ("menutup pendaftaran {code} lebih awal", "menutup pendaftaran {n} angkatan"),
            ),
            Turn(
                "registration_closed_at",
                Now.EMPTIED,
                ("membuka lagi pendaftaran {code}", "membuka lagi pendaftaran {n} angkatan"),
            ),
        ),
    ),
)
tell(
    SessionInstructor,
    Told(
        kind=SESSIONS,
        made=("menugaskan {instructor} sebagai instruktur", "menugaskan {n} instruktur"),
        changed=("mengganti instruktur menjadi {instructor}", "mengganti {n} instruktur"),
        gone=("melepas {instructor} sebagai instruktur", "melepas {n} instruktur"),
        name="{instructor__name}",
    ),
)
tell(
    Meeting,
    Told.of(
        MEETINGS,
        "pertemuan {number}, {held_on}",
        "pertemuan",
        made="menjadwalkan",
        name="pertemuan {number}, {held_on:tanggal}",
        turns=(
            Turn(
                "status",
                MeetingStatus.HELD,
                ("mengunci daftar hadir pertemuan {number}", "mengunci {n} daftar hadir"),
            ),
            Turn(
                "status",
                MeetingStatus.CANCELLED,
                ("membatalkan pertemuan {number}: {reason}", "membatalkan {n} pertemuan"),
            ),
            Turn(
                "status",
                MeetingStatus.PLANNED,
                ("membuka kunci daftar hadir pertemuan {number}", "membuka kunci {n} daftar hadir"),
                was=(MeetingStatus.HELD,),
            ),
            Turn(
                "held_on",
                Now.CHANGED,
                ("memindahkan pertemuan {number} ke {held_on}", "memindahkan {n} pertemuan"),
            ),
            Turn(
                "starts_at",
                Now.CHANGED,
                ("memindahkan pertemuan {number} ke pukul {starts_at}", "memindahkan {n} pertemuan"),
            ),
        ),
    ),
)
