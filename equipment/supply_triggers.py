"""What the database itself refuses of a contract's papers and payments, whoever asks: pages, commands or plain SQL.

Each refusal names itself as a constraint, so that `tkm.lib.db.violation` can turn it into a sentence.
"""

import pgtrigger

# What stands on a paper: its day against the contract and the other papers, its counts against the contract.
# `the` is the line, `doc` its paper; an answered doubt carries its reason on the paper.
LINE_RULES = """
        SELECT contract_date, quantity INTO signed_on, agreed
          FROM equipment_procurement WHERE id = the.procurement_id FOR NO KEY UPDATE;
        IF doc.dated_on < signed_on THEN
            RAISE EXCEPTION 'surat bertanggal sebelum kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_after_contract';
        END IF;
        IF the.defective > 0 AND doc.kind <> 'inspection' THEN
            RAISE EXCEPTION 'rusak hanya dihitung pada pemeriksaan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_defective_only_inspected';
        END IF;
        IF EXISTS (
            WITH firsts AS (
                SELECT p.kind, array_position(kinds, p.kind::text) AS place, min(p.dated_on) AS first_on,
                       bool_or(p.reason <> '') AS answered
                  FROM equipment_supplypaper p JOIN equipment_supplyline l ON l.paper_id = p.id
                 WHERE l.procurement_id = the.procurement_id AND p.voided_at IS NULL GROUP BY p.kind)
            SELECT 1 FROM firsts a JOIN firsts b ON a.place < b.place
             WHERE doc.kind IN (a.kind, b.kind) AND a.first_on > b.first_on AND NOT (a.answered OR b.answered)
        ) THEN
            RAISE EXCEPTION 'urutan tanggal surat terbalik tanpa alasan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_papers_in_order';
        END IF;
        IF agreed < (
            SELECT sum(l.quantity) FROM equipment_supplypaper p JOIN equipment_supplyline l ON l.paper_id = p.id
             WHERE l.procurement_id = the.procurement_id AND p.voided_at IS NULL AND p.kind = doc.kind
            HAVING bool_and(p.reason = '')
        ) THEN
            RAISE EXCEPTION 'jumlah pada surat melebihi kontrak tanpa alasan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_within_contract';
        END IF;
"""
DECLARED = [
    ("the", "equipment_supplyline"),
    ("doc", "equipment_supplypaper"),
    ("signed_on", "date"),
    ("agreed", "integer"),
    ("kinds", "text[] := ARRAY['delivery', 'inspection', 'handing_on', 'release']"),
]

# Judged at the end of the transaction, when paper and lines are both as they shall be.
LINE_FITS = pgtrigger.Trigger(
    name="supply_line_fits",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=DECLARED,
    func="""
        SELECT * INTO the FROM equipment_supplyline WHERE id = NEW.id;
        SELECT * INTO doc FROM equipment_supplypaper WHERE id = the.paper_id AND voided_at IS NULL;
        IF doc.id IS NULL THEN
            RETURN NEW;
        END IF;
        <rules>
        RETURN NEW;
    """.replace("<rules>", LINE_RULES),
)

PAPER_FITS = pgtrigger.Trigger(
    name="supply_paper_fits",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=DECLARED,
    func="""
        SELECT * INTO doc FROM equipment_supplypaper WHERE id = NEW.id AND voided_at IS NULL;
        IF doc.id IS NULL THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (SELECT 1 FROM equipment_supplyline WHERE paper_id = doc.id) THEN
            RAISE EXCEPTION 'surat ini tidak menghitung barang apa pun'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_counts_something';
        END IF;
        FOR the IN SELECT * FROM equipment_supplyline WHERE paper_id = doc.id ORDER BY procurement_id LOOP
        <rules>
        END LOOP;
        RETURN NEW;
    """.replace("<rules>", LINE_RULES.replace("RETURN NEW;", "CONTINUE;")),
)

