"""What the database itself refuses of meetings, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

LOCKED_MEETING_IS_FROZEN = pgtrigger.Trigger(
    name="meeting_locked_is_frozen",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__locked_at__isnull=False),
    func="""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'pertemuan yang dikunci tidak dihapus'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_locked_is_frozen';
        END IF;
        IF (OLD.session_id, OLD.number, OLD.held_on, OLD.starts_at, OLD.lesson_hours, OLD.topic)
            IS DISTINCT FROM (NEW.session_id, NEW.number, NEW.held_on, NEW.starts_at, NEW.lesson_hours, NEW.topic)
            OR NEW.locked_at IS NOT NULL
               AND (OLD.locked_at, OLD.locked_by_id) IS DISTINCT FROM (NEW.locked_at, NEW.locked_by_id) THEN
            RAISE EXCEPTION 'pertemuan yang dikunci tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_locked_is_frozen';
        END IF;
        RETURN NEW;
    """,
)

# Reads participants' tables by name: the marks are made there, the day and the hours are changed here.
MEETING_KEEPS_ITS_MARKS = pgtrigger.Trigger(
    name="meeting_keeps_its_marks",
    operation=pgtrigger.UpdateOf("held_on", "lesson_hours"),  # type: ignore[no-untyped-call]
    when=pgtrigger.Before,
    func="""
        IF EXISTS (
            SELECT 1 FROM participants_attendance a JOIN participants_registration r ON r.id = a.registration_id
             WHERE a.meeting_id = NEW.id AND (NEW.held_on > r.left_on OR a.late_minutes >= NEW.lesson_hours * 45)
        ) THEN
            RAISE EXCEPTION 'tanda kehadiran tidak lagi cocok dengan pertemuannya'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_keeps_its_marks';
        END IF;
        RETURN NEW;
    """,
)
