"""Mobile numbers as people write them: `199-0000-0117`, `+86 199 0000 0117`, full-width digits, numbers."""

import re
import unicodedata

_MOBILE = re.compile(r"1\d{10}")
_DECORATION = re.compile(r"[\s\-()._\u00b7\u2010-\u2015\u2212]+")
_PREFIX = re.compile(r"(?:\+|00)?86(?=1\d{10}$)")


class PhoneInvalid(ValueError):
    """Not a mobile number; `digits` is how many digits there are once the country's prefix is gone."""

    def __init__(self, text: str, digits: int) -> None:
        super().__init__(f"{text!r} is not an eleven-digit number")
        self.text = text
        self.digits = digits


def normalise_phone(text: str) -> str:
    """Eleven digits, whatever the spelling. Raises PhoneInvalid."""
    plain = _DECORATION.sub("", unicodedata.normalize("NFKC", text))
    plain = _PREFIX.sub("", plain)
    if not _MOBILE.fullmatch(plain):
        raise PhoneInvalid(text, sum(character.isdigit() for character in plain))
    return plain
