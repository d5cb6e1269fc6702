"""Users with roles."""

from typing import Any

import factory
from django.contrib.auth.models import Group

from accounts.models import User


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
