"""What a password must not be, said in the words of the log-in page; the checks are Django's own."""

from django.contrib.auth import password_validation


class UnlikeOneself(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "first_name", "last_name", "nip"))

    def get_help_text(self) -> str:
        return "Kata sandi tidak boleh mirip dengan nama, nama pengguna, atau NIP Anda."


class Uncommon(password_validation.CommonPasswordValidator):
    def get_help_text(self) -> str:
        return "Jangan memakai kata sandi yang dipakai banyak orang, misalnya 12345678."
