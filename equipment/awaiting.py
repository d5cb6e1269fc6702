"""Who may get a BAST now: graduates whom a decree in force names, without one for the same kind yet."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import Action
from accounts.models import User
from equipment.models import DecreeRecipient, Handover, RecipientDecree
from participants.enums import RegistrationStatus


def awaiting(user: User, on: date) -> QuerySet[DecreeRecipient]:
    """The lines of decrees in force on the day for which `user` may still make a draft, as the decree orders them."""
    standing = Handover.objects.standing()
    of_this_kind = standing.filter(
        registration=OuterRef("registration"), items__unit__procurement__type__decrees=OuterRef("decree")
    )
    return with_people(
        DecreeRecipient.objects.visible_to(user, Action.MANAGE_EQUIPMENT)
        .filter(
            registration__status=RegistrationStatus.COMPLETED,
            decree__in=RecipientDecree.objects.in_force(on),
        )
        .exclude(Exists(standing.filter(recipient=OuterRef("pk"))))
        .exclude(Exists(of_this_kind))
    )


def with_people(lines: QuerySet[DecreeRecipient]) -> QuerySet[DecreeRecipient]:
    """With all that the pages of drafts name, as the decrees order them."""
    return lines.select_related(
        "registration__participant__kelurahan",
        "registration__session__program",
        "registration__session__kelurahan__kecamatan",
        "decree__number",
    ).order_by("decree", "position")
