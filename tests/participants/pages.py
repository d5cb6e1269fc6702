"""What a clerk types on the registration page, as the browser sends it."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.documents.factories import privacy_notice
from tests.regions.factories import kelurahan
from tests.training.factories import TrainingSessionFactory
from training.models import TrainingSession

NIK = "6372045708920012"


def open_session(**kwargs: Any) -> TrainingSession:
    """Open for registration on the day the test runs, since pages ask the clock."""
    today = timezone.localdate()
    dates = dict.fromkeys(["registration_opens_on", "registration_closes_on", "starts_on", "ends_on"], today)
    return TrainingSessionFactory(**{**dates, **kwargs})


def typed_person(**changes: Any) -> dict[str, Any]:
    return {
        "nik": "6372 0457 0892 0012",
        "name": "Siti Rahmah",
        "birth_place": "Banjarbaru",
        "birth_date": "17-08-1992",
        "sex": "P",
        "nik_reason": "",
        "kk_number": "6372 0412 0315 0007",
        "kecamatan": "Banjarbaru Utara",
        "kelurahan": kelurahan("Komet").pk,
        "address": "Jl. Ahmad Yani Km 34, RT 12/RW 03",
        "phone": "0812-5011-2233",
        "education": "sma",
        "occupation": "informal",
        **changes,
    }


def typed_registration(**changes: Any) -> dict[str, Any]:
    return typed_person(
        **{
            "origin": "self",
            "origin_letter": "",
            "notice": privacy_notice().version,
            "submission": UUID(int=1),
            "known": "",
            "checked_nik": "",
            **changes,
        }
    )
