"""Who may get a BAST now: graduates whom a decree in force names, without one for the same kind yet."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import Action
from accounts.models import User
from equipment.models import DecreeRecipient, Handover, RecipientDecree
from participants.enums import RegistrationStatus
from participants.models import Registration


def awaiting(user: User, on: date) -> QuerySet[DecreeRecipient]:
    """The lines of decrees in force on the day for which `user` may still make a draft, as the decree orders them."""
    standing = Handover.objects.standing()
    of_this_kind = standing.filter(
        registration=OuterRef("registration"), items__unit__procurement__type__decrees=OuterRef("decree")
    )
    return (
        DecreeRecipient.objects.filter(
            registration__in=Registration.objects.visible_to(user, Action.MANAGE_EQUIPMENT),
            registration__status=RegistrationStatus.COMPLETED,
            decree__in=RecipientDecree.objects.in_force(on),
        )
        .exclude(Exists(standing.filter(recipient=OuterRef("pk"))))
        .exclude(Exists(of_this_kind))
        .select_related(
            "registration__participant__kelurahan",
            "registration__session__program",
            "registration__session__kelurahan__kecamatan",
            "decree__number",
        )
        .order_by("decree", "position")
    )
