"""What the database itself refuses of decrees and their lists, whoever asks: pages, commands or plain SQL.

A decree is in use once a BAST was issued under it, a void one too: what that paper cites no longer changes.
Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

DECREE_KEPT = pgtrigger.Trigger(
    name="decree_in_use_is_frozen",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF (OLD.number_id, OLD.issued_on, OLD.in_force_from, OLD.issuer, OLD.title, OLD.amends_id) IS DISTINCT FROM
           (NEW.number_id, NEW.issued_on, NEW.in_force_from, NEW.issuer, NEW.title, NEW.amends_id)
           AND EXISTS (SELECT 1 FROM equipment_handover h JOIN equipment_decreerecipient l ON l.id = h.recipient_id
                        WHERE l.decree_id = OLD.id AND h.status <> 'draft') THEN
            RAISE EXCEPTION 'SK yang sudah dipakai BAST tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_in_use_is_frozen';
        END IF;
        RETURN NEW;
    """,
)

# Equal dates count as later only for the row recorded later, so decrees can never amend each other in a circle.
DECREE_IN_ORDER = pgtrigger.Trigger(
    name="decree_in_order",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (SELECT 1 FROM documents_papernumber
                        WHERE id = NEW.number_id AND kind = 'decree' AND voided_at IS NULL
                          AND year = extract(year FROM NEW.issued_on)) THEN
            RAISE EXCEPTION 'nomor ini bukan nomor SK dari tahun yang sama'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_number_of_its_year';
        END IF;
        IF EXISTS (SELECT 1 FROM equipment_recipientdecree other
                    WHERE other.id = NEW.amends_id
                      AND (other.issued_on > NEW.issued_on OR other.in_force_from > NEW.in_force_from
                           OR (other.issued_on, other.in_force_from) = (NEW.issued_on, NEW.in_force_from)
                              AND other.id > NEW.id)
                       OR other.amends_id = NEW.id
                      AND (other.issued_on < NEW.issued_on OR other.in_force_from < NEW.in_force_from)) THEN
            RAISE EXCEPTION 'SK hanya mengubah SK yang lebih dulu'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_amends_an_earlier';
        END IF;
        RETURN NEW;
    """,
)

# Waits at the decree for a BAST that is being issued under it (equipment/triggers.py holds it for reading).
DECREE_TYPES_KEPT = pgtrigger.Trigger(
    name="decree_types_in_use_are_frozen",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("concerned", "bigint[]")],
    func="""
        concerned := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.recipientdecree_id]
                                WHEN 'DELETE' THEN ARRAY[OLD.recipientdecree_id]
                                ELSE ARRAY[OLD.recipientdecree_id, NEW.recipientdecree_id] END;
        PERFORM 1 FROM equipment_recipientdecree WHERE id = ANY(concerned) ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM equipment_handover h JOIN equipment_decreerecipient l ON l.id = h.recipient_id
                    WHERE l.decree_id = ANY(concerned) AND h.status <> 'draft') THEN
            RAISE EXCEPTION 'jenis bantuan pada SK yang sudah dipakai BAST tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_in_use_is_frozen';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,
)

LINE_KEPT = pgtrigger.Trigger(
    name="decree_line_kept",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF EXISTS (SELECT 1 FROM equipment_handover WHERE recipient_id = OLD.id) THEN
                RAISE EXCEPTION 'penerima yang sudah punya BAST tetap dalam daftar'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_line_with_bast_stays';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NOT EXISTS (SELECT 1 FROM participants_registration
                            WHERE id = NEW.registration_id AND status IN ('accepted', 'completed')) THEN
                RAISE EXCEPTION 'SK hanya memuat calon penerima dan lulusan'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_names_candidates_or_graduates';
            END IF;
            RETURN NEW;
        END IF;
        IF (OLD.decree_id, OLD.registration_id) IS DISTINCT FROM (NEW.decree_id, NEW.registration_id) THEN
            RAISE EXCEPTION 'baris daftar SK tidak berganti orang'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_line_never_renamed';
        END IF;
        IF OLD.position <> NEW.position AND EXISTS (
            SELECT 1 FROM equipment_handover WHERE recipient_id = OLD.id AND status <> 'draft') THEN
            RAISE EXCEPTION 'urutan yang tertulis pada BAST tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decree_position_in_use_is_frozen';
        END IF;
        RETURN NEW;
    """,
)
