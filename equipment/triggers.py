"""What the database itself refuses of BASTs, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

ITEM_FOLLOWS_ITS_BAST = pgtrigger.Trigger(
    name="item_follows_its_bast",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("bast", "text"), ("unit_status", "text")],
    func="""
        SELECT status INTO bast FROM equipment_handover
         WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.handover_id ELSE NEW.handover_id END;
        IF TG_OP = 'DELETE' THEN
            IF bast <> 'draft' THEN
                RAISE EXCEPTION 'isi BAST yang terbit tidak berubah'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'item_of_issued_bast_frozen';
            END IF;
            RETURN OLD;
        END IF;
        IF bast <> 'draft' AND (TG_OP = 'INSERT' OR (OLD.handover_id, OLD.unit_id, OLD.position)
            IS DISTINCT FROM (NEW.handover_id, NEW.unit_id, NEW.position)) THEN
            RAISE EXCEPTION 'isi BAST yang terbit tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'item_of_issued_bast_frozen';
        END IF;
        IF NEW.is_binding AND (TG_OP = 'INSERT' OR NOT OLD.is_binding) THEN
            SELECT status INTO unit_status FROM equipment_equipmentunit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
            IF bast <> 'draft' OR unit_status <> 'available' THEN
                RAISE EXCEPTION 'barang ini tidak siap diserahkan'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'item_binds_available_unit';
            END IF;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.is_binding AND NOT NEW.is_binding AND bast NOT IN ('draft', 'voided') THEN
            RAISE EXCEPTION 'barang tetap terikat pada BAST-nya'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'item_stays_bound';
        END IF;
        RETURN NEW;
    """,
)

HANDOVER_TRANSITIONS = pgtrigger.Trigger(
    name="handover_goes_its_way",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.status <> 'draft' THEN
                RAISE EXCEPTION 'BAST yang terbit tidak dihapus, hanya dibatalkan'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_never_deleted';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.status <> 'draft' THEN
                RAISE EXCEPTION 'serah terima dimulai sebagai draf'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_goes_its_way';
            END IF;
            RETURN NEW;
        END IF;
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
            ('draft', 'issued'), ('issued', 'handed_over'), ('issued', 'voided'),
            ('handed_over', 'complete'), ('handed_over', 'voided'), ('complete', 'voided')
        ) THEN
            RAISE EXCEPTION 'serah terima tidak dapat dari % menjadi %', OLD.status, NEW.status
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_goes_its_way';
        END IF;
        RETURN NEW;
    """,
)

# Parties and number stand still from the issue on, the paper from handing over on, the scan once it was checked.
HANDOVER_FROZEN = pgtrigger.Trigger(
    name="handover_is_frozen",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=~pgtrigger.Q(old__status="draft"),
    func="""
        IF (OLD.recipient_id, OLD.registration_id, OLD.number_id, OLD.kk_number, OLD.issued_at, OLD.created_by_id)
            IS DISTINCT FROM
           (NEW.recipient_id, NEW.registration_id, NEW.number_id, NEW.kk_number, NEW.issued_at, NEW.created_by_id) THEN
            RAISE EXCEPTION 'penerima dan nomor BAST yang terbit tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_is_frozen';
        END IF;
        IF (OLD.status, NEW.status) <> ('issued', 'issued')
           AND (OLD.place, OLD.dated_on, OLD.signatory_id, OLD.paper_id)
               IS DISTINCT FROM (NEW.place, NEW.dated_on, NEW.signatory_id, NEW.paper_id)
           OR OLD.status <> 'issued' AND OLD.handed_over_on IS DISTINCT FROM NEW.handed_over_on THEN
            RAISE EXCEPTION 'BAST yang sudah diserahkan tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_is_frozen';
        END IF;
        IF OLD.status IN ('complete', 'voided')
           AND (OLD.scan_id, OLD.scan_uploaded_by_id, OLD.scan_uploaded_at, OLD.checked_by_id, OLD.checked_at)
               IS DISTINCT FROM
               (NEW.scan_id, NEW.scan_uploaded_by_id, NEW.scan_uploaded_at, NEW.checked_by_id, NEW.checked_at)
           OR OLD.status = 'voided' AND (OLD.void_reason, OLD.voided_by_id, OLD.voided_at)
               IS DISTINCT FROM (NEW.void_reason, NEW.voided_by_id, NEW.voided_at) THEN
            RAISE EXCEPTION 'BAST yang lengkap atau batal tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_is_frozen';
        END IF;
        RETURN NEW;
    """,
)

