"""Forms of a contract's papers and payments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset
from django import forms

from accounts.models import User
from equipment.enums import SupplyKind
from equipment.forms.layout import row, sheet
from equipment.models import Payment, Procurement, SupplyPaper
from equipment.payments import PaymentData, correct_payment, record_payment, void_payment
from equipment.supply import Counted, SupplyData, correct_supply, counts_of, names, record_supply, void_supply
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import DateField, LineField, NumberField, RupiahField, TextAreaField, renew_version, show_error

MOST = 100_000
PEOPLE = {
    SupplyKind.DELIVERY: ("Yang menyerahkan (penyedia)", "Yang menerima (PPK)"),
    SupplyKind.HANDING_ON: ("Yang menyerahkan (PPK)", "Yang menerima (pengguna barang)"),
    SupplyKind.RELEASE: ("Yang memerintahkan (pengguna barang)", "Kepada (pengurus barang)"),
}


class CountField(NumberField):
    """How many; empty until somebody has counted, 0 where there were none."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        told = {"required": "Tulis jumlahnya; 0 bila tidak ada."}
        super().__init__(min_value=0, max_value=MOST, widget=widget, error_messages=told, **kwargs)


class AnsweredForm(forms.Form):
    """A reason is asked for only when the rule doubts, and kept once it was typed."""

    def asks_reason(self) -> bool:
        return bool(self["reason"].value()) or self.has_error("reason")

    def reason_layout(self) -> list[Field]:
        return [Field("reason", wrapper_class="conditional")] if self.asks_reason() else []


class SupplyForm(AnsweredForm):
    """One paper of a contract: what stands in its head, and what it counts of each contract line."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    number = LineField(label="Nomor", max_length=120, help_text="Seperti tertulis pada suratnya.")
    dated_on = DateField(label="Tanggal")
    from_whom = LineField(label="Dari", max_length=160)
    to_whom = LineField(label="Kepada", max_length=160)
    examiners = TextAreaField(label="Nama pemeriksa", max_length=600, help_text="Satu nama tiap baris.")
    scan = forms.FileField(
        label="Pindaian",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text="Boleh menyusul. PDF, JPG atau PNG, paling besar 10 MB.",
    )
    reason = LineField(label="Alasan", max_length=300, required=False, help_text="Tersimpan bersama surat ini.")

    def __init__(
        self,
        *args: Any,
        kind: SupplyKind,
        lines: Sequence[Procurement],
        paper: SupplyPaper | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.lines, self.paper = kind, lines, paper
        kwargs["initial"] = stored_paper(paper) if paper else first_guess(kind, lines)
        super().__init__(*args, **kwargs)
        self._name_people()
        for line in lines:
            for name, label in self._counts_of(line):
                self.fields[name] = CountField(label=label, required=len(lines) == 1)

    def _name_people(self) -> None:
        if self.kind == SupplyKind.INSPECTION:
            del self.fields["from_whom"], self.fields["to_whom"]
            return
        del self.fields["examiners"]
        self.fields["from_whom"].label, self.fields["to_whom"].label = PEOPLE[self.kind]

    def _counts_of(self, line: Procurement) -> list[tuple[str, str]]:
        what = f"{line.type} {line.model_name}"
        if self.kind == SupplyKind.INSPECTION:
            return [(f"good-{line.pk}", f"{what}: dihitung baik"), (f"bad-{line.pk}", f"{what}: dihitung rusak")]
        return [(f"quantity-{line.pk}", f"{what}: jumlah")]

    @property
    def helper(self) -> FormHelper:
        people = ["examiners"] if self.kind == SupplyKind.INSPECTION else [row("from_whom", "to_whom")]
        counts = [row(*(name for name, _ in self._counts_of(line))) for line in self.lines]
        return sheet(
            "submission",
            "version",
            Fieldset("Surat", row("number", "dated_on"), *people),
            Fieldset("Yang dihitung" if self.kind == SupplyKind.INSPECTION else "Barang", *counts),
            Fieldset("Berkas", "scan", *self.reason_layout()),
        )

    def data_typed(self) -> SupplyData:
        typed = self.cleaned_data
        counted = {line.pk: self._counted(line) for line in self.lines}
        return SupplyData(
            kind=self.kind,
            number=typed["number"],
            dated_on=typed["dated_on"],
            counts={pk: one for pk, one in counted.items() if one.quantity},
            from_whom=typed.get("from_whom", ""),
            to_whom=typed.get("to_whom", ""),
            examiners=names(typed.get("examiners", "").splitlines()),
            reason=typed["reason"],
        )

    def _counted(self, line: Procurement) -> Counted:
        found = [self.cleaned_data[name] or 0 for name, _ in self._counts_of(line)]
        return Counted(sum(found), found[1] if self.kind == SupplyKind.INSPECTION else 0)

    def save(self, procurement: Procurement, *, on: date, actor: User) -> SupplyPaper | None:
        """The paper; or None with the rule's sentence at its field."""
        typed, data = self.cleaned_data, self.data_typed()
        try:
            if self.paper is None:
                sent = {"scan": typed["scan"], "submission": typed["submission"]}
                return record_supply(procurement.pk, data, **sent, on=on, actor=actor)
            return correct_supply(self.paper.pk, data, scan=typed["scan"], version=typed["version"], on=on, actor=actor)
        except DomainError as error:
            if self.paper and isinstance(error, StaleError):
                renew_version(self, SupplyPaper.objects.get(pk=self.paper.pk).version)
            show_error(self, error)
            return None

    def remind_of_the_file(self) -> None:
        """A browser never sends a file again by itself: said beside it when something else was refused."""
        if self.files and "scan" not in self.errors:
            self.add_error("scan", "Pilih lagi berkasnya: isian lain masih ada, berkas tidak ikut tersimpan.")