# A paper is corrected or made void, never deleted; a void one stays as it was.
PAPER_KEPT = pgtrigger.Trigger(
    name="supply_paper_kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'surat pengadaan tidak dihapus, hanya dibatalkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_never_deleted';
        END IF;
        IF OLD.voided_at IS NOT NULL OR OLD.kind <> NEW.kind THEN
            RAISE EXCEPTION 'surat yang batal tidak berubah, dan jenisnya tetap'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_kept';
        END IF;
        RETURN NEW;
    """,
)

LINE_KEPT = pgtrigger.Trigger(
    name="supply_line_kept",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("line", "equipment_supplyline")],
    func="""
        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
        IF EXISTS (SELECT 1 FROM equipment_supplypaper WHERE id = line.paper_id AND voided_at IS NOT NULL) THEN
            RAISE EXCEPTION 'isi surat yang batal tidak berubah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_kept';
        END IF;
        IF TG_OP = 'UPDATE' AND (OLD.paper_id, OLD.procurement_id) IS DISTINCT FROM (NEW.paper_id, NEW.procurement_id)
        THEN
            RAISE EXCEPTION 'baris surat tidak berpindah'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_line_kept';
        END IF;
        RETURN line;
    """,
)

PAYMENT_KEPT = pgtrigger.Trigger(
    name="payment_kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'pembayaran tidak dihapus, hanya dibatalkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_never_deleted';
        END IF;
        IF OLD.voided_at IS NOT NULL OR OLD.procurement_id <> NEW.procurement_id THEN
            RAISE EXCEPTION 'pembayaran yang batal tidak berubah, dan pengadaannya tetap'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_kept';
        END IF;
        RETURN NEW;
    """,
)

# Two payments under one contract wait for each other at its row, two with one number at the number.
PAYMENT_FITS = pgtrigger.Trigger(
    name="payment_fits_its_contract",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__voided_at__isnull=True),
    declare=[("contract", "equipment_procurement")],
    func="""
        PERFORM pg_advisory_xact_lock(hashtextextended('sp2d:' || upper(NEW.sp2d_number), 0));
        SELECT * INTO contract FROM equipment_procurement WHERE id = NEW.procurement_id FOR NO KEY UPDATE;
        IF NEW.paid_on < contract.contract_date THEN
            RAISE EXCEPTION 'dibayar sebelum tanggal kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_after_contract';
        END IF;
        IF EXISTS (
            SELECT 1 FROM equipment_payment o JOIN equipment_procurement c ON c.id = o.procurement_id
             WHERE o.id <> NEW.id AND o.voided_at IS NULL AND upper(o.sp2d_number) = upper(NEW.sp2d_number)
               AND extract(year FROM o.paid_on) = extract(year FROM NEW.paid_on)
               AND (c.id = contract.id OR o.paid_on <> NEW.paid_on
                    OR (c.contract_number, c.contract_date, c.supplier)
                       IS DISTINCT FROM (contract.contract_number, contract.contract_date, contract.supplier))
        ) THEN
            RAISE EXCEPTION 'nomor SP2D ini sudah tercatat tahun itu'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'payment_sp2d_once';
        END IF;
        IF NEW.reason = '' AND contract.quantity * contract.unit_price < NEW.amount + (
            SELECT coalesce(sum(amount), 0) FROM equipment_payment
             WHERE procurement_id = NEW.procurement_id AND voided_at IS NULL AND id <> NEW.id
            HAVING coalesce(bool_and(reason = ''), true)
        ) THEN
            RAISE EXCEPTION 'pembayaran melebihi nilai kontrak tanpa alasan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_within_contract';
        END IF;
        RETURN NEW;
    """,
)

# A contract that is corrected stays within the dates and sums of what stands on its papers.
PROCUREMENT_FITS = pgtrigger.Trigger(
    name="procurement_fits_its_papers",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF EXISTS (SELECT 1 FROM equipment_supplypaper p JOIN equipment_supplyline l ON l.paper_id = p.id
                    WHERE l.procurement_id = NEW.id AND p.voided_at IS NULL AND p.dated_on < NEW.contract_date) THEN
            RAISE EXCEPTION 'ada surat yang bertanggal sebelum kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_paper_after_contract';
        END IF;
        IF EXISTS (SELECT 1 FROM equipment_payment
                    WHERE procurement_id = NEW.id AND voided_at IS NULL AND paid_on < NEW.contract_date) THEN
            RAISE EXCEPTION 'ada pembayaran sebelum tanggal kontrak'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_after_contract';
        END IF;
        IF NEW.quantity * NEW.unit_price < OLD.quantity * OLD.unit_price AND NEW.quantity * NEW.unit_price < (
            SELECT sum(amount) FROM equipment_payment WHERE procurement_id = NEW.id AND voided_at IS NULL
            HAVING bool_and(reason = '')
        ) THEN
            RAISE EXCEPTION 'nilai kontrak kurang dari yang sudah dibayar'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_within_contract';
        END IF;
        RETURN NEW;
    """,
)