# The last word at the end of the transaction: a BAST and its units never tell different stories.
HANDOVER_AGREES = pgtrigger.Trigger(
    name="handover_agrees_with_its_units",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=[("now_is", "text")],
    func="""
        SELECT status INTO now_is FROM equipment_handover WHERE id = NEW.id;
        IF EXISTS (
            SELECT 1 FROM equipment_handoveritem i JOIN equipment_equipmentunit u ON u.id = i.unit_id
             WHERE i.handover_id = NEW.id AND (
                now_is IN ('draft', 'voided') AND i.is_binding
                OR now_is = 'issued' AND NOT (i.is_binding AND u.status = 'reserved')
                OR now_is IN ('handed_over', 'complete') AND i.is_binding AND u.status <> 'handed_over')
        ) THEN
            RAISE EXCEPTION 'status BAST tidak sesuai dengan barangnya'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_agrees_with_its_units';
        END IF;
        RETURN NEW;
    """,
)

HANDOVER_MAY_BE_ISSUED = pgtrigger.Trigger(
    name="handover_may_be_issued",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__status="issued"),
    declare=[("person", "bigint"), ("kk", "text"), ("decree", "bigint")],
    func="""
        SELECT p.id, p.kk_number INTO person, kk
          FROM participants_registration r JOIN participants_participant p ON p.id = r.participant_id
         WHERE r.id = NEW.registration_id AND r.status = 'completed';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'penerima belum lulus'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_only_to_graduates';
        END IF;
        IF OLD.status = 'draft' AND NEW.kk_number <> kk THEN
            RAISE EXCEPTION 'nomor KK pada BAST berbeda dari data peserta'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_keeps_the_household';
        END IF;
        SELECT d.id INTO decree
          FROM equipment_decreerecipient l JOIN equipment_recipientdecree d ON d.id = l.decree_id
         WHERE l.id = NEW.recipient_id AND l.registration_id = NEW.registration_id
           AND d.in_force_from <= NEW.dated_on
           AND NOT EXISTS (SELECT 1 FROM equipment_recipientdecree later
                            WHERE later.amends_id = d.id AND later.in_force_from <= NEW.dated_on)
           FOR SHARE OF d;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'belum ada SK yang berlaku untuk penerima ini'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_needs_decree_in_force';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM documents_paper p JOIN documents_papernumber n ON n.id = p.number_id
                        WHERE p.id = NEW.paper_id AND n.id = NEW.number_id AND n.kind = 'bast'
                          AND p.kind = 'bast' AND n.voided_at IS NULL AND p.dated_on = NEW.dated_on) THEN
            RAISE EXCEPTION 'cetakan ini bukan BAST dengan nomor dan tanggal ini'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_paper_is_its_own';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM equipment_handoveritem WHERE handover_id = NEW.id) OR EXISTS (
            SELECT 1 FROM equipment_handoveritem i JOIN equipment_equipmentunit u ON u.id = i.unit_id
              JOIN equipment_procurement c ON c.id = u.procurement_id
             WHERE i.handover_id = NEW.id AND (NOT i.is_binding OR u.status <> 'reserved' OR NOT EXISTS (
                SELECT 1 FROM equipment_recipientdecree_types t
                 WHERE t.recipientdecree_id = decree AND t.equipmenttype_id = c.type_id))
        ) THEN
            RAISE EXCEPTION 'barang belum dialokasikan atau bukan jenis yang disebut SK'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_units_reserved';
        END IF;
        RETURN NEW;
    """,
)