def first_guess(kind: SupplyKind, lines: Sequence[Procurement]) -> dict[str, Any]:
    """What is known beforehand: never a count."""
    return {"from_whom": lines[0].supplier} if kind == SupplyKind.DELIVERY else {}


def stored_paper(paper: SupplyPaper) -> dict[str, Any]:
    """What the edit form shows first, with the version it was opened on."""
    columns = ("number", "dated_on", "from_whom", "to_whom", "examiners", "reason", "version")
    initial = {name: getattr(paper, name) for name in columns}
    for pk, counted in counts_of(paper).items():
        good = {f"good-{pk}": counted.quantity - counted.defective, f"bad-{pk}": counted.defective}
        initial |= good | {f"quantity-{pk}": counted.quantity}
    return initial


class PaymentForm(AnsweredForm):
    """One SP2D."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    sp2d_number = LineField(label="Nomor SP2D", max_length=80)
    paid_on = DateField(label="Tanggal SP2D")
    amount = RupiahField(label="Jumlah (Rp)", min_value=1)
    note = LineField(label="Keterangan", max_length=200, required=False, help_text="Misalnya uang muka atau pelunasan.")
    reason = LineField(label="Alasan melebihi kontrak", max_length=300, required=False)

    def __init__(self, *args: Any, payment: Payment | None = None, **kwargs: Any) -> None:
        if payment:
            columns = ("sp2d_number", "paid_on", "amount", "note", "reason", "version")
            kwargs["initial"] = {name: getattr(payment, name) for name in columns}
        super().__init__(*args, **kwargs)
        self.payment = payment

    @property
    def helper(self) -> FormHelper:
        return sheet(
            "submission", "version", row("sp2d_number", "paid_on"), row("amount", "note"), *self.reason_layout()
        )

    def save(self, procurement: Procurement, *, on: date, actor: User) -> Payment | None:
        """The payment; or None with the rule's sentence at its field."""
        typed = dict(self.cleaned_data)
        submission, version = typed.pop("submission"), typed.pop("version")
        data = PaymentData(**typed)
        try:
            if self.payment is None:
                return record_payment(procurement.pk, data, submission=submission, on=on, actor=actor)
            return correct_payment(self.payment.pk, data, version=version, on=on, actor=actor)
        except DomainError as error:
            if self.payment and isinstance(error, StaleError):
                renew_version(self, Payment.objects.get(pk=self.payment.pk).version)
            show_error(self, error)
            return None


class VoidRecordForm(forms.Form):
    """Why a paper or a payment does not hold."""

    reason = LineField(
        label="Alasan dibatalkan",
        max_length=300,
        help_text="Tetap terbaca bersama nomornya.",
        error_messages={"required": "Tulis mengapa dibatalkan; alasan ini tetap terbaca."},
    )

    def save(self, row: SupplyPaper | Payment, *, at: datetime, actor: User) -> SupplyPaper | Payment | None:
        try:
            if isinstance(row, Payment):
                return void_payment(row.pk, reason=self.cleaned_data["reason"], at=at, actor=actor)
            return void_supply(row.pk, reason=self.cleaned_data["reason"], at=at, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None
