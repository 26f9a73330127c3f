"""Numbers in any usual spelling are one number; anything else is not a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.phones import PhoneInvalid, normalise_phone


@pytest.mark.parametrize(
    "text",
    [
        "19900000117",
        "199-0000-0117",
        "199 0000 0117",
        "+86 199-0000-0117",
        "+8619900000117",
        "8619900000117",
        "008619900000117",
        "１９９０００００１１７",
        "(+86) 199·0000·0117",
        " 199—0000—0117\u200e".replace("\u200e", ""),
    ],
)
def test_usual_spellings(text: str) -> None:
    assert normalise_phone(text) == "19900000117"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1990000915", 10),
        ("１９９００００９０４", 10),
        ("", 0),
        ("0539-8888888", 11),
        ("+1 415 555 0100", 11),
        ("199000001171", 12),
    ],
)
def test_anything_else_is_refused_with_its_digits(text: str, digits: int) -> None:
    with pytest.raises(PhoneInvalid) as refused:
        normalise_phone(text)
    assert refused.value.digits == digits


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True), st.sampled_from(["", "+86", "86", "0086", "+86 "]))
def test_any_number_survives_prefix_and_dashes(number: str, prefix: str) -> None:
    assert normalise_phone(f"{prefix}{number[:3]}-{number[3:7]}-{number[7:]}") == number


@given(st.text())
def test_whatever_comes_out_has_eleven_ascii_digits(text: str) -> None:
    try:
        number = normalise_phone(text)
    except PhoneInvalid:
        return
    assert len(number) == 11
    assert number.isascii()
    assert number.isdecimal()
