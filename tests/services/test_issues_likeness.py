"""Which reports are alike, and which only look it (scenario 6)."""

import pytest

from services.issues.likeness import Report, is_same_firm, likeness_of

ALIKE = 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鼎力装备公司研发楼用地指标没有着落", "鼎力装备公司研发楼的用地指标一直批不下来"),
        ("义堂木业园三家板材厂配电容量不够，新线上不去", "木业园板材厂配电容量不够"),
        ("快递分拨中心占用规划道路", "快递分拨中心占了规划道路，群众有意见，希望尽快协调解决"),
        ("园区污水管网没接通", "污水管网一直没接通园区"),
    ],
)
def test_the_same_matter_in_other_words_is_alike(one: str, other: str) -> None:
    assert likeness_of(Report(one), Report(other)) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鲁丽木业用电增容办不下来", "板材厂招不到工人，三条线停了两条"),
        ("冷库手续卡在消防了", "康养中心床位补贴没到位"),
        ("3号楼变压器停电", "5号楼变压器停电"),
        ("镇上路灯坏了一个星期", "镇上断头路一年没修通"),
        ("希望领导尽快协调解决企业贷款问题", "希望领导尽快协调解决企业用工问题"),
    ],
)
def test_another_matter_is_not_alike(one: str, other: str) -> None:
    assert likeness_of(Report(one), Report(other)) < ALIKE


def test_two_firms_are_never_alike_however_alike_the_words() -> None:
    words = "研发楼用地指标没有着落，开不了工"
    one = Report(words, "鼎力装备公司", 1, "machinery", "land")
    other = Report(words, "恒远装备公司", 1, "machinery", "land")
    assert likeness_of(one, other) == 0


def test_the_same_firm_place_and_field_bring_them_nearer() -> None:
    one, other = "用地指标没有着落", "研发楼指标还批不下来"
    plain = likeness_of(Report(one), Report(other))
    near = Report(one, "鼎力装备公司", 1, "machinery"), Report(other, "鼎力装备有限公司", 1, "machinery")
    assert likeness_of(*near) == pytest.approx(plain + 0.3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("山东鲁丽集团有限公司", "鲁丽木业", True),
        ("鼎力装备公司", "临沂鼎力装备股份有限公司", True),
        ("鲁丽木业", "鲁能木业", False),
        ("鲁丽木业", "鲁丽食品", False),
        ("有限公司", "鲁丽木业", False),
        ("", "鲁丽木业", False),
    ],
)
def test_a_firm_by_several_names(one: str, other: str, same: bool) -> None:
    assert is_same_firm(one, other) is same
    assert is_same_firm(other, one) is same
