"""What the database itself refuses of contracts and units, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

PROCUREMENT_KEPT = pgtrigger.Trigger(
    name="procurement_keeps_its_units",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NEW.quantity < (SELECT count(*) FROM equipment_equipmentunit
                            WHERE procurement_id = OLD.id AND surplus_reason = '') THEN
            RAISE EXCEPTION 'jumlah kontrak kurang dari barang yang sudah diterima'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_within_contract';
        END IF;
        IF EXISTS (SELECT 1 FROM equipment_equipmentunit
                    WHERE procurement_id = OLD.id AND received_on < NEW.contract_date) THEN
            RAISE EXCEPTION 'ada barang yang diterima sebelum tanggal kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_received_after_contract';
        END IF;
        IF (OLD.contract_number, OLD.contract_date, OLD.type_id, OLD.model_name, OLD.unit_price, OLD.funding_source_id,
            OLD.budget_account) IS DISTINCT FROM
           (NEW.contract_number, NEW.contract_date, NEW.type_id, NEW.model_name, NEW.unit_price, NEW.funding_source_id,
            NEW.budget_account)
        THEN
            PERFORM 1 FROM equipment_equipmentunit WHERE procurement_id = OLD.id ORDER BY id FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM equipment_handoveritem i
                         JOIN equipment_equipmentunit u ON u.id = i.unit_id
                         JOIN equipment_handover h ON h.id = i.handover_id
                        WHERE u.procurement_id = OLD.id AND h.status IN ('issued', 'handed_over', 'complete')) THEN
                RAISE EXCEPTION 'pengadaan yang barangnya tertulis pada BAST tidak berubah'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'procurement_in_use_is_frozen';
            END IF;
        END IF;
        RETURN NEW;
    """,
)

# Two receipts under one contract wait for each other at its row, so together they stay within it.
UNIT_UNDER_CONTRACT = pgtrigger.Trigger(
    name="unit_under_its_contract",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("procurement_id", "received_on", "surplus_reason"),  # type: ignore[no-untyped-call]
    when=pgtrigger.Before,
    declare=[("agreed", "integer"), ("signed_on", "date")],
    func="""
        SELECT quantity, contract_date INTO agreed, signed_on FROM equipment_procurement
         WHERE id = NEW.procurement_id FOR NO KEY UPDATE;
        IF NEW.received_on < signed_on THEN
            RAISE EXCEPTION 'barang diterima sebelum tanggal kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_received_after_contract';
        END IF;
        IF NEW.surplus_reason = '' AND agreed <= (
            SELECT count(*) FROM equipment_equipmentunit
             WHERE procurement_id = NEW.procurement_id AND surplus_reason = '' AND id <> NEW.id
        ) THEN
            RAISE EXCEPTION 'barang melebihi jumlah kontrak tanpa alasan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_within_contract';
        END IF;
        RETURN NEW;
    """,
)

UNIT_TRANSITIONS = pgtrigger.Trigger(
    name="unit_goes_its_way",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("bound", "text")],
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.status <> 'received' THEN
                RAISE EXCEPTION 'barang yang sudah diperiksa tidak dihapus'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_never_deleted';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.status <> 'received' THEN
                RAISE EXCEPTION 'barang baru belum diperiksa'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_goes_its_way';
            END IF;
            RETURN NEW;
        END IF;
        IF OLD.status NOT IN ('received', 'available', 'defective') AND (OLD.serial_number, OLD.procurement_id)
            IS DISTINCT FROM (NEW.serial_number, NEW.procurement_id) THEN
            RAISE EXCEPTION 'barang yang dialokasikan tidak berganti nomor seri'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_identity_frozen';
        END IF;
        IF NEW.status = OLD.status THEN
            RETURN NEW;
        END IF;
        IF (OLD.status, NEW.status) NOT IN (
            ('received', 'available'), ('received', 'defective'), ('available', 'reserved'),
            ('available', 'defective'), ('available', 'lost'), ('defective', 'available'),
            ('defective', 'written_off'), ('reserved', 'available'), ('reserved', 'defective'), ('reserved', 'lost'),
            ('reserved', 'handed_over'), ('handed_over', 'returned'), ('handed_over', 'lost'),
            ('returned', 'available'), ('returned', 'defective'), ('lost', 'returned'), ('lost', 'written_off')
        ) THEN
            RAISE EXCEPTION 'barang tidak dapat dari % menjadi %', OLD.status, NEW.status
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_goes_its_way';
        END IF;
        SELECT h.status INTO bound FROM equipment_handoveritem i JOIN equipment_handover h ON h.id = i.handover_id
         WHERE i.unit_id = NEW.id AND i.is_binding;
        IF NEW.status = 'reserved' AND bound IS DISTINCT FROM 'draft'
            OR NEW.status = 'handed_over' AND bound IS DISTINCT FROM 'handed_over'
            OR NEW.status NOT IN ('reserved', 'handed_over') AND bound IS NOT NULL THEN
            RAISE EXCEPTION 'status barang tidak sesuai dengan BAST-nya'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_follows_its_bast';
        END IF;
        RETURN NEW;
    """,
)
