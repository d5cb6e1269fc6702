"""Trying out the words of a BAST before they are saved; stands here because the paper does."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import Action, requires
from accounts.http import Request
from documents.files import PDF
from documents.forms import WordingForm
from documents.models import Office
from documents.serving import file_response
from documents.wording import BAST_TOKENS
from equipment.bast_sample import sample_pdf


@require_POST
@requires(Action.ADMINISTER)
def wording_preview(request: Request) -> HttpResponse:
    """The typed words as a PDF for an invented person; nothing is stored."""
    form = WordingForm(request.POST)
    words = form.words()
    if words is None:
        return render(request, "documents/wording_form.html", {"form": form, "tokens": BAST_TOKENS}, status=422)
    content = sample_pdf(words, office=Office.objects.get(), at=timezone.now())
    return file_response(content, media_type=PDF, name="pratinjau-naskah-bast.pdf")
