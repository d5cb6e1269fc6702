"""Trying out the words of a paper before they are saved; stands here because the BAST does."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import PDF
from documents.letterhead import office_for
from documents.models import Office
from documents.serving import file_response
from documents.views import find_kind, wording_page
from documents.wording_forms import WordingForm
from equipment import bast_sample
from participants.papers import cards, desk
from tkm.lib.errors import DomainError
from tkm.lib.forms import show_error

# The paper of each kind for an invented person: (words, office, at) → PDF.
SAMPLES: Mapping[PaperKind, Callable[[Any, Office, datetime], bytes]] = {
    PaperKind.BAST: bast_sample.sample_pdf,
    PaperKind.REGISTRATION_FORM: partial(desk.sample_pdf, PaperKind.REGISTRATION_FORM),
    PaperKind.STATEMENT: partial(desk.sample_pdf, PaperKind.STATEMENT),
    PaperKind.PROOF: partial(desk.sample_pdf, PaperKind.PROOF),
    PaperKind.CARD: cards.sample_pdf,
}


@require_POST
@requires(Action.ADMINISTER)
def wording_preview(request: Request, kind: str) -> HttpResponse:
    """The typed words as a PDF for an invented person; nothing is stored."""
    paper = find_kind(kind)
    form = WordingForm(request.POST, kind=paper)
    if (words := form.words()) is None:
        return wording_page(request, form)
    try:
        content = SAMPLES[paper](words, office_for(paper).get(), timezone.now())
    except DomainError as error:
        show_error(form, error)
        return wording_page(request, form)
    return file_response(content, media_type=PDF, name=f"pratinjau-naskah-{paper.value}.pdf")
