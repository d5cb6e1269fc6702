"""People: finding one, the whole life of one here, correcting the data, seeing the full NIK."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from participants.ages import age_on
from participants.forms.people import PersonEditForm, RevealForm
from participants.known import history_of
from participants.models import Participant, Registration
from participants.photos import may_photograph
from participants.querysets import number_typed, search_term
from regions.models import Kelurahan
from tkm.lib.chips import chips
from tkm.lib.http import render_part, wants_part

PAGE_SIZE = 25
NUMBER_PAGE_SIZE = 50  # of a number there is no second page, since it stands in no address: more digits narrow it
PERSON_PAGE = "Halaman peserta"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a name or number, and where people live (a code of Kemendagri, or everywhere)."""

    typed: str
    area: str

    @property
    def is_number(self) -> bool:
        return number_typed(self.typed) is not None

    @property
    def address(self) -> str:
        """The list with this search: words stand in the address, a NIK or phone number never does."""
        kept = {"q": "" if self.is_number else self.typed, "wilayah": self.area}
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{reverse('participant-list')}{'?' if query else ''}{query}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.VIEW)
def participant_list(request: Request) -> HttpResponse:
    """People by name. Searching is a POST; of words it leads on to an address that can be kept."""
    sent = request.method == "POST"
    query, areas = request.POST if sent else request.GET, _areas()
    names = {code: name for _, group in areas for code, name in group}
    typed = search_term(query.get("q", ""))
    search = Search(typed, area if (area := query.get("wilayah", "")) in names else "")
    if search.is_number != sent:
        return redirect(search.address)
    page, more = _page_of_people(request, search, query)
    shown = {"q": "" if sent or not typed else f"“{typed}”", "wilayah": names.get(search.area, "")}
    context = {"search": search, "areas": areas, "page": page, "more": more, "chips": chips(request.GET, shown)}
    response = render_part(request, "participants/participant_list.html", "participants/_participants.html", context)
    if wants_part(request):
        response["HX-Replace-Url"] = search.address
    return response


@never_cache
@require_safe
@requires(Action.VIEW)
def participant_detail(request: Request, pk: int) -> HttpResponse:
    """Identity, trainings and aid of one person."""
    person = _person(request, pk, Action.VIEW)
    return render(request, "participants/participant_detail.html", _life(request, person, RevealForm()))


@never_cache
@require_POST
@requires(Action.REVEAL_NIK)
def participant_nik(request: Request, pk: int) -> HttpResponse:
    """The same page with the full NIK, once; who looked and why is logged."""
    person = _person(request, pk, Action.REVEAL_NIK)
    form = RevealForm(request.POST)
    nik = form.save(person=person, place=PERSON_PAGE, actor=request.user) if form.is_valid() else ""
    context = {**_life(request, person, form), "nik": nik}
    page, part = "participants/participant_detail.html", "participants/_participant_nik.html"
    return render_part(request, page, part, context, status=200 if nik else 422)


@never_cache
@requires(Action.EDIT_PERSON)
def participant_edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is recorded; the NIK too, when it was typed wrong."""
    person = _person(request, pk, Action.EDIT_PERSON)
    typed = request.POST if request.method == "POST" else None
    form = PersonEditForm(typed, person=person, on=timezone.localdate())
    if form.is_valid() and (saved := form.save(actor=request.user)):
        messages.success(request, f"Data {saved} tersimpan.")
        return redirect(saved)
    stale = form.non_field_errors()
    context = {"form": form, "person": person, "differences": form.differences(form.person) if stale else []}
    return render(request, "participants/participant_form.html", context, status=422 if form.errors else 200)


def _areas() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each kecamatan with its kelurahan, as codes and names; one query."""
    rows = Kelurahan.objects.select_related("kecamatan").order_by("kecamatan__name", "name")
    groups = []
    for kecamatan, group in groupby(rows, key=lambda row: row.kecamatan):
        whole = (kecamatan.code, f"Kec. {kecamatan.name}")
        groups.append((whole[1], [whole, *((row.code, f"Kel. {row.name}") for row in group)]))
    return groups


def _page_of_people(request: Request, search: Search, query: QueryDict) -> tuple[Page[Any], bool]:
    """One page of those found, and whether there are more than may be shown."""
    visible = Participant.objects.visible_to(request.user).living_in(search.area)
    found = visible.matching(search.typed) if search.typed else visible.by_name()
    people, count, more = found.capped()
    latest = Registration.objects.select_related("session__program").order_by("-session__starts_on", "-pk")
    rows = people.select_related("kelurahan__kecamatan").prefetch_related(
        Prefetch("registrations", latest, to_attr="latest_first")
    )
    paginator = Paginator(rows, NUMBER_PAGE_SIZE if search.is_number else PAGE_SIZE)
    paginator.count = count
    return paginator.get_page(1 if search.is_number else query.get("page")), more


def _person(request: Request, pk: int, action: Action) -> Participant:
    people = Participant.objects.visible_to(request.user, action)
    return get_object_or_404(people.select_related("kelurahan__kecamatan"), pk=pk)


def _life(request: Request, person: Participant, reveal_form: RevealForm) -> dict[str, Any]:
    return {
        "person": person,
        "age": age_on(person.birth_date, timezone.localdate()),
        "history": history_of(person, seen_by=request.user),
        "form": reveal_form,
        "nik": "",
        "may_edit": may(request.user, Action.EDIT_PERSON),
        "may_register": may(request.user, Action.REGISTER),
        "may_photograph": may_photograph(request.user),
        "may_reveal": may(request.user, Action.REVEAL_NIK),
    }
