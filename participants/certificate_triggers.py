"""What the database itself refuses of certificates, whoever asks. Each refusal names itself as a constraint."""

from functools import reduce
from operator import or_

import pgtrigger

# Shares the lock on the registration: whoever would take the graduation away waits, or is waited for.
FITS_ITS_GRADUATE = pgtrigger.Trigger(
    name="certificate_fits_its_graduate",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[
        ("person", "record"),
        ("decision", "record"),
        ("sheet", "record"),
        ("signer", "record"),
        ("broken", "text"),
    ],
    func="""
        SELECT * INTO person FROM participants_registration WHERE id = NEW.registration_id FOR SHARE;
        SELECT * INTO decision FROM participants_graduation WHERE registration_id = NEW.registration_id;
        SELECT p.number_id, p.dated_on, p.kind, n.kind AS number_kind INTO sheet
          FROM documents_paper p JOIN documents_papernumber n ON n.id = p.number_id WHERE p.id = NEW.paper_id;
        SELECT * INTO signer FROM documents_signatory WHERE id = NEW.signatory_id;
        broken := CASE
            WHEN person.status IS DISTINCT FROM 'completed' THEN 'certificate_for_graduates_only'
            WHEN decision.confirmed_on IS NULL OR NEW.dated_on < decision.confirmed_on
                THEN 'certificate_after_confirmation'
            WHEN sheet.kind <> 'certificate' OR sheet.number_kind <> 'certificate'
                THEN 'certificate_number_of_its_kind'
            WHEN sheet.number_id <> NEW.number_id OR sheet.dated_on <> NEW.dated_on
                THEN 'certificate_paper_is_its_own'
            WHEN NEW.dated_on < signer.valid_from OR NEW.dated_on > coalesce(signer.valid_until, NEW.dated_on)
                THEN 'certificate_signatory_in_office'
            WHEN NEW.revoked_at IS NOT NULL THEN 'certificate_begins_valid'
            WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM participants_certificate
                 WHERE id = NEW.replaces_id AND registration_id = NEW.registration_id AND revoked_at IS NOT NULL
            ) THEN 'certificate_replaces_a_revoked_one'
        END;
        IF broken IS NOT NULL THEN
            RAISE EXCEPTION 'sertifikat ditolak: %', broken
                USING ERRCODE = 'check_violation', CONSTRAINT = broken;
        END IF;
        RETURN NEW;
    """,
)

FIXED = ("registration", "number", "paper", "signatory", "dated_on", "replaces", "issued_at", "issued_by")
IS_REVOKED = pgtrigger.Q(old__revoked_at__isnull=False)
DIFFERS = (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FIXED)
CHANGES_ONLY_BY_REVOKING = pgtrigger.Protect(
    name="certificate_changes_only_by_revoking", operation=pgtrigger.Update, condition=reduce(or_, DIFFERS, IS_REVOKED)
)

NEVER_DELETED = pgtrigger.Protect(name="certificate_never_deleted", operation=pgtrigger.Delete)

# The public page knows numbers, not certificates: both must tell the same.
REVOKED_WITH_ITS_NUMBER = pgtrigger.Trigger(
    name="certificate_revoked_with_its_number",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__revoked_at__isnull=False),
    func="""
        IF EXISTS (SELECT 1 FROM documents_papernumber WHERE id = NEW.number_id AND voided_at IS NULL) THEN
            RAISE EXCEPTION 'nomor sertifikat ini belum dibatalkan'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_revoked_with_its_number';
        END IF;
        RETURN NEW;
    """,
)
