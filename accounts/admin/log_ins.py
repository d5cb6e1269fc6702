"""Who is logged in, who tried, whose second factor was taken away: to look at only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin_tools import ReadOnlyAdmin
from accounts.models import FactorReset, LogInAttempt, SignIn

WHO = ("user__username", "user__first_name", "user__last_name")


@admin.register(SignIn)
class SignInAdmin(ReadOnlyAdmin[SignIn]):
    """The browsers of people who are logged in; never what opens or what is in their sessions."""

    fields = ("user", "since", "seen_at", "device", "address")
    list_display = ("user", "since", "seen_at", "device", "address")
    list_filter = ("since",)
    list_select_related = ("user",)
    search_fields = WHO

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignIn]:
        return super().get_queryset(request).filter(user__isnull=False)


@admin.register(LogInAttempt)
class LogInAttemptAdmin(ReadOnlyAdmin[LogInAttempt]):
    list_display = ("at", "user", "outcome", "device", "address")
    list_filter = ("outcome", "at")
    list_select_related = ("user",)
    search_fields = (*WHO, "address")
    date_hierarchy = "at"


@admin.register(FactorReset)
class FactorResetAdmin(ReadOnlyAdmin[FactorReset]):
    list_display = ("at", "user", "by", "reason")
    list_filter = ("at",)
    list_select_related = ("user", "by")
    search_fields = (*WHO, "reason")
    date_hierarchy = "at"
