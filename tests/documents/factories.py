"""Signatories, files and numbers."""

from datetime import date
from hashlib import sha256

import factory

from documents.models import Office, PaperNumber, PrivacyNotice, Signatory, StoredFile


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "H. CONTOH PEJABAT, S.Sos., M.M."
    nip = "197001011995031001"
    rank = "Pembina Utama Muda (IV/c)"
    position = "Kepala Dinas"
    valid_from = date(2024, 1, 1)


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    content = b"%PDF-1.7 contoh"
    sha256 = factory.LazyAttribute(lambda made: sha256(made.content).hexdigest())
    size = factory.LazyAttribute(lambda made: len(made.content))
    media_type = "application/pdf"
    name = "contoh.pdf"


class PaperNumberFactory(factory.django.DjangoModelFactory):
    """An agenda number (typed): the automatic ones are given by documents.numbers."""

    class Meta:
        model = PaperNumber

    kind = "decree"
    year = 2025
    text = factory.Sequence(lambda n: f"500.15/{n + 1}/KEP/2025")


def privacy_notice() -> PrivacyNotice:
    """The one that came with the migrations."""
    return PrivacyNotice.objects.order_by("-version")[0]


def office() -> Office:
    return Office.objects.get()
