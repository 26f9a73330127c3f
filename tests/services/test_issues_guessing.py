"""What a report is guessed to be about."""

import pytest

from services.issues.guessing import (
    find_enterprises,
    guess,
    is_opener,
    make_title,
    mask_for_everybody,
    split_inline_report,
)

PLACES = {"义堂": "township.yitang", "义堂镇": "township.yitang", "方城": "township.fangcheng"}


@pytest.mark.parametrize(
    ("text", "industry", "factor", "module", "tier"),
    [
        ("义堂木业园三家板材厂配电容量不够，新线上不去", "wood", "energy", "factor_support", "major"),
        ("就是金升那边的厂\n征地补偿没谈拢", "nonferrous_metals", "land", "problem_solving", "major"),
        ("园区污水管网没接通，影响XX药业GMP认证", "medicine", "environment", "problem_solving", "major"),
        ("冷库手续卡在消防了", "food", "approval", "approval_service", "major"),
        ("快递分拨中心占用规划道路", "trade_logistics", "traffic", "problem_solving", "major"),
        ("路灯坏了一个星期", None, "traffic", "problem_solving", "ordinary"),
        ("沂蒙老区食品有限公司想来投资建厂", "food", None, "project_attraction", "major"),
        ("涉及规划调整，请领导小组研究", None, None, "problem_solving", "critical"),
        ("说不清的事", None, None, "problem_solving", "major"),
    ],
)
def test_a_text_is_sorted(text: str, industry: str, factor: str, module: str, tier: str) -> None:
    found = guess(text.split("\n"), PLACES)
    assert (found.industry, found.factor, found.module, found.tier) == (industry, factor, module, tier)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("义堂镇的板材厂", "township.yitang"),
        ("义堂木业园停电", "township.yitang"),
        ("义堂和方城交界的路", None),
        ("园区停电", None),
    ],
)
def test_the_place_is_the_one_that_is_named(text: str, place: str | None) -> None:
    assert guess([text], PLACES).place == place


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("临沂鑫源木业有限公司反映贷款续贷困难", ["临沂鑫源木业有限公司"]),
        ("山东金升有色集团的土地证办不下来", ["山东金升有色集团"]),
        ("就是金升那边的厂", ["金升"]),
        ("影响XX药业GMP认证", ["XX药业"]),
        ("我们镇的永和食品厂消防验收卡住了", ["永和食品厂"]),
        ("义堂木业园三家板材厂配电容量不够", []),
        ("鲁丽（临沂）木业有限公司停电", ["鲁丽（临沂）木业有限公司"]),
        ("园区企业（鲁丽木业）停电", ["鲁丽木业"]),
        ("板材厂停电", []),
        ("木业产业专班", []),
    ],
)
def test_names_of_enterprises_are_found(text: str, names: list[str]) -> None:
    assert find_enterprises(text) == names


@pytest.mark.parametrize("text", ["有个事", "有个事啊", "在吗？", "您好！", "…", "", "我要反映问题"])
def test_a_greeting_is_no_matter(text: str) -> None:
    assert is_opener(text)
    assert make_title([text]) == ""


def test_a_title_is_put_together_from_the_pieces() -> None:
    assert make_title(["有个事", "就是金升那边的厂", "征地补偿没谈拢"]) == "金升那边的厂，征地补偿没谈拢"
    assert make_title(["停电。昨天也停了"]) == "停电"
    assert len(make_title(["长" * 10_000])) == 40


def test_nothing_private_stands_in_a_group() -> None:
    line = "临沂鑫源木业有限公司续贷困难，电话13912345678"
    assert mask_for_everybody(line, None) == "某企业续贷困难，电话***********"
    assert mask_for_everybody("鲁丽停电", "鲁丽") == "某企业停电"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("报问题 园区污水", "园区污水"),
        ("报 园区污水", "园区污水"),
        ("报问题", None),
        ("报", None),
        ("贷款贴息", None),
    ],
)
def test_an_inline_query_that_asks_to_report(query: str, told: str | None) -> None:
    assert split_inline_report(query) == told
