"""Policies by the thousand that read like the shipped list: its clauses and subjects, put together anew."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from storage.policies import PolicyFactor, PolicyIndustry, PolicyLevel, PolicyValue
from storage.policies.vocabulary import packaged_synonyms, vocabulary

FIRST_DAY = date(2016, 1, 1)
_SENTENCE = "\u3002"
_CLAUSE = "\uff0c"


def demo_rows() -> list[dict[str, str]]:
    """The shipped policy list, raw, by column heading."""
    text = files("storage").joinpath("data", "demo", "policies.csv").read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def synthetic_policies(count: int, *, seed: int = 1) -> Iterator[dict[str, PolicyValue]]:
    """`count` different policies, always the same ones for a seed."""
    random = Random(seed)
    rows = demo_rows()
    columns = list(rows[0])
    clauses = sorted({clause for row in rows for clause in row[columns[7]].split(_CLAUSE) if len(clause) > 6})
    subjects = sorted(word for word in packaged_synonyms() if len(word) > 1 and not word.isascii())
    endings = sorted(vocabulary().listed("generic"))[:60]
    regions = [words[0] for words in vocabulary().groups["query_levels"].values()]
    for number in range(1, count + 1):
        level = random.choice(list(PolicyLevel))
        title = regions[list(PolicyLevel).index(level)] + "".join(
            random.sample(subjects, random.choice((1, 2)))
        )
        issued = FIRST_DAY + timedelta(days=random.randrange(3900))
        industries = random.sample(list(PolicyIndustry), random.choice((0, 0, 1, 2)))
        yield {
            "external_id": f"X{number}",
            "title": title + random.choice(endings) + (str(number) if number % 7 == 0 else ""),
            "document_number": f"{random.choice(subjects)}\u3014{issued.year}\u3015{number}\u53f7",
            "issuer": random.choice(rows)[columns[2]],
            "level": level.value,
            "factor": random.choice(list(PolicyFactor)).value,
            "industries": " ".join(sorted(industries)),
            "audience": random.choice(rows)[columns[6]],
            "summary": _CLAUSE.join(random.sample(clauses, 5)) + _SENTENCE,
            "lead_department": random.choice(rows)[columns[8]],
            "contact": random.choice(rows)[columns[14]],
            "issued_on": issued,
            "effective_on": issued,
            "expires_on": issued + timedelta(days=365 * 5) if random.random() < 0.5 else None,
        }
