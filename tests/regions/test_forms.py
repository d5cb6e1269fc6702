"""A kelurahan is chosen under its kecamatan."""

import pytest
from django import forms

from regions.forms import KelurahanField
from regions.models import Kelurahan
from tests.regions.factories import kelurahan

pytestmark = pytest.mark.django_db


class PlaceForm(forms.Form):
    kelurahan = KelurahanField()


def test_the_four_landasan_ulin_stand_under_liang_anggang():
    groups = dict(PlaceForm().fields["kelurahan"].choices)
    assert len(groups) == 1 + 5
    assert [label for _, label in groups["Kec. Liang Anggang"]] == [
        "Landasan Ulin Barat",
        "Landasan Ulin Selatan",
        "Landasan Ulin Tengah",
        "Landasan Ulin Utara",
    ]


def test_all_of_them_cost_one_query(django_assert_num_queries):
    form = PlaceForm()
    with django_assert_num_queries(1):
        assert "Guntung Payung" in form.as_p()


@pytest.mark.parametrize("typed", ["0", "abc", "9" * 30, "-1"])
def test_a_kelurahan_outside_the_city_is_refused_in_a_sentence(typed):
    assert PlaceForm({"kelurahan": typed}).errors["kelurahan"] == ["Pilih kelurahan yang ada di daftar kota ini."]


def test_the_chosen_one_is_given():
    chosen = kelurahan("Cempaka", kecamatan="Cempaka")
    form = PlaceForm({"kelurahan": chosen.pk})
    assert form.is_valid()
    assert form.cleaned_data["kelurahan"] == chosen


def test_a_field_may_be_limited_to_a_part_of_the_city():
    allowed = Kelurahan.objects.filter(kecamatan__name="Cempaka")
    field = KelurahanField(queryset=allowed)
    with pytest.raises(forms.ValidationError):
        field.clean(kelurahan().pk)
