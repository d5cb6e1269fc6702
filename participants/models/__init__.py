"""Who takes part: people, their place in an angkatan, attendance, graduation."""

from participants.models.classroom import Attendance, AttendanceUnlock, Graduation, Registration, SeatedSession
from participants.models.people import NikLook, Participant

__all__ = ["Attendance", "AttendanceUnlock", "Graduation", "NikLook", "Participant", "Registration", "SeatedSession"]
