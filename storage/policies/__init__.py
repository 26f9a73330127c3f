"""The applicable policy list (M18): its tables, its rows and its search."""

from storage.policies.choices import (
    NEARNESS,
    PolicyFactor,
    PolicyIndustry,
    PolicyLevel,
    PolicySource,
    PolicyState,
)
from storage.policies.index import (
    DROP_INDEX,
    POSTGRES_INDEX,
    SQLITE_INDEX,
    index_policies,
    rebuild_index,
)
from storage.policies.queries import SearchFilters
from storage.policies.rows import (
    PolicyNotFound,
    PolicyValue,
    add_policies,
    add_synonym,
    changes_to,
    count_miss,
    find_policy,
    get_policy,
    list_misses,
    list_policies,
    list_policies_by_id,
    list_synonyms,
    list_versions,
    update_policies,
)
from storage.policies.search import PER_PAGE, SearchHit, SearchResult, prepare_search, search_policies
from storage.policies.tables import Policy, PolicyMiss, PolicySynonym, PolicyVersion
from storage.policies.vocabulary import listed_words, read_word

__all__ = [
    "DROP_INDEX",
    "NEARNESS",
    "PER_PAGE",
    "POSTGRES_INDEX",
    "SQLITE_INDEX",
    "Policy",
    "PolicyFactor",
    "PolicyIndustry",
    "PolicyLevel",
    "PolicyMiss",
    "PolicyNotFound",
    "PolicySource",
    "PolicyState",
    "PolicySynonym",
    "PolicyValue",
    "PolicyVersion",
    "SearchFilters",
    "SearchHit",
    "SearchResult",
    "add_policies",
    "add_synonym",
    "changes_to",
    "count_miss",
    "find_policy",
    "get_policy",
    "index_policies",
    "list_misses",
    "list_policies",
    "list_policies_by_id",
    "list_synonyms",
    "list_versions",
    "listed_words",
    "prepare_search",
    "read_word",
    "rebuild_index",
    "search_policies",
    "update_policies",
]
