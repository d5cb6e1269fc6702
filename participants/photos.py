"""A participant's photo for the papers of the office: put, replaced, taken away; each leaves its trace in the history.

It serves certificates and cards only. Publishing a picture is another matter, with a consent of its own.
"""

from django.db import transaction

from accounts.access import Action, ForbiddenError, may, require
from accounts.models import User
from documents.photos import store_portrait
from participants.models import Participant

ACTIONS = (Action.EDIT_PERSON, Action.REGISTER)  # either of them is enough


def may_photograph(user: User) -> bool:
    return any(may(user, action) for action in ACTIONS)


def right_of(actor: User) -> Action:
    """The right by which `actor` puts photos. Raises ForbiddenError without one."""
    action = next((one for one in ACTIONS if may(actor, one)), ACTIONS[0])
    require(actor, action)
    return action


@transaction.atomic
def put_photo(participant_id: int, picture: bytes, *, actor: User) -> Participant:
    """Keep `picture`, which `documents.photos.portrait` made, as the photo; the same one twice is stored once."""
    person = _locked(participant_id, actor)
    photo = store_portrait(picture, name=f"foto-{person.pk}", unless=person.photo)
    if photo.pk != person.photo_id:
        person.photo = photo
        person.save(update_fields=["photo"])
    return person


@transaction.atomic
def remove_photo(participant_id: int, *, actor: User) -> Participant:
    """Papers set from now on have an empty box; those printed before keep what they show."""
    person = _locked(participant_id, actor)
    if person.photo_id is not None:
        person.photo = None
        person.save(update_fields=["photo"])
    return person


def _locked(participant_id: int, actor: User) -> Participant:
    """The person, locked. Raises ForbiddenError where the actor's right does not reach the person."""
    action = right_of(actor)
    locked = Participant.objects.visible_to(actor, action).select_for_update(of=("self",), no_key=True)
    person = locked.select_related("photo").filter(pk=participant_id).first()
    if person is None:
        raise ForbiddenError(action)
    return person
