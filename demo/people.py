"""Invented people, the same at every run: names of the region put together by counting, NIKs of the right shape."""

from dataclasses import dataclass
from datetime import date, timedelta

from participants.enums import Education, Occupation, Origin, Sex

WOMEN = (
    "Aisyah", "Norhayati", "Siti Rahmah", "Rusmini", "Fatimah", "Mariana", "Nurul Hikmah", "Rabiatul", "Mastura",
    "Dewi", "Jumiati", "Halimah", "Noorlaila", "Hamidah", "Rusdiana", "Salamah", "Yuliana", "Masitah", "Raudah",
    "Kartini", "Nurjannah", "Zainab", "Saudah", "Mahrita", "Rahimah", "Lisnawati", "Herlina", "Khadijah", "Arbainah",
)  # fmt: skip
MEN = ("Muhammad Noor", "Ahmad Rizani", "Syahrani", "Abdul Hadi", "Rusli", "Hairudin", "Supian")
LAST = (
    "Adawiyah", "Zahra", "Lestari", "Wahidah", "Hasanah", "Rahman", "Fitriani", "Aminah", "Hidayati", "Ramadhani",
    "Anggraini", "Sari", "Maulida", "Safitri", "Utami", "Ariani", "Puteri",
)  # fmt: skip
STREETS = ("Jl. Kelurahan", "Gang Keruing", "Jl. Kenanga", "Gang Swadaya", "Jl. Sukamara", "Gang Mufakat")
KELURAHAN = (
    ("63.72.06.1004", 21), ("63.72.06.1001", 12), ("63.72.06.1002", 9), ("63.72.06.1003", 5), ("63.72.02.1005", 4),
    ("63.72.02.1006", 3), ("63.72.04.1003", 3), ("63.72.05.1003", 3),
)  # fmt: skip
EDUCATION = (Education.SMA, Education.SMP, Education.SMA, Education.SD, Education.SMA, Education.SMP, Education.DIPLOMA)
OCCUPATION = (Occupation.HOME, Occupation.INFORMAL, Occupation.INFORMAL, Occupation.JOBLESS, Occupation.BUSINESS)
ORIGIN = (Origin.SELF, Origin.KELURAHAN, Origin.SELF, Origin.MUSRENBANG, Origin.KELURAHAN)


@dataclass(frozen=True, slots=True)
class Invented:
    """What stands on an invented KTP and KK, and what its holder tells the clerk."""

    nik: str
    kk_number: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    kelurahan_code: str
    address: str
    phone: str
    education: str
    occupation: str
    origin: str
    origin_letter: str


def invented(n: int) -> Invented:
    """The n-th invented person (n from 0): distinct NIK, KK and phone for every n below 9,000."""
    sex = Sex.MALE if n % 9 == 7 else Sex.FEMALE
    born = date(1972, 3, 1) + timedelta(days=(n * 397) % 12000)
    origin = ORIGIN[n % len(ORIGIN)]
    code = _kelurahan(n)
    region = code.replace(".", "")[:6]
    return Invented(
        nik=f"{region}{born.day + (40 if sex == Sex.FEMALE else 0):02d}{born:%m%y}{n + 1:04d}",
        kk_number=f"{region}{(n % 28) + 1:02d}0512{n + 1:04d}",
        name=_name(n, sex),
        birth_place=("Banjarbaru", "Martapura", "Banjarmasin", "Pelaihari")[n % 4],
        birth_date=born,
        sex=sex,
        kelurahan_code=code,
        address=f"{STREETS[n % len(STREETS)]} No. {n % 40 + 1}, RT {n % 12 + 1:03d}/RW {n % 4 + 1:03d}",
        phone=f"08125500{n + 1:04d}",
        education=EDUCATION[n % len(EDUCATION)],
        occupation=OCCUPATION[n % len(OCCUPATION)],
        origin=origin,
        origin_letter="" if origin == Origin.SELF else f"500/{n + 11}/Kel/2025",
    )


def _name(n: int, sex: str) -> str:
    first = MEN[n // 9 % len(MEN)] if sex == Sex.MALE else WOMEN[n % len(WOMEN)]
    return first if sex == Sex.MALE and n < 63 else f"{first} {LAST[(n * 5 + n // len(WOMEN)) % len(LAST)]}"


def _kelurahan(n: int) -> str:
    """Most live near the place of the training, the others all over the city."""
    total = sum(weight for _, weight in KELURAHAN)
    at = n * 7 % total
    for code, weight in KELURAHAN:
        if at < weight:
            return code
        at -= weight
    raise AssertionError
