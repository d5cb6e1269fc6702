"""From the supplier's delivery to the checked scan of the signed BAST."""

from datetime import date, timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.classroom import noon
from demo.staff import Office, acting
from documents.models import StoredFile
from equipment.decrees import DecreeData, record_decree
from equipment.draft_units import suggest
from equipment.drafts import Occasion, create_drafts
from equipment.enums import SupplyKind, UnitStatus
from equipment.handover import hand_over, issue
from equipment.handover_locks import version_of
from equipment.inspection import inspect
from equipment.models import Handover, Procurement, RecipientDecree
from equipment.payments import PaymentData, record_payment
from equipment.receiving import ProcurementData, create_procurement, receive_units
from equipment.recipients import ListChange, revise_list
from equipment.scans import accept_scan, upload_scan
from equipment.supply import Counted, SupplyData, record_supply
from participants.enums import RegistrationStatus
from training.models import TrainingSession


def receive(count: int, *, on: date, session: TrainingSession, office: Office) -> Procurement:
    """One contract of `count` machines for the angkatan, delivered and inspected; one of them is found broken."""
    data = ProcurementData(
        contract_number="027/15/2025",
        contract_date=on - timedelta(days=16),
        supplier="CV Contoh Jaya",
        type=office.machine,
        model_name="Contoh JM-100",
        quantity=count,
        unit_price=2_500_000,
        funding_source=office.funding,
        budget_account="5.1.02.01.01.0039",
        session=session,
    )
    procurement = create_procurement(data, submission=uuid4(), on=on, actor=acting(office.storekeeper))
    serials = "\n".join(f"JM100-{on:%y%m%d}-{n:04d}" for n in range(141, 141 + count))
    units = receive_units(
        procurement.pk, serials=serials, received_on=on, surplus_reason="", submission=uuid4(), on=on,
        actor=acting(office.storekeeper),
    )  # fmt: skip
    good, broken = [unit.pk for unit in units[:-1]], [units[-1].pk]
    for machines, outcome, note in (
        (good, UnitStatus.AVAILABLE, ""),
        (broken, UnitStatus.DEFECTIVE, "Rumah sekoci retak"),
    ):
        inspect(
            machines, seen=UnitStatus.RECEIVED, outcome=outcome, note=note, inspected_on=on, on=on,
            actor=acting(office.storekeeper),
        )  # fmt: skip
    return procurement


def file_papers(procurement: Procurement, *, on: date, office: Office) -> None:
    """The supplier's BAST and the inspection of the day, and two weeks later the handing on inside the office."""
    supplier, ppk, head = "CV Contoh Jaya", "PPK, Gusti Rahmadi", "Kepala Dinas (pengguna barang)"
    keeper, later = f"{office.storekeeper} (pengurus barang)", on + timedelta(days=14)
    count = procurement.quantity
    papers = (
        (SupplyKind.DELIVERY, "027/15.1/BAST-P/2025", on, Counted(count), {"from_whom": supplier, "to_whom": ppk}),
        (SupplyKind.INSPECTION, "027/15.2/BAP/2025", on, Counted(count, 1), {"examiners": "Noor Aida\nSyamsul Bahri"}),
        (SupplyKind.HANDING_ON, "027/15.3/BAST/2025", later, Counted(count), {"from_whom": ppk, "to_whom": head}),
        (SupplyKind.RELEASE, "027/15.4/SPPB/2025", later, Counted(count), {"from_whom": head, "to_whom": keeper}),
    )
    for kind, number, day, counted, people in papers:
        data = SupplyData(kind=kind, number=number, dated_on=day, counts={procurement.pk: counted}, **people)
        record_supply(procurement.pk, data, scan=None, submission=uuid4(), on=day, actor=acting(office.storekeeper))


def pay(procurement: Procurement, *, on: date, office: Office) -> None:
    """All but the broken machine."""
    amount = (procurement.quantity - 1) * procurement.unit_price
    data = PaymentData(sp2d_number="01234/SP2D/LS/2025", paid_on=on, amount=amount, note="Tanpa satu unit yang rusak")
    record_payment(procurement.pk, data, submission=uuid4(), on=on, actor=acting(office.storekeeper))


def decree(session: TrainingSession, *, on: date, office: Office) -> RecipientDecree:
    """SK penerima with all graduates of the angkatan, in the order of their numbers."""
    data = DecreeData(
        number="500.15/41/KEP/DISKOP,UM&NAKER/2025",
        issued_on=on,
        in_force_from=on,
        issuer="Kepala Dinas",
        title="Penetapan Penerima Bantuan Peralatan Kerja",
        types=(office.machine,),
    )
    made = record_decree(data, scan=None, submission=uuid4(), on=on, actor=acting(office.verifier))
    graduates = session.registrations.filter(status=RegistrationStatus.COMPLETED).order_by("seat_number")
    change = ListChange(added=list(graduates.values_list("pk", flat=True)))
    return revise_list(made.pk, change, version=made.updated_at.isoformat(), actor=acting(office.verifier))


def ceremony(made: RecipientDecree, *, place: str, on: date, absent: int, office: Office) -> list[Handover]:
    """BASTs for the whole list on one day, handed over but for the last `absent`, who did not come."""
    lines = list(made.recipients.order_by("position"))
    suggested = suggest(lines, [office.machine.pk])
    serials = {line.pk: [suggested[line.pk, office.machine.pk]] for line in lines}
    occasion = Occasion(place, on, office.signatory)
    create_drafts(serials, occasion, submission=uuid4(), actor=acting(office.storekeeper))
    drafts = Handover.objects.filter(recipient__decree=made).order_by("recipient__position")
    given: list[Handover] = []
    for draft in drafts:
        issued = issue(draft.pk, version=version_of(draft), on=on, at=noon(on), actor=acting(office.storekeeper))
        if len(given) < len(lines) - absent:
            given.append(
                hand_over(
                    issued.pk, handed_over_on=on, version=version_of(issued), on=on, actor=acting(office.storekeeper)
                )
            )
    return given


def scan(given: list[Handover], *, unchecked: int, missing: int, on: date, office: Office) -> None:
    """The signed papers come back: `missing` of them do not, `unchecked` wait for the second person."""
    kept = given[: len(given) - missing]
    for at, handover in enumerate(kept):
        printed = StoredFile.objects.get(paper__handover=handover)
        upload = SimpleUploadedFile("bast.pdf", bytes(printed.content), content_type="application/pdf")
        upload_scan(handover.pk, upload, at=noon(on), actor=acting(office.storekeeper))
        if at < len(kept) - unchecked:
            scan_id = Handover.objects.values_list("scan", flat=True).get(pk=handover.pk)
            accept_scan(handover.pk, scan_id=scan_id, at=noon(on), actor=acting(office.second_verifier))
