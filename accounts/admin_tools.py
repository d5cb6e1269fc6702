"""What the pages of /admin/ share: history from event rows, refusals as sentences, actions that call rules."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTimeWidget
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.access import Action, ForbiddenError, may
from accounts.history import history_of
from accounts.models import User
from tkm.lib.db import breached
from tkm.lib.errors import DomainError
from tkm.lib.forms import DateField, LineField, TextAreaField, TimeField

M = TypeVar("M", bound=models.Model)
REFUSED = (
    "Perubahan ini ditolak: data lain bergantung padanya, atau orang lain baru saja mengubahnya. "
    "Periksa data terbaru, atau ubah lewat halamannya."
)


def allowed(action: Action) -> Callable[[Any, HttpRequest], bool]:
    """`has_select_permission = allowed(Action.SELECT)`: shows an admin action to those who hold the right."""

    def has_permission(model_admin: Any, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may(request.user, action)

    return has_permission


def run_rule(request: HttpRequest, rows: models.QuerySet[M], rule: Callable[[M], object], done: str) -> None:
    """Call `rule` for each row by pk; say `done` with the number that passed, and each refusal in its own sentence."""
    passed = 0
    for row in rows.order_by("pk"):
        try:
            rule(row)
        except (DomainError, ForbiddenError) as error:
            messages.error(request, f"{row}: {error}")
        else:
            passed += 1
    if passed:
        messages.success(request, f"{done}: {passed}.")


class HistoryAdmin(admin.ModelAdmin[M]):
    """An admin page whose history is the event rows, and where no refusal of the database is an error page.

    Texts, dates and hours are typed and checked as on the pages (`tkm.lib.forms`).
    `history_links` are the tracked many-to-many tables that belong to the row; `refusals` turns names of constraints
    and triggers into sentences for what no form can check beforehand.
    """

    formfield_overrides = {
        models.CharField: {"form_class": LineField},
        models.TextField: {"form_class": TextAreaField},
        models.DateField: {"form_class": DateField},
        models.TimeField: {"form_class": TimeField, "widget": AdminTimeWidget(format="%H.%M")},
    }
    history_links: Sequence[type[models.Model]] = ()
    refusals: dict[str, str] = {}
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", "")
        return _refusing(form, refusal) if refusal else form

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Django's form page; what the database refused stands above the same form, everything still typed in."""
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except (IntegrityError, InternalError) as error:
            request.refusal = self.sentence(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except (IntegrityError, InternalError) as error:
            messages.error(request, self.sentence(error))
            return HttpResponseRedirect(request.path)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        try:
            return super().response_action(request, queryset, *args)
        except (IntegrityError, InternalError) as error:
            messages.error(request, self.sentence(error))
            return HttpResponseRedirect(request.get_full_path())

    def sentence(self, error: IntegrityError | InternalError) -> str:
        return self.refusals.get(breached(error), REFUSED)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Riwayat: {row}",
            "subtitle": None,
            "entries": history_of(row, self.history_links),
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/event_history.html", context)


class ReadOnlyAdmin(HistoryAdmin[M]):
    """To look at only: rows that a rule guards, and logs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


def _refusing(form: type[ModelForm[M]], refusal: str) -> type[ModelForm[M]]:
    class RefusingForm(form):  # type: ignore[valid-type,misc]
        """The same form on its second try: it stays as it was typed, below the sentence."""

        def clean(self) -> Any:
            cleaned = super().clean()
            self.add_error(None, refusal)
            return cleaned

    return RefusingForm
