"""Checks that a query cannot say: coverage of words, arithmetic, contradictions.

Each module holds one check: ``CHECK`` says what it is, ``run`` yields its rows.
"""

from __future__ import annotations

from kg.analysis.checks import (
    absent_body,
    actor_outside_statement,
    addressee_outside_statement,
    ambiguous_date,
    count_mismatch,
    deadline_contradiction,
    deadline_outside_period,
    document_to_be_made,
    empty_metadata,
    end_loaded,
    generic_actor,
    lead_contradiction,
    missing_attachment,
    missing_sub_plan,
    nested_campaign,
    no_own_domain,
    no_owner,
    no_township,
    ordinal_gap,
    overdue,
    period_length,
    split_subject,
    unexplained_slogan,
    unimplemented_duty,
    unnamed_count,
    untreated_title_word,
    vague_deadline,
    vague_source,
)

ALGORITHMS = (
    absent_body,
    actor_outside_statement,
    addressee_outside_statement,
    ambiguous_date,
    count_mismatch,
    deadline_contradiction,
    deadline_outside_period,
    document_to_be_made,
    empty_metadata,
    end_loaded,
    generic_actor,
    lead_contradiction,
    missing_attachment,
    missing_sub_plan,
    nested_campaign,
    no_own_domain,
    no_owner,
    no_township,
    ordinal_gap,
    overdue,
    period_length,
    split_subject,
    unexplained_slogan,
    unimplemented_duty,
    unnamed_count,
    untreated_title_word,
    vague_deadline,
    vague_source,
)
"""All modules of checks."""