# What one person and one household already hold of a kind; two issues at once wait for each other at the two locks.
HANDOVER_ONE_AID = pgtrigger.Trigger(
    name="handover_one_aid_of_a_kind",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__status="draft", new__status="issued"),
    declare=[("person", "bigint"), ("since", "date"), ("rule", "text")],
    func="""
        SELECT participant_id INTO person FROM participants_registration WHERE id = NEW.registration_id;
        PERFORM pg_advisory_xact_lock(hashtextextended('kk:' || NEW.kk_number, 0));
        PERFORM pg_advisory_xact_lock(hashtextextended('participant:' || person, 0));
        IF EXISTS (SELECT 1 FROM equipment_handoveritem i JOIN equipment_equipmentunit u ON u.id = i.unit_id
                     JOIN equipment_procurement c ON c.id = u.procurement_id
                    WHERE i.handover_id = NEW.id GROUP BY c.type_id HAVING count(*) > 1) THEN
            RAISE EXCEPTION 'satu BAST memuat satu barang sejenis'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_one_unit_of_a_kind';
        END IF;
        SELECT NEW.dated_on - make_interval(years => waiting_years), waiting_rule INTO since, rule
          FROM documents_office WHERE id = 1;
        IF EXISTS (
            SELECT 1 FROM equipment_handoveritem i JOIN equipment_equipmentunit u ON u.id = i.unit_id
              JOIN equipment_procurement c ON c.id = u.procurement_id
             WHERE i.handover_id = NEW.id
               AND NOT EXISTS (SELECT 1 FROM equipment_waitingoverride o
                                WHERE o.handover_id = NEW.id AND o.type_id = c.type_id
                                  AND (o.granted_at IS NOT NULL OR rule = 'reason'))
               AND (
                EXISTS (SELECT 1 FROM equipment_handoveritem i2 JOIN equipment_handover h2 ON h2.id = i2.handover_id
                          JOIN equipment_equipmentunit u2 ON u2.id = i2.unit_id
                          JOIN equipment_procurement c2 ON c2.id = u2.procurement_id
                          JOIN participants_registration r2 ON r2.id = h2.registration_id
                          JOIN participants_participant p2 ON p2.id = r2.participant_id
                         WHERE i2.handover_id <> NEW.id AND i2.is_binding AND c2.type_id = c.type_id
                           AND (p2.id = person OR NEW.kk_number IN (p2.kk_number, h2.kk_number))
                           AND coalesce(h2.handed_over_on, h2.dated_on) > since)
                OR EXISTS (SELECT 1 FROM equipment_earlieraid e
                             JOIN participants_participant p3 ON p3.id = e.participant_id
                            WHERE e.type_id = c.type_id AND (p3.id = person OR p3.kk_number = NEW.kk_number)
                              AND e.given_on > since))
        ) THEN
            RAISE EXCEPTION 'orang ini atau keluarganya sudah menerima bantuan sejenis'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_one_aid_of_a_kind';
        END IF;
        RETURN NEW;
    """,
)

# What a pejabat granted stays as it was read; it serves one BAST, and another only when that one is void.
OVERRIDE_KEPT = pgtrigger.Trigger(
    name="override_kept",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP <> 'INSERT' AND (OLD.granted_at IS NOT NULL OR OLD.handover_id IS NOT NULL) AND (TG_OP = 'DELETE' OR
            (OLD.registration_id, OLD.type_id, OLD.reason, OLD.asked_at, OLD.asked_by_id) IS DISTINCT FROM
            (NEW.registration_id, NEW.type_id, NEW.reason, NEW.asked_at, NEW.asked_by_id)
            OR OLD.granted_at IS NOT NULL AND
               (OLD.granted_at, OLD.granted_by_id) IS DISTINCT FROM (NEW.granted_at, NEW.granted_by_id)) THEN
            RAISE EXCEPTION 'pengecualian yang diberikan atau dipakai tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'override_is_frozen';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.handover_id IS NOT DISTINCT FROM NEW.handover_id THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.handover_id IS NOT NULL AND (NEW.handover_id IS NULL OR
            (SELECT status FROM equipment_handover WHERE id = OLD.handover_id) <> 'voided') THEN
            RAISE EXCEPTION 'pengecualian ini sudah dipakai'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'override_used_once';
        END IF;
        IF NEW.handover_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM equipment_handover
             WHERE id = NEW.handover_id AND registration_id = NEW.registration_id AND status = 'draft') THEN
            RAISE EXCEPTION 'pengecualian ini bukan untuk BAST itu'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'override_for_its_own_person';
        END IF;
        RETURN NEW;
    """,
)
