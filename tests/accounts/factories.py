"""Users with roles, and what is written down of their log-ins."""

from datetime import UTC, datetime
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group

from accounts.enums import LogInOutcome
from accounts.models import FactorReset, LogInAttempt, SignIn, User

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(roles=["petugas"])`, or `role="petugas"` for one."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"pengguna{n}")
    first_name = "Rina"
    last_name = factory.Sequence(lambda n: f"Marlina {n}")

    @factory.post_generation
    def roles(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.groups.set(Group.objects.filter(name__in=list(extracted)))

    @factory.post_generation
    def role(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.groups.set(Group.objects.filter(name=extracted))

    @factory.post_generation
    def limited_to(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.kecamatan.set(extracted)


class SignInFactory(factory.django.DjangoModelFactory):
    """A browser at which somebody is logged in."""

    class Meta:
        model = SignIn

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"kunci{n}")
    expire_date = datetime(2126, 1, 1, tzinfo=UTC)
    device = "Chrome di Windows"
    address = "10.20.30.•"


class LogInAttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LogInAttempt

    user = factory.SubFactory(UserFactory)
    at = AT
    outcome = LogInOutcome.SIGNED_IN
    device = "Chrome di Windows"
    address = "10.20.30.•"


class FactorResetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FactorReset

    user = factory.SubFactory(UserFactory)
    at = AT
    reason = "HP hilang"


class AppFactory(factory.django.DjangoModelFactory):
    """The app for codes on somebody's phone, with `SECRET`."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(UserFactory)
    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": encrypt(SECRET)})
