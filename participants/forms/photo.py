"""The photo of a participant: chosen, looked at as it will be printed, then kept."""

from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer

from accounts.models import User
from documents.photos import portrait
from participants.models import Participant
from participants.photos import put_photo
from tkm.lib.errors import DomainError
from tkm.lib.forms import show_error

CHOOSE = "Pilih fotonya."


class PhotoForm(forms.Form):
    """Sent twice: with the file, which comes back cut as `prepared`; then with `prepared` alone, which is kept."""

    photo = forms.FileField(
        label="Foto wajah",
        help_text="JPG, PNG atau HEIC, paling besar 10 MB. Diputar tegak dan dipotong 3 × 4 sendiri.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,image/heif,.heic,.heif"}),
        allow_empty_file=True,
        error_messages={"required": CHOOSE},
    )
    prepared = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = not self.data.get("prepared")
        self.person = person
        self.signer = Signer(salt=f"foto:{person.pk}")
        self.picture = b""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.picture = self._picture(cleaned)
            except DomainError as error:
                show_error(self, error)
        return cleaned

    def _picture(self, cleaned: dict[str, Any]) -> bytes:
        """The photo as it will be printed. Raises DomainError for what is none."""
        if upload := cleaned["photo"]:
            return portrait(upload, field="photo")
        try:
            return b64decode(self.signer.unsign(cleaned["prepared"]))
        except BadSignature as error:
            raise DomainError("Foto tadi tidak terbaca lagi. Pilih sekali lagi.", "photo") from error

    @property
    def is_to_keep(self) -> bool:
        """Whether the picture was looked at before; a newly chosen file is shown first."""
        return self.is_valid() and not self.cleaned_data["photo"]

    @property
    def picture_text(self) -> str:
        """For `<img src="data:…">`."""
        return b64encode(self.picture).decode()

    @property
    def picture_signed(self) -> str:
        """For the hidden field: nobody keeps a picture that was not looked into here."""
        return self.signer.sign(self.picture_text)

    def save(self, *, actor: User) -> Participant:
        return put_photo(self.person.pk, self.picture, actor=actor)
