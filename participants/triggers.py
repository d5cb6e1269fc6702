"""What the database itself refuses of registrations and marks, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

from participants.enums import GRADUATED
from training.enums import SessionStatus

WITHIN_QUOTA = pgtrigger.Trigger(
    name="registration_within_quota",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__seat_number__isnull=False),
    declare=[("places", "integer")],
    func="""
        SELECT quota INTO places FROM training_trainingsession WHERE id = NEW.session_id FOR SHARE;
        IF NEW.seat_number > places THEN
            RAISE EXCEPTION 'nomor urut % melebihi kuota %', NEW.seat_number, places
                USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_within_quota';
        END IF;
        RETURN NEW;
    """,
)

GRADUATES_ONLY_CONFIRMED = pgtrigger.Trigger(
    name="registration_graduates_only_confirmed",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__status__in=list(GRADUATED)),
    declare=[("of_session", "text")],
    func="""
        SELECT status INTO of_session FROM training_trainingsession WHERE id = NEW.session_id FOR SHARE;
        IF of_session = 'cancelled' THEN
            RAISE EXCEPTION 'angkatan sudah dibatalkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_graduates_not_of_cancelled_session';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM participants_graduation
             WHERE registration_id = NEW.id AND outcome = NEW.status AND confirmed_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'kelulusan belum disahkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_graduates_only_confirmed';
        END IF;
        RETURN NEW;
    """,
)

GRADUATION_IS_FINAL = pgtrigger.Protect(
    name="registration_graduation_is_final",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__status__in=list(GRADUATED)) & pgtrigger.Q(old__status__df=pgtrigger.F("new__status")),
)

REGISTRATION_NEVER_MOVES = pgtrigger.Protect(
    name="registration_never_moves",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__participant__df=pgtrigger.F("new__participant"))
    | pgtrigger.Q(old__session__df=pgtrigger.F("new__session")),
)

# Locks the meeting and the person for sharing: whoever locks the list or lets the person leave waits, or is waited for.
MARK_FITS = pgtrigger.Trigger(
    name="attendance_mark_fits",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("meeting", "record"), ("person", "record"), ("broken", "text")],
    func="""
        SELECT * INTO meeting FROM training_meeting
         WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.meeting_id ELSE OLD.meeting_id END FOR SHARE;
        IF meeting.locked_at IS NOT NULL THEN
            RAISE EXCEPTION 'daftar hadir sudah dikunci'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_list_is_open';
        ELSIF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        SELECT * INTO person FROM participants_registration WHERE id = NEW.registration_id FOR SHARE;
        broken := CASE
            WHEN NEW.meeting_id <> meeting.id THEN 'attendance_stays_at_its_meeting'
            WHEN person.session_id <> meeting.session_id THEN 'attendance_of_own_session'
            WHEN meeting.status = 'cancelled' THEN 'attendance_not_of_cancelled_meeting'
            WHEN meeting.held_on > person.left_on THEN 'attendance_until_leaving'
            WHEN NEW.late_minutes >= meeting.lesson_hours * 45 THEN 'attendance_late_within_meeting'
        END;
        IF broken IS NOT NULL THEN
            RAISE EXCEPTION 'tanda kehadiran ditolak: %', broken
                USING ERRCODE = 'check_violation', CONSTRAINT = broken;
        END IF;
        RETURN NEW;
    """,
)

LEFT_AFTER_LAST_MARK = pgtrigger.Trigger(
    name="registration_left_after_last_mark",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__left_on__isnull=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM participants_attendance a JOIN training_meeting m ON m.id = a.meeting_id
             WHERE a.registration_id = NEW.id AND m.held_on > NEW.left_on AND m.status <> 'cancelled'
        ) THEN
            RAISE EXCEPTION 'masih ada tanda kehadiran sesudah tanggal keluar'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_left_after_last_mark';
        END IF;
        RETURN NEW;
    """,
)

QUOTA_COVERS_NUMBERS = pgtrigger.Trigger(
    name="session_quota_covers_numbers",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__quota__df=pgtrigger.F("new__quota")),
    func="""
        IF EXISTS (SELECT 1 FROM participants_registration WHERE session_id = NEW.id AND seat_number > NEW.quota) THEN
            RAISE EXCEPTION 'kuota % di bawah nomor urut yang sudah diberikan', NEW.quota
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_quota_covers_numbers';
        END IF;
        RETURN NEW;
    """,
)

CANCELLED_WITHOUT_GRADUATES = pgtrigger.Trigger(
    name="session_cancelled_without_graduates",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__status=SessionStatus.CANCELLED),
    func="""
        IF EXISTS (
            SELECT 1 FROM participants_registration
             WHERE session_id = NEW.id AND status IN ('completed', 'not_completed')
        ) THEN
            RAISE EXCEPTION 'kelulusan angkatan ini sudah disahkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'session_cancelled_without_graduates';
        END IF;
        RETURN NEW;
    """,
)

CONFIRMED_IS_FINAL = pgtrigger.Protect(
    name="graduation_confirmed_is_final",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__confirmed_at__isnull=False),
)

UNLOCK_NEVER_CHANGES = pgtrigger.Protect(
    name="attendance_unlock_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
)

LOOK_NEVER_CHANGES = pgtrigger.Protect(name="nik_look_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
