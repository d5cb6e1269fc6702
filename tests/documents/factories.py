"""Signatories, files and numbers."""

from datetime import date
from hashlib import sha256

import factory

from documents.models import Office, Paper, PaperNumber, PrivacyNotice, Signatory, StoredFile
from tests.accounts.factories import UserFactory


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "H. CONTOH PEJABAT, S.Sos., M.M."
    plain_name = "CONTOH PEJABAT"
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


class PhotoFactory(StoredFileFactory):
    """A photo as far as lists and pages know; the bytes are only an example."""

    content = factory.Sequence(lambda n: b"\xff\xd8\xff contoh %d" % n)
    media_type = "image/jpeg"
    name = "foto.jpg"


class PaperNumberFactory(factory.django.DjangoModelFactory):
    """An agenda number (typed): the automatic ones are given by documents.numbers."""

    class Meta:
        model = PaperNumber

    kind = "decree"
    year = 2025
    text = factory.Sequence(lambda n: f"500.15/{n + 1}/KEP/2025")


class PaperFactory(factory.django.DjangoModelFactory):
    """A printed BAST with a typed number; the bytes are only an example."""

    class Meta:
        model = Paper

    kind = "bast"
    number = factory.SubFactory(PaperNumberFactory, kind="bast")
    dated_on = date(2025, 9, 4)
    data = {}
    file = factory.SubFactory(StoredFileFactory)
    code = factory.Sequence(lambda n: f"{n:08d}")
    created_by = factory.SubFactory(UserFactory)


def privacy_notice() -> PrivacyNotice:
    """The one that came with the migrations."""
    return PrivacyNotice.objects.order_by("-version")[0]


def office() -> Office:
    return Office.objects.get()
