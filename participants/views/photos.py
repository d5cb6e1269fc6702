"""The photo of a person: choosing it, seeing it as it will be printed, taking it away; and the picture itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.models import StoredFile
from documents.serving import serve
from participants.forms.photo import PhotoForm
from participants.models import Participant
from participants.photos import ACTIONS, remove_photo, right_of


@never_cache
@requires(*ACTIONS)
def participant_photo(request: Request, pk: int) -> HttpResponse:
    """Choose a file, look at the photo that it gives, keep it."""
    person = _person(request, pk, right_of(request.user))
    form = PhotoForm(request.POST, request.FILES, person=person) if request.method == "POST" else None
    if form and form.is_to_keep:
        form.save(actor=request.user)
        messages.success(request, f"Foto {person} tersimpan.")
        return redirect(person)
    context = {
        "person": person,
        "form": form or PhotoForm(person=person),
        "chosen": form if form and form.is_valid() else None,
    }
    status = 422 if form and form.errors else 200
    return render(request, "participants/participant_photo.html", context, status=status)


@never_cache
@requires(*ACTIONS)
def participant_photo_remove(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then take the photo away."""
    person = _person(request, pk, right_of(request.user))
    if request.method == "POST":
        remove_photo(person.pk, actor=request.user)
        messages.success(request, f"Foto {person} dihapus dari datanya.")
        return redirect(person)
    context = {"person": person, "back_url": person.get_absolute_url()}
    return render(request, "participants/participant_photo_remove.html", context)


@require_safe
@requires(Action.VIEW)
def participant_photo_image(request: Request, pk: int) -> HttpResponse:
    """The picture, for whoever may see the person."""
    person = _person(request, pk, Action.VIEW)
    return serve(request, get_object_or_404(StoredFile, pk=person.photo_id))


def _person(request: Request, pk: int, action: Action) -> Participant:
    people = Participant.objects.visible_to(request.user, action)
    return get_object_or_404(people.select_related("kelurahan__kecamatan"), pk=pk)
