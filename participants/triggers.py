"""What the database itself refuses of registrations and marks, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

from participants.enums import GRADUATED

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
    func="""
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

LIST_IS_OPEN = pgtrigger.Trigger(
    name="attendance_list_is_open",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("locked", "timestamptz"), ("belongs", "boolean"), ("touched", "bigint")],
    func="""
        touched := CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
        SELECT locked_at INTO locked FROM training_meeting WHERE id = touched FOR SHARE;
        IF TG_OP = 'UPDATE' AND OLD.meeting_id <> NEW.meeting_id THEN
            RAISE EXCEPTION 'tanda kehadiran tidak pindah pertemuan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_list_is_open';
        END IF;
        IF locked IS NOT NULL THEN
            RAISE EXCEPTION 'daftar hadir sudah dikunci'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_list_is_open';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        SELECT m.session_id = r.session_id INTO belongs
          FROM training_meeting m, participants_registration r
         WHERE m.id = NEW.meeting_id AND r.id = NEW.registration_id;
        IF NOT coalesce(belongs, false) THEN
            RAISE EXCEPTION 'peserta bukan dari angkatan ini'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_of_own_session';
        END IF;
        RETURN NEW;
    """,
)

CONFIRMED_IS_FINAL = pgtrigger.Protect(
    name="graduation_confirmed_is_final",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__confirmed_at__isnull=False),
)

LOOK_NEVER_CHANGES = pgtrigger.Protect(name="nik_look_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
