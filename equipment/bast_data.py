"""From the rows of a handover to what its BAST shows."""

from collections.abc import Iterable
from datetime import datetime

from documents.enums import PaperSize
from documents.letterhead import letterhead
from documents.parts import IssueData
from documents.typeset import typeset
from documents.wording import BastWording
from equipment.bast import BastData, BastTerms, ItemData, PartyData, official, recipient, totals
from equipment.cases import Case
from equipment.models import HandoverItem
from tkm.lib.errors import DomainError
from tkm.lib.formats import ribuan, tanggal

TEMPLATE = "bast"
SECOND_PARTY = "PIHAK KEDUA"


class NothingToPrintError(DomainError):
    def __init__(self) -> None:
        super().__init__("Belum ada barang di draf ini. Pilih dulu barangnya, lalu lihat pratinjaunya.")


def preview(case: Case, *, at: datetime) -> bytes:
    """The PDF as it would be printed now, without number and under a watermark.

    Raises NothingToPrintError for a draft without units, and as `bast_data` and `typeset`.
    """
    if not case.items:
        raise NothingToPrintError
    return typeset(TEMPLATE, bast_data(case, issue=None), at=at)


def bast_data(case: Case, *, issue: IssueData | None) -> BastData:
    """What the paper shows; without `issue` it is a preview.

    Raises EmptyTokenError when the words mention something that nobody has entered.
    """
    office = case.office
    total, in_words = totals([item.unit.procurement.unit_price for item in case.items])
    return BastData(
        paper=PaperSize(office.size),
        letterhead=letterhead(office),
        issue=issue,
        wording=filled_wording(case),
        first_party_label=office.first_party,
        second_party_label=SECOND_PARTY,
        first_party=first_party(case),
        second_party=second_party(case),
        items=tuple(item_data(item) for item in case.items),
        total=total,
        total_in_words=in_words,
        place_and_date=f"{office.place}, {tanggal(case.handover.dated_on)}",
    )


def filled_wording(case: Case) -> BastWording:
    """The fixed words with everything filled in. Raises EmptyTokenError."""
    return case.wording.filled(terms(case).values())


def terms(case: Case) -> BastTerms:
    """The facts that the fixed words may mention."""
    handover, decree, office = case.handover, case.decree, case.office
    sources = [item.unit.procurement for item in case.items]
    return BastTerms(
        handed_over_on=handover.dated_on,
        place=handover.place,
        city=office.city,
        decree_issuer=decree.issuer,
        decree_number=decree.number.text,
        decree_date=decree.issued_on,
        decree_subject=decree.title,
        budget_year=max((source.contract_date.year for source in sources), default=handover.dated_on.year),
        fund_source=listed(source.funding_source.name for source in sources),
        account_code=listed(source.budget_account for source in sources) or case.session.budget_account,
        no_transfer_months=office.no_transfer_months,
        monitoring_months=office.monitoring_months,
        waiting_years=office.waiting_years,
        copies=office.copies,
        first_party_label=office.first_party,
        second_party_label=SECOND_PARTY,
    )


def first_party(case: Case) -> PartyData:
    signatory = case.handover.signatory
    return official(
        name=signatory.name,
        nip=signatory.nip,
        rank=signatory.rank,
        position=signatory.printed_position,
        address=case.office.address,
    )


def second_party(case: Case) -> PartyData:
    person = case.participant
    place = f"Kel. {person.kelurahan.name}, Kec. {person.kelurahan.kecamatan.name}"
    return recipient(
        name=person.name.upper(),
        nik=person.nik,
        occupation=person.get_occupation_display(),
        address=f"{person.address}, {place}" if person.address else place,
    )


def item_data(item: HandoverItem) -> ItemData:
    source = item.unit.procurement
    return ItemData(
        name=f"{source.type.name}, {source.model_name}",
        serial_number=item.unit.serial_number,
        quantity=f"1 {source.type.unit_word}",
        condition="baik",
        price=ribuan(source.unit_price),
    )


def listed(names: Iterable[str]) -> str:
    """`APBD`, or `APBD dan DBHCHT`, each name once, the empty left out."""
    return " dan ".join(dict.fromkeys(name for name in names if name))
