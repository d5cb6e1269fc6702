"""Users in /admin/: who works here, in which roles, limited to which kecamatan."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Exists, Field, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.access import Action
from accounts.admin_tools import HistoryAdmin, acting, allowed, run_rule
from accounts.backends import FACTORS
from accounts.enums import Role
from accounts.forms import ReasonForm
from accounts.models import User, UserKecamatan, UserRole
from accounts.second_factor import reset_factor

admin.site.unregister(Group)  # the roles are fixed: their rights stand in accounts/access.py
admin.site.unregister(EmailAddress)  # nobody logs in by mail here
admin.site.unregister(Authenticator)  # secrets; taken away by the action below


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The roles by what they are called."""

    def label_from_instance(self, obj: Model) -> str:
        name = str(obj)
        return Role(name).label if name in Role.values else name


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A new password for somebody, good until the first log-in; nobody here logs in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        saved: User = super().save(commit)
        return saved


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    """Nobody shuts the own door: without an administrator no one could open it again."""

    acting: User

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk != self.acting.pk:
            return cleaned
        if not cleaned.get("is_active"):
            self.add_error("is_active", "Anda tidak dapat menonaktifkan diri sendiri. Minta administrator lain.")
        if Role.ADMINISTRATOR not in {group.name for group in cleaned.get("groups", [])}:
            self.add_error("groups", "Anda tidak dapat melepas peran administrator dari diri sendiri.")
        return cleaned


@admin.register(User)
class UserAdmin(HistoryAdmin[User], DjangoUserAdmin):  # type: ignore[type-arg]
    """Users are never deleted, only switched off: their name stands in the history."""

    form = UserForm
    add_form = UserCreationForm
    change_password_form = PasswordForm
    history_links = (UserRole, UserKecamatan)
    list_display = ("username", "full_name", "nip", "position", "role_names", "has_factor", "is_active")
    list_filter = ("is_active", "groups", "kecamatan")
    search_fields = ("username", "first_name", "last_name", "nip", "position")
    filter_horizontal = ()
    actions = ("reset_factors",)
    has_administer_permission = allowed(Action.ADMINISTER)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password", "is_active")}),
        ("Orangnya", {"fields": ("first_name", "last_name", "nip", "position", "email")}),
        ("Peran dan batas", {"fields": ("groups", "kecamatan")}),
        ("Tercatat", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        ("Orangnya", {"fields": ("first_name", "last_name", "nip", "position", "email")}),
        ("Peran dan batas", {"fields": ("groups", "kecamatan")}),
    )

    @admin.display(description="nama", ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description="peran")
    def role_names(self, user: User) -> str:
        held = {group.name for group in user.groups.all()}
        return ", ".join(role.label for role in Role if role in held) or "–"

    @admin.display(description="dua langkah", boolean=True)
    def has_factor(self, user: User) -> bool:
        return bool(getattr(user, "with_factor", False))

    @admin.action(description="Hapus verifikasi dua langkah yang hilang…", permissions=["administer"])
    def reset_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks the reason, then takes away what was lost; who it was logs in anew."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            at, reason = timezone.now(), form.cleaned_data["reason"]
            run_rule(
                request,
                queryset,
                lambda user: reset_factor(user.pk, reason=reason, at=at, actor=acting(request)),
                "Verifikasi dua langkah dihapus",
            )
            return None
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "users": queryset}
        return TemplateResponse(request, "admin/reset_factor.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups").annotate(with_factor=Exists(FACTORS))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever gets an account gets a password that somebody else knows."""
        obj.must_change_password = obj.must_change_password or not change
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.acting = request.user
        return form

    def formfield_for_manytomany(self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "groups":
            kwargs.update(form_class=RolesField, label="Peran", help_text="Boleh lebih dari satu; haknya bertambah.")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "username":  # keeps Django's own field: it folds look-alike letters
            return db_field.formfield()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "kecamatan":  # chosen here, made elsewhere
            field.widget.can_add_related = False
        return field

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
