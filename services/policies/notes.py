"""What can be said about a row of the policy list."""

from enum import StrEnum


class PolicyNote(StrEnum):
    """Codes of the notes; the words stand in templates/imports/notes.toml."""

    TITLE_MISSING = "policy_title_missing"
    TEXT_TOO_LONG = "policy_text_too_long"
    FORMULA_NEUTRALISED = "policy_formula_neutralised"
    LEVEL_UNKNOWN = "policy_level_unknown"
    FACTOR_UNKNOWN = "policy_factor_unknown"
    INDUSTRY_UNKNOWN = "policy_industry_unknown"
    FLAG_INVALID = "policy_flag_invalid"
    SOURCE_UNKNOWN = "policy_source_unknown"
    DATE_INVALID = "policy_date_invalid"
    DATES_REVERSED = "policy_dates_reversed"
    CONTACT_MISSING = "policy_contact_missing"
    SUMMARY_MISSING = "policy_summary_missing"
    ROW_TWICE = "policy_row_twice"
    NUMBER_TWICE = "policy_number_twice"
    FIELD_CHANGED = "policy_field_changed"
    IN_PREPARATION = "policy_in_preparation"
    GONE = "policy_gone"
    MARKED_EXAMPLE = "policy_marked_example"
