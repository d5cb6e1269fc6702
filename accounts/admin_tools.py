"""What the pages of /admin/ share: history from event rows, refusals as sentences, actions that call rules."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTimeWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, models, transaction
from django.forms import CharField, HiddenInput, ModelForm, SlugField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.access import Action, ForbiddenError, may
from accounts.history.acts import tell
from accounts.history.sources import row_and_links
from accounts.models import User
from tkm.lib.db import breached
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import DateField, LineField, TextAreaField, TimeField, renew_version, show_error

M = TypeVar("M", bound=models.Model)
LONGEST_TEXT = 20_000
KEPT = 300  # the newest acts that one history page tells
LONGEST_SEARCH = 100
REFUSED = (
    "Perubahan ini ditolak: data lain bergantung padanya, atau orang lain baru saja mengubahnya. "
    "Periksa data terbaru, atau ubah lewat halamannya."
)


def allowed(action: Action) -> Callable[[Any, HttpRequest], bool]:
    """`has_select_permission = allowed(Action.SELECT)`: shows an admin action to those who hold the right."""

    def has_permission(model_admin: Any, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may(request.user, action)

    return has_permission


def acting(request: HttpRequest) -> User:
    """Who works here: /admin/ lets nobody in who is not logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


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


class AutocompleteOne(AutocompleteSelect):
    """Django's looks up whatever was sent; what is no key of a row is dropped before."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(value), attr)


class AutocompleteMany(AutocompleteSelectMultiple):
    """The same for several rows."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(value), attr)


def _keys(values: Sequence[Any]) -> list[Any]:
    return [value for value in values if not value or re.fullmatch(r"[0-9]{1,18}", str(value))]


class HistoryAdmin(admin.ModelAdmin[M]):
    """An admin page whose history is the event rows, and where no refusal of the database is an error page.

    Texts, dates and hours are typed and checked as on the pages (`tkm.lib.forms`).
    `history_links` are the tracked many-to-many tables that belong to the row; `refusals` turns names of constraints
    and triggers into sentences for what no form can check beforehand.
    """

    formfield_overrides = {
        models.CharField: {"form_class": LineField},
        models.SlugField: {"form_class": SlugField},
        models.TextField: {"form_class": TextAreaField, "max_length": LONGEST_TEXT},
        models.DateField: {"form_class": DateField},
        models.TimeField: {"form_class": TimeField, "widget": AdminTimeWidget(format="%H.%M")},
    }
    history_links: Sequence[type[models.Model]] = ()
    refusals: dict[str, str] = {}
    list_per_page = 50
    show_full_result_count = False

    def get_form(self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return _refusing(form, refusal) if refusal else form

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Django's form page; what a rule or the database refused stands in the same form, all of it still typed in."""
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except DomainError as error:
            request.refusal = error  # type: ignore[attr-defined]
        except (IntegrityError, InternalError) as error:
            request.refusal = DomainError(self.sentence(error))  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = AutocompleteOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = AutocompleteMany(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.__dict__["as_read"] = dict(row.__dict__)
        return row

    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        """Only what changed here: a status that a rule moves meanwhile is not written back."""
        if not change:
            obj.save()
            return
        read, now = obj.__dict__["as_read"], obj.__dict__
        columns = obj._meta.concrete_fields
        changed = [field.name for field in columns if read.get(field.attname) != now.get(field.attname)]
        stamps = [field.name for field in columns if getattr(field, "auto_now", False)]
        if changed:
            obj.save(update_fields={*changed, *stamps})

    def get_view_on_site_url(self, obj: M | None = None) -> str | None:
        """The row's page outside /admin/."""
        page = getattr(obj, "get_absolute_url", None)
        return page() if page else None

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", "")[:LONGEST_SEARCH])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's list; a mangled address, which no database or calendar can look for, is dropped."""
        if any(_is_mangled(name, str(value)) for name, value in request.GET.items()):
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except (IntegrityError, InternalError) as error:
            messages.error(request, self.sentence(error))
            return HttpResponseRedirect(request.path)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        try:
            with transaction.atomic():
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
            "acts": tell(row_and_links(row, self.history_links), size=KEPT).acts,
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


class VersionedForm(ModelForm[M]):
    """For rows with `updated_at`: what somebody else changed meanwhile is not overwritten unseen."""

    version = CharField(widget=HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("version") != version_of(self.instance):
            renew_version(self, version_of(self.instance))
            show_error(self, StaleError("Data ini"))
        return cleaned


def _is_mangled(name: str, value: str) -> bool:
    """A NUL, or in the date hierarchy what is no year, month or day."""
    is_date = name.endswith(("__year", "__month", "__day"))
    return "\0" in name + value or (is_date and not re.fullmatch(r"[0-9]{0,4}", value))


def version_of(row: Any) -> str:
    return str(row.updated_at.isoformat())


def _refusing(form: type[ModelForm[M]], refusal: DomainError) -> type[ModelForm[M]]:
    class RefusingForm(form):  # type: ignore[valid-type,misc]
        """The same form on its second try: it stays as it was typed, with the sentence at its field."""

        def clean(self) -> Any:
            cleaned = super().clean()
            show_error(self, refusal)
            return cleaned

    return RefusingForm
