"""Who takes part: people, their place in an angkatan, attendance, graduation, certificates."""

from participants.models.certificates import Certificate
from participants.models.classroom import Attendance, AttendanceUnlock, Graduation, Registration, SeatedSession
from participants.models.people import NikLook, Participant

__all__ = [
    "Attendance",
    "AttendanceUnlock",
    "Certificate",
    "Graduation",
    "NikLook",
    "Participant",
    "Registration",
    "SeatedSession",
]
