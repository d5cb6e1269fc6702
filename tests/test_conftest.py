"""The guards that every test runs under stop what they are there to stop."""

import pytest
from django.db import transaction
from django.template import Context, Template

from participants.models import Registration
from regions.models import Kecamatan
from tests.conftest import INLINE, LockOnJoin, UndefinedVariable


@pytest.mark.django_db
def test_rows_that_nobody_ordered_come_backwards():
    ordered = list(Kecamatan.objects.order_by("pk"))
    assert list(Kecamatan.objects.order_by()) != ordered
    assert sorted(Kecamatan.objects.order_by(), key=lambda one: one.pk) == ordered


@pytest.mark.django_db
def test_a_lock_on_a_join_names_its_table():
    joined = Registration.objects.select_related("participant").order_by("pk")
    with transaction.atomic():
        assert list(joined.select_for_update(of=("self",))) == []
        with pytest.raises(LockOnJoin, match="without of="):
            list(joined.select_for_update())
        with pytest.raises(LockOnJoin):
            list(Registration.objects.filter(participant__name="x").select_for_update())


def test_a_variable_that_nobody_gave_fails():
    template = Template("{{ session.kode }}", name="training/contoh.html")
    with pytest.raises(UndefinedVariable, match="kode"):
        template.render(Context({"session": object()}))


@pytest.mark.parametrize("html", ["<script>x()</script>", "<p style='a'>", '<a onclick="x">', "<style>a{}</style>"])
def test_inline_scripts_and_styles_are_seen(html: str):
    assert INLINE.search(html)
