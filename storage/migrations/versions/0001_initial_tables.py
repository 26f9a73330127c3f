"""Initial tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SEARCH_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE policy_fts USING fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE policy_fts (policy_id INTEGER PRIMARY KEY REFERENCES policy (id), terms tsvector NOT NULL)",
        "CREATE INDEX ix_policy_fts_terms ON policy_fts USING gin (terms)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("factor", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leading_group', 'office', 'task_force', 'service_line', 'township', 'development_zone', 'member_unit', 'leadership')",
            name=op.f("ck_body_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("code", name=op.f("uq_body_code")),
        sa.UniqueConstraint("name", name=op.f("uq_body_name")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_factor"), ["factor"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_industry"), ["industry"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_kind"), ["kind"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'done', 'missed', 'cancelled', 'failed')", name=op.f("ck_due_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("key", name=op.f("uq_due_key")),
    )
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.create_index(
            "ix_due_pending",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_due_subject", ["kind", "subject_id"], unique=False)

    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("order_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'done', 'parked', 'discarded')", name=op.f("ck_inbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_pending",
            ["order_key", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(
            "ix_inbox_queue",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "policy_announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_announcement")),
        sa.UniqueConstraint("due_at", name=op.f("uq_policy_announcement_due_at")),
    )
    op.create_table(
        "policy_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("modified", sa.String(length=80), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=5), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_feed")),
    )
    op.create_table(
        "policy_index_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("policies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_index_state")),
    )
    op.create_table(
        "policy_miss",
        sa.Column("query", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("query", name=op.f("pk_policy_miss")),
    )
    op.create_table(
        "policy_term",
        sa.Column("term", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sound", sa.String(length=80), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_policy_term")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_unique_id", sa.String(length=120), nullable=False),
        sa.Column("telegram_file_id", sa.String(length=250), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("mime", sa.String(length=120), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('wanted', 'stored', 'refused')", name=op.f("ck_stored_file_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("telegram_unique_id", name=op.f("uq_stored_file_telegram_unique_id")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_sha256", ["sha256"], unique=False)
        batch_op.create_index(
            "ix_stored_file_wanted",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )

    op.create_table(
        "body_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('short', 'old', 'new')", name=op.f("ck_body_alias_kind")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_alias_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_alias")),
        sa.UniqueConstraint("name", "body_id", name=op.f("uq_body_alias_name_body_id")),
    )
    with op.batch_alter_table("body_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_alias_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_alias_name"), ["name"], unique=False)

    op.create_table(
        "lead_leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_lead_leader_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_leader")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_lead_leader_body_id_name")),
    )
    with op.batch_alter_table("lead_leader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_leader_body_id"), ["body_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(phone) = 11", name=op.f("ck_person_phone")),
        sa.ForeignKeyConstraint(["unit_id"], ["body.id"], name=op.f("fk_person_unit_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "responsibility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_responsibility_body_id_body")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["body.id"], name=op.f("fk_responsibility_department_id_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
        sa.UniqueConstraint("body_id", "department_id", name=op.f("uq_responsibility_body_id_department_id")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibility_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responsibility_department_id"), ["department_id"], unique=False)

    op.create_table(
        "work_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_work_group_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_group")),
        sa.UniqueConstraint("body_id", "code", name=op.f("uq_work_group_body_id_code")),
    )
    with op.batch_alter_table("work_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_group_body_id"), ["body_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("display_name", sa.String(length=130), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu_role", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('stranger', 'bound', 'revoked')", name=op.f("ck_account_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            "uq_account_bound_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'bound'"),
            postgresql_where=sa.text("state = 'bound'"),
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('photo', 'document', 'voice', 'video', 'audio', 'location')",
            name=op.f("ck_attachment_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_attachment_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attachment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "binding_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("display_name", sa.String(length=130), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("claim", sa.String(length=200), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('unknown_number', 'second_account', 'new_number')", name=op.f("ck_binding_request_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'refused', 'expired')", name=op.f("ck_binding_request_state")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_binding_request_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_binding_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_request")),
    )
    with op.batch_alter_table("binding_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_binding_request_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_binding_request_open",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("inline_message_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index("ix_card_message", ["chat_id", "message_id"], unique=False)
        batch_op.create_index("ix_card_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "chat_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("bound_by", sa.Integer(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pins_refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('seen', 'bound', 'suspended')", name=op.f("ck_chat_group_state")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_chat_group_body_id_body")),
        sa.ForeignKeyConstraint(["bound_by"], ["person.id"], name=op.f("fk_chat_group_bound_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_group")),
    )
    with op.batch_alter_table("chat_group", schema=None) as batch_op:
        batch_op.create_index("uq_chat_group_chat", ["chat_id", "thread_id"], unique=True)

    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body_ids", sa.JSON(), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_open", sa.Boolean(), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'called', 'cancelled')", name=op.f("ck_collection_state")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_collection_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_collection_year_number")),
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index("ix_collection_state", ["state", "due_at"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('drafting', 'review', 'approval', 'publication', 'fulfillment', 'evaluation')",
            name=op.f("ck_commitment_state"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_commitment_body_id_body")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_commitment_created_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_commitment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_commitment_year_number")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_commitment_open", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(length=40), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'kept', 'done', 'cancelled', 'expired')", name=op.f("ck_conversation_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_conversation_open",
            ["chat_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_feed_digest")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_invitation_created_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sound", sa.Text(), nullable=False),
        sa.Column("module", sa.String(length=30), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("industry", sa.String(length=30), nullable=True),
        sa.Column("factor", sa.String(length=30), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("enterprise", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reporter_unit_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("work_group", sa.String(length=30), nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("moved_action", sa.String(length=20), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("former_owner_id", sa.Integer(), nullable=True),
        sa.Column("former_lead_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("is_verifying", sa.Boolean(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("awaited", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", sa.String(length=12), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solve_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solve_days", sa.Integer(), nullable=True),
        sa.Column("kept_days", sa.Integer(), nullable=True),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=14), nullable=True),
        sa.CheckConstraint(
            "module IN ('factor_support', 'approval_service', 'problem_solving', 'project_attraction', 'project_progress')",
            name=op.f("ck_issue_module"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'handling', 'confirming', 'closed', 'returned', 'withdrawn', 'merged')",
            name=op.f("ck_issue_state"),
        ),
        sa.CheckConstraint("tier IN ('ordinary', 'major', 'critical')", name=op.f("ck_issue_tier")),
        sa.CheckConstraint(
            "verdict IN ('satisfied', 'dissatisfied', 'unrated', 'struck')", name=op.f("ck_issue_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["former_lead_id"], ["person.id"], name=op.f("fk_issue_former_lead_id_person")
        ),
        sa.ForeignKeyConstraint(["former_owner_id"], ["body.id"], name=op.f("fk_issue_former_owner_id_body")),
        sa.ForeignKeyConstraint(["helper_id"], ["body.id"], name=op.f("fk_issue_helper_id_body")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_issue_lead_id_person")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["issue.id"], name=op.f("fk_issue_merged_into_id_issue")),
        sa.ForeignKeyConstraint(["moved_by"], ["person.id"], name=op.f("fk_issue_moved_by_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["body.id"], name=op.f("fk_issue_owner_id_body")),
        sa.ForeignKeyConstraint(["place_id"], ["body.id"], name=op.f("fk_issue_place_id_body")),
        sa.ForeignKeyConstraint(["recorder_id"], ["person.id"], name=op.f("fk_issue_recorder_id_person")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_issue_reporter_id_person")),
        sa.ForeignKeyConstraint(
            ["reporter_unit_id"], ["body.id"], name=op.f("fk_issue_reporter_unit_id_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_issue_year_number")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(
            "ix_issue_board", ["state", "owner_id", "due_at", "reported_at", "is_listed"], unique=False
        )
        batch_op.create_index(
            "ix_issue_closed",
            ["closed_at", "state", "owner_id", "verdict", "solved_at", "solve_due_at"],
            unique=False,
        )
        batch_op.create_index("ix_issue_lead", ["lead_id", "state"], unique=False)
        batch_op.create_index("ix_issue_listed", ["is_listed", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_issue_owner", ["owner_id", "state"], unique=False)
        batch_op.create_index("ix_issue_reported", ["reported_at"], unique=False)
        batch_op.create_index("ix_issue_reporter", ["reporter_id", "state"], unique=False)
        batch_op.create_index("ix_issue_state", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_issue_unit", ["reporter_unit_id", "state"], unique=False)

    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('alone', 'asked', 'accepted', 'declined', 'ended', 'cancelled')",
            name=op.f("ck_leave_state"),
        ),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_leave_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id_person")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name=op.f("fk_leave_stand_in_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index("ix_leave_person", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_leave_stand_in", ["stand_in_id", "state"], unique=False)

    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("rrule", sa.String(length=120), nullable=False),
        sa.Column("clock", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("attendance", sa.String(length=30), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("delegation", sa.Boolean(), nullable=False),
        sa.Column("preparation", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('weekly_meeting', 'monthly_dispatch', 'quarterly_supervision', 'semiannual_analysis', 'annual_assessment', 'training')",
            name=op.f("ck_meeting_series_kind"),
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_series_chair_id_person")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_meeting_series_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("is_unit", sa.Boolean(), nullable=False),
        sa.Column("work_group", sa.String(), nullable=True),
        sa.Column("heads_work_group", sa.Boolean(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('group_head', 'deputy_group_head', 'member', 'lead_leader', 'principal', 'deputy_in_charge', 'section_chief', 'liaison_officer', 'staff', 'administrator')",
            name=op.f("ck_membership_role"),
        ),
        sa.CheckConstraint("until IS NULL OR until > from_date", name=op.f("ck_membership_period")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_membership_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id",
            "body_id",
            "role",
            "work_group",
            "from_date",
            name=op.f("uq_membership_person_id_body_id_role_work_group_from_date"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "missed_notice",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caught_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_missed_notice_person_id_person")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_missed_notice")),
    )
    with op.batch_alter_table("missed_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_missed_notice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "phone_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phone_history_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_history")),
    )
    with op.batch_alter_table("phone_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_history_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_history_phone"), ["phone"], unique=False)

    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("document_number", sa.String(length=120), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("factor", sa.String(length=12), nullable=False),
        sa.Column("industries", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("how_to_apply", sa.Text(), nullable=True),
        sa.Column("where_to_apply", sa.String(length=400), nullable=True),
        sa.Column("apply_by", sa.Date(), nullable=True),
        sa.Column("lead_department", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("favours_five_plus_five", sa.Boolean(), nullable=False),
        sa.Column("favours_three_hundreds", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("lead_body_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "factor IN ('talent', 'land', 'finance', 'fiscal_tax', 'approval', 'attraction', 'innovation', 'other')",
            name=op.f("ck_policy_factor"),
        ),
        sa.CheckConstraint(
            "level IN ('national', 'provincial', 'municipal', 'district')", name=op.f("ck_policy_level")
        ),
        sa.CheckConstraint("source IN ('verified', 'memory', 'example')", name=op.f("ck_policy_source")),
        sa.CheckConstraint(
            "state IN ('draft', 'review', 'published', 'withdrawn')", name=op.f("ck_policy_state")
        ),
        sa.ForeignKeyConstraint(
            ["contact_person_id"], ["person.id"], name=op.f("fk_policy_contact_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_policy_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["lead_body_id"], ["body.id"], name=op.f("fk_policy_lead_body_id_body")),
        sa.ForeignKeyConstraint(["replaces_id"], ["policy.id"], name=op.f("fk_policy_replaces_id_policy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("code", name=op.f("uq_policy_code")),
        sa.UniqueConstraint("external_id", name=op.f("uq_policy_external_id")),
    )
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_document_number"), ["document_number"], unique=False)
        batch_op.create_index("ix_policy_expires_on", ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_state"), ["state"], unique=False)

    op.create_table(
        "policy_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("is_renewed", sa.Boolean(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('reading', 'shown', 'writing', 'done', 'undoing', 'undone', 'dropped', 'failed')",
            name=op.f("ck_policy_import_state"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_policy_import_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_import")),
    )
    op.create_table(
        "policy_reading",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["policy_announcement.id"],
            name=op.f("fk_policy_reading_announcement_id_policy_announcement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_policy_reading_person_id_person")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_policy_reading")),
    )
    op.create_table(
        "policy_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=12), nullable=False),
        sa.Column("industry", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_policy_subscription_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_subscription")),
        sa.UniqueConstraint(
            "person_id",
            "factor",
            "industry",
            "level",
            name=op.f("uq_policy_subscription_person_id_factor_industry_level"),
        ),
    )
    with op.batch_alter_table("policy_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_subscription_person_id"), ["person_id"], unique=False)

    op.create_table(
        "policy_synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("meaning", sa.String(length=40), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_policy_synonym_added_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_synonym")),
        sa.UniqueConstraint("word", "meaning", name=op.f("uq_policy_synonym_word_meaning")),
    )
    op.create_table(
        "quiet_time",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begin", sa.String(length=5), nullable=True),
        sa.Column("end", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiet_time_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_quiet_time")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("call_note", sa.String(length=300), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_receipt_body_id_body")),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name=op.f("fk_receipt_called_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_receipt_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "person_id",
            name=op.f("uq_receipt_subject_kind_subject_id_person_id"),
        ),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_person", ["person_id", "signed_at"], unique=False)

    op.create_table(
        "timeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=60), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("body_name", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_timeline_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_timeline_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.create_index("ix_timeline_person", ["person_id", "at"], unique=False)
        batch_op.create_index("ix_timeline_subject", ["subject_kind", "subject_id", "id"], unique=False)

    op.create_table(
        "collection_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_indicator_collection_id_collection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_indicator")),
        sa.UniqueConstraint("collection_id", "key", name=op.f("uq_collection_indicator_collection_id_key")),
    )
    op.create_table(
        "collection_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_pack_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_collection_pack_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_pack")),
        sa.UniqueConstraint(
            "collection_id", "version", name=op.f("uq_collection_pack_collection_id_version")
        ),
    )
    op.create_table(
        "collection_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_collection_return_body_id_body")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_return_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["person.id"], name=op.f("fk_collection_return_returned_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_return")),
        sa.UniqueConstraint(
            "collection_id", "body_id", name=op.f("uq_collection_return_collection_id_body_id")
        ),
    )
    with op.batch_alter_table("collection_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_return_body_id"), ["body_id"], unique=False)

    op.create_table(
        "deliberation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_for_id", sa.Integer(), nullable=True),
        sa.Column("done_so_far", sa.Text(), nullable=False),
        sa.Column("stuck_at", sa.Text(), nullable=False),
        sa.Column("to_decide", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('prepared', 'put', 'decided', 'dropped')", name=op.f("ck_deliberation_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_for_id"], ["body.id"], name=op.f("fk_deliberation_asked_for_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_deliberation_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_deliberation_issue_id_issue")),
        sa.ForeignKeyConstraint(["put_by"], ["person.id"], name=op.f("fk_deliberation_put_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation")),
    )
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliberation_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_deliberation_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_deliberation_current",
            ["issue_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('prepared', 'put')"),
            postgresql_where=sa.text("state IN ('prepared', 'put')"),
        )

    op.create_table(
        "endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_endorsement_issue_id_issue")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_endorsement_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["body.id"], name=op.f("fk_endorsement_unit_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint("issue_id", "person_id", name=op.f("uq_endorsement_issue_id_person_id")),
    )
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endorsement_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_endorsement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("wanted_by", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("material", sa.Text(), nullable=True),
        sa.Column("material_by", sa.Integer(), nullable=True),
        sa.Column("material_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("material_files", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("rated_by", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'wanting', 'agreed', 'unable', 'over')", name=op.f("ck_help_request_state")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_help_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_help_request_asked_by_person")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_help_request_body_id_body")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_help_request_issue_id_issue")),
        sa.ForeignKeyConstraint(
            ["material_by"], ["person.id"], name=op.f("fk_help_request_material_by_person")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_help_request_policy_id_policy")),
        sa.ForeignKeyConstraint(["rated_by"], ["person.id"], name=op.f("fk_help_request_rated_by_person")),
        sa.ForeignKeyConstraint(["source_id"], ["body.id"], name=op.f("fk_help_request_source_id_body")),
        sa.ForeignKeyConstraint(["wanted_by"], ["person.id"], name=op.f("fk_help_request_wanted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index("ix_help_request_body", ["body_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_request_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(
            "uq_help_request_running",
            ["issue_id", "body_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'wanting')"),
            postgresql_where=sa.text("state IN ('asked', 'wanting')"),
        )

    op.create_table(
        "issue_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('helper', 'stand_in', 'co_lead', 'asked', 'former_lead', 'former_owner', 'supervisor', 'co_reporter', 'recorder')",
            name=op.f("ck_issue_party_kind"),
        ),
        sa.CheckConstraint("(body_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_issue_party_one")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_issue_party_body_id_body")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_party_issue_id_issue")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_issue_party_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_party")),
    )
    with op.batch_alter_table("issue_party", schema=None) as batch_op:
        batch_op.create_index("ix_issue_party_body", ["body_id", "issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_party_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_issue_party_person", ["person_id", "issue_id"], unique=False)

    op.create_table(
        "issue_relay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'lapsed', 'declined', 'taken_back')",
            name=op.f("ck_issue_relay_state"),
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_relay_issue_id_issue")),
        sa.ForeignKeyConstraint(
            ["recorder_id"], ["person.id"], name=op.f("fk_issue_relay_recorder_id_person")
        ),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"], name=op.f("fk_issue_relay_speaker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_relay")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_issue_relay_chat_id_message_id")),
    )
    with op.batch_alter_table("issue_relay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_relay_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_relay_recorder_id"), ["recorder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_relay_speaker_id"), ["speaker_id"], unique=False)

    op.create_table(
        "issue_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_for_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("done_so_far", sa.Text(), nullable=True),
        sa.Column("stuck_at", sa.Text(), nullable=True),
        sa.Column("to_decide", sa.Text(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("decider", sa.String(length=8), nullable=False),
        sa.Column("is_topped_up", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by", sa.Integer(), nullable=True),
        sa.Column("disputed_text", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "decider IN ('leader', 'chief', 'receiver', 'lead', 'office')",
            name=op.f("ck_issue_request_decider"),
        ),
        sa.CheckConstraint(
            "kind IN ('escalation', 'transfer', 'extension', 'pause', 'withdrawal')",
            name=op.f("ck_issue_request_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'refused', 'void')", name=op.f("ck_issue_request_state")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_issue_request_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["asked_for_id"], ["body.id"], name=op.f("fk_issue_request_asked_for_id_body")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_issue_request_body_id_body")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_issue_request_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["disputed_by"], ["person.id"], name=op.f("fk_issue_request_disputed_by_person")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_request_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_request")),
    )
    with op.batch_alter_table("issue_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_request_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_issue_request_open", ["state", "decider"], unique=False)

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=14), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('satisfied', 'dissatisfied')", name=op.f("ck_judgement_verdict")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_judgement_issue_id_issue")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_judgement_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "issue_id", "phase", "person_id", name=op.f("uq_judgement_issue_id_phase_person_id")
        ),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("slot", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("attendance", sa.String(length=30), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("delegation", sa.Boolean(), nullable=False),
        sa.Column("preparation", sa.String(length=200), nullable=False),
        sa.Column("session_year", sa.Integer(), nullable=True),
        sa.Column("session_number", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day_off_confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "kind IN ('weekly_meeting', 'monthly_dispatch', 'quarterly_supervision', 'semiannual_analysis', 'annual_assessment', 'training')",
            name=op.f("ck_meeting_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('asking', 'planned', 'called', 'cancelled', 'skipped')", name=op.f("ck_meeting_state")
        ),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_meeting_period")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id_person")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_meeting_created_by_person")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_meeting_series_id_meeting_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("series_id", "slot", name=op.f("uq_meeting_series_id_slot")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_meeting_year_number")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_upcoming", ["state", "starts_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=80), nullable=True),
        sa.Column("template", sa.String(length=80), nullable=True),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'unreachable', 'cancelled')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_outbox_card_id_card"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_card",
            ["card_id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index("ix_outbox_person", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_outbox_purpose", ["purpose"], unique=False)
        batch_op.create_index(
            "ix_outbox_queue",
            ["priority", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )

    op.create_table(
        "policy_announced",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["policy_announcement.id"],
            name=op.f("fk_policy_announced_announcement_id_policy_announcement"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_announced_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "policy_id", name=op.f("pk_policy_announced")),
    )
    op.create_table(
        "policy_citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_policy_citation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_citation_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_citation")),
        sa.UniqueConstraint(
            "policy_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_policy_citation_policy_id_subject_kind_subject_id"),
        ),
    )
    op.create_table(
        "policy_favourite",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_policy_favourite_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_favourite_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("person_id", "policy_id", name=op.f("pk_policy_favourite")),
    )
    op.create_table(
        "policy_import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('error', 'doubt', 'changed', 'new', 'gone')", name=op.f("ck_policy_import_line_kind")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'written', 'restored', 'kept')", name=op.f("ck_policy_import_line_state")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["policy_import.id"], name=op.f("fk_policy_import_line_import_id_policy_import")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_import_line_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_import_line")),
    )
    with op.batch_alter_table("policy_import_line", schema=None) as batch_op:
        batch_op.create_index("ix_policy_import_line_import", ["import_id", "page"], unique=False)

    op.create_table(
        "policy_place",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_policy_place_policy_id_policy")),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_policy_place")),
    )
    with op.batch_alter_table("policy_place", schema=None) as batch_op:
        batch_op.create_index("ix_policy_place_number", ["year", "serial"], unique=False)

    op.create_table(
        "policy_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_policy_question_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_policy_question_asker_id_person")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_policy_question_body_id_body")),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_question_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_question")),
    )
    with op.batch_alter_table("policy_question", schema=None) as batch_op:
        batch_op.create_index("ix_policy_question_body", ["body_id"], unique=False)
        batch_op.create_index("ix_policy_question_policy", ["policy_id"], unique=False)

    op.create_table(
        "policy_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("new_number", sa.String(length=120), nullable=True),
        sa.Column("new_until", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_policy_review_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_policy_review_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_policy_review_policy_id_policy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_review")),
        sa.UniqueConstraint("policy_id", "expires_on", name=op.f("uq_policy_review_policy_id_expires_on")),
    )
    op.create_table(
        "policy_text",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("offices", sa.Text(), nullable=False),
        sa.Column("labels", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_policy_text_policy_id_policy")),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_policy_text")),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_policy_version_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_version_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("policy_id", "version", name=op.f("uq_policy_version_policy_id_version")),
    )
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_version_policy_id"), ["policy_id"], unique=False)

    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("listed_by", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("progress_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress_missed", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'verifying', 'delisted')", name=op.f("ck_supervision_state")
        ),
        sa.CheckConstraint("way IN ('on_site', 'documents')", name=op.f("ck_supervision_way")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_supervision_issue_id_issue")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_supervision_leader_id_person")),
        sa.ForeignKeyConstraint(["listed_by"], ["person.id"], name=op.f("fk_supervision_listed_by_person")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["person.id"], name=op.f("fk_supervision_submitted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["person.id"], name=op.f("fk_supervision_verified_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_supervision_year_number")),
    )
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supervision_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_supervision_state", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_supervision_current",
            ["issue_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'delisted'"),
            postgresql_where=sa.text("state <> 'delisted'"),
        )

    op.create_table(
        "agenda",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_agenda")),
    )
    op.create_table(
        "check_in_desk",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_check_in_desk_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_check_in_desk_opened_by_person")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_check_in_desk")),
    )
    op.create_table(
        "collection_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=30), nullable=True),
        sa.Column("after", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_by", sa.Integer(), nullable=True),
        sa.Column("unit_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('unit', 'office', 'agreed', 'refused')", name=op.f("ck_collection_correction_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_collection_correction_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_collection_correction_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["collection_indicator.id"],
            name=op.f("fk_collection_correction_indicator_id_collection_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["collection_return.id"],
            name=op.f("fk_collection_correction_return_id_collection_return"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_by"], ["person.id"], name=op.f("fk_collection_correction_unit_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_correction")),
    )
    with op.batch_alter_table("collection_correction", schema=None) as batch_op:
        batch_op.create_index(
            "uq_collection_correction_waiting",
            ["return_id", "indicator_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('unit', 'office')"),
            postgresql_where=sa.text("state IN ('unit', 'office')"),
        )

    op.create_table(
        "collection_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["collection_indicator.id"],
            name=op.f("fk_collection_figure_indicator_id_collection_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["collection_return.id"],
            name=op.f("fk_collection_figure_return_id_collection_return"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_figure")),
        sa.UniqueConstraint(
            "return_id",
            "version",
            "indicator_id",
            name=op.f("uq_collection_figure_return_id_version_indicator_id"),
        ),
    )
    with op.batch_alter_table("collection_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_figure_indicator_id"), ["indicator_id"], unique=False)

    op.create_table(
        "collection_pack_sight",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["collection_pack.id"], name=op.f("fk_collection_pack_sight_pack_id_collection_pack")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_collection_pack_sight_person_id_person")
        ),
        sa.PrimaryKeyConstraint("pack_id", "person_id", name=op.f("pk_collection_pack_sight")),
    )
    with op.batch_alter_table("collection_pack_sight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_pack_sight_person_id"), ["person_id"], unique=False)

    op.create_table(
        "instruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('given', 'running', 'reported', 'read')", name=op.f("ck_instruction_state")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_instruction_issue_id_issue")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_instruction_leader_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["issue_request.id"], name=op.f("fk_instruction_request_id_issue_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instruction_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_instruction_leader", ["leader_id", "state"], unique=False)
        batch_op.create_index("ix_instruction_state", ["state"], unique=False)

    op.create_table(
        "meeting_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_body_id_body")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_body_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_body")),
        sa.UniqueConstraint("meeting_id", "body_id", name=op.f("uq_meeting_body_meeting_id_body_id")),
    )
    with op.batch_alter_table("meeting_body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_body_body_id"), ["body_id"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('drafting', 'signing', 'issued')", name=op.f("ck_minutes_state")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_minutes_chair_id_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_minutes_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_minutes_year_number")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stands_for_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reply", sa.String(length=10), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("awaits", sa.String(length=10), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("awaits IN ('office', 'chair')", name=op.f("ck_participant_awaits")),
        sa.CheckConstraint(
            "reply IN ('none', 'attend', 'delegate', 'leave')", name=op.f("ck_participant_reply")
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["person.id"], name=op.f("fk_participant_delegate_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stands_for_id"], ["participant.id"], name=op.f("fk_participant_stands_for_id_participant")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["body.id"], name=op.f("fk_participant_unit_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_participant_meeting_id_person_id")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index("ix_participant_person", ["person_id"], unique=False)

    op.create_table(
        "agenda_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["agenda.meeting_id"], name=op.f("fk_agenda_topic_meeting_id_agenda")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_topic")),
        sa.UniqueConstraint("meeting_id", "source", name=op.f("uq_agenda_topic_meeting_id_source")),
    )
    with op.batch_alter_table("agenda_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_topic_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("instruction_id", sa.Integer(), nullable=True),
        sa.Column("deliberation_id", sa.Integer(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'reported', 'closed', 'revoked')", name=op.f("ck_assignment_state")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["person.id"], name=op.f("fk_assignment_assigned_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["deliberation_id"], ["deliberation.id"], name=op.f("fk_assignment_deliberation_id_deliberation")
        ),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instruction.id"], name=op.f("fk_assignment_instruction_id_instruction")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_assignment_issue_id_issue")),
        sa.ForeignKeyConstraint(["owner_id"], ["body.id"], name=op.f("fk_assignment_owner_id_body")),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["person.id"], name=op.f("fk_assignment_reported_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_assignment_year_number")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_deliberation_id"), ["deliberation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_instruction_id"), ["instruction_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index("ix_assignment_owner", ["owner_id", "state"], unique=False)
        batch_op.create_index("ix_assignment_state", ["state", "due_at"], unique=False)

    op.create_table(
        "check_in",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('on_time', 'late', 'asked', 'made_up')", name=op.f("ck_check_in_state")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_check_in_by_id_person")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_check_in_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_check_in")),
    )
    op.create_table(
        "minutes_reader",
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_reader_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minutes_reader_person_id_person")
        ),
        sa.PrimaryKeyConstraint("minutes_id", "person_id", name=op.f("pk_minutes_reader")),
    )
    op.create_table(
        "seat",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("meeting_body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_body_id"], ["meeting_body.id"], name=op.f("fk_seat_meeting_body_id_meeting_body")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_seat_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("participant_id", "meeting_body_id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_meeting_body_id"), ["meeting_body_id"], unique=False)

    op.create_table(
        "assignment_helper",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_helper_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_assignment_helper_body_id_body")),
        sa.PrimaryKeyConstraint("assignment_id", "body_id", name=op.f("pk_assignment_helper")),
    )
    with op.batch_alter_table("assignment_helper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_helper_body_id"), ["body_id"], unique=False)

    op.create_table(
        "decided_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("helper_ids", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_decided_item_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_decided_item_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["body.id"], name=op.f("fk_decided_item_owner_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decided_item")),
    )
    with op.batch_alter_table("decided_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decided_item_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decided_item_minutes_id"), ["minutes_id"], unique=False)

    for statement in SEARCH_INDEX[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS policy_fts")
    with op.batch_alter_table("decided_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decided_item_minutes_id"))
        batch_op.drop_index(batch_op.f("ix_decided_item_assignment_id"))

    op.drop_table("decided_item")
    with op.batch_alter_table("assignment_helper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_helper_body_id"))

    op.drop_table("assignment_helper")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_meeting_body_id"))

    op.drop_table("seat")
    op.drop_table("minutes_reader")
    op.drop_table("check_in")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_state")
        batch_op.drop_index("ix_assignment_owner")
        batch_op.drop_index(batch_op.f("ix_assignment_issue_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_instruction_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_deliberation_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("agenda_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_topic_meeting_id"))

    op.drop_table("agenda_topic")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index("ix_participant_person")

    op.drop_table("participant")
    op.drop_table("minutes")
    with op.batch_alter_table("meeting_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_body_body_id"))

    op.drop_table("meeting_body")
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.drop_index("ix_instruction_state")
        batch_op.drop_index("ix_instruction_leader")
        batch_op.drop_index(batch_op.f("ix_instruction_issue_id"))

    op.drop_table("instruction")
    with op.batch_alter_table("collection_pack_sight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_pack_sight_person_id"))

    op.drop_table("collection_pack_sight")
    with op.batch_alter_table("collection_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_figure_indicator_id"))

    op.drop_table("collection_figure")
    with op.batch_alter_table("collection_correction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_collection_correction_waiting",
            sqlite_where=sa.text("state IN ('unit', 'office')"),
            postgresql_where=sa.text("state IN ('unit', 'office')"),
        )

    op.drop_table("collection_correction")
    op.drop_table("check_in_desk")
    op.drop_table("agenda")
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_supervision_current",
            sqlite_where=sa.text("state <> 'delisted'"),
            postgresql_where=sa.text("state <> 'delisted'"),
        )
        batch_op.drop_index("ix_supervision_state")
        batch_op.drop_index(batch_op.f("ix_supervision_issue_id"))

    op.drop_table("supervision")
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_version_policy_id"))

    op.drop_table("policy_version")
    op.drop_table("policy_text")
    op.drop_table("policy_review")
    with op.batch_alter_table("policy_question", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_question_policy")
        batch_op.drop_index("ix_policy_question_body")

    op.drop_table("policy_question")
    with op.batch_alter_table("policy_place", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_place_number")

    op.drop_table("policy_place")
    with op.batch_alter_table("policy_import_line", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_import_line_import")

    op.drop_table("policy_import_line")
    op.drop_table("policy_favourite")
    op.drop_table("policy_citation")
    op.drop_table("policy_announced")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_queue",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.drop_index("ix_outbox_purpose")
        batch_op.drop_index("ix_outbox_person")
        batch_op.drop_index(
            "ix_outbox_card",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_upcoming")

    op.drop_table("meeting")
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judgement_issue_id"))

    op.drop_table("judgement")
    with op.batch_alter_table("issue_request", schema=None) as batch_op:
        batch_op.drop_index("ix_issue_request_open")
        batch_op.drop_index(batch_op.f("ix_issue_request_issue_id"))

    op.drop_table("issue_request")
    with op.batch_alter_table("issue_relay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_relay_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_issue_relay_recorder_id"))
        batch_op.drop_index(batch_op.f("ix_issue_relay_issue_id"))

    op.drop_table("issue_relay")
    with op.batch_alter_table("issue_party", schema=None) as batch_op:
        batch_op.drop_index("ix_issue_party_person")
        batch_op.drop_index(batch_op.f("ix_issue_party_issue_id"))
        batch_op.drop_index("ix_issue_party_body")

    op.drop_table("issue_party")
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_help_request_running",
            sqlite_where=sa.text("state IN ('asked', 'wanting')"),
            postgresql_where=sa.text("state IN ('asked', 'wanting')"),
        )
        batch_op.drop_index(batch_op.f("ix_help_request_issue_id"))
        batch_op.drop_index("ix_help_request_body")

    op.drop_table("help_request")
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endorsement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_endorsement_issue_id"))

    op.drop_table("endorsement")
    with op.batch_alter_table("deliberation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deliberation_current",
            sqlite_where=sa.text("state IN ('prepared', 'put')"),
            postgresql_where=sa.text("state IN ('prepared', 'put')"),
        )
        batch_op.drop_index("ix_deliberation_state")
        batch_op.drop_index(batch_op.f("ix_deliberation_issue_id"))

    op.drop_table("deliberation")
    with op.batch_alter_table("collection_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_return_body_id"))

    op.drop_table("collection_return")
    op.drop_table("collection_pack")
    op.drop_table("collection_indicator")
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.drop_index("ix_timeline_subject")
        batch_op.drop_index("ix_timeline_person")

    op.drop_table("timeline")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index("ix_receipt_person")

    op.drop_table("receipt")
    op.drop_table("quiet_time")
    op.drop_table("policy_synonym")
    with op.batch_alter_table("policy_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_subscription_person_id"))

    op.drop_table("policy_subscription")
    op.drop_table("policy_reading")
    op.drop_table("policy_import")
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_state"))
        batch_op.drop_index("ix_policy_expires_on")
        batch_op.drop_index(batch_op.f("ix_policy_document_number"))

    op.drop_table("policy")
    with op.batch_alter_table("phone_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_history_phone"))
        batch_op.drop_index(batch_op.f("ix_phone_history_person_id"))

    op.drop_table("phone_history")
    with op.batch_alter_table("missed_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_missed_notice_person_id"))

    op.drop_table("missed_notice")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_body_id"))

    op.drop_table("membership")
    op.drop_table("meeting_series")
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index("ix_leave_stand_in")
        batch_op.drop_index("ix_leave_person")

    op.drop_table("leave")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index("ix_issue_unit")
        batch_op.drop_index("ix_issue_state")
        batch_op.drop_index("ix_issue_reporter")
        batch_op.drop_index("ix_issue_reported")
        batch_op.drop_index("ix_issue_owner")
        batch_op.drop_index(batch_op.f("ix_issue_merged_into_id"))
        batch_op.drop_index("ix_issue_listed")
        batch_op.drop_index("ix_issue_lead")
        batch_op.drop_index("ix_issue_closed")
        batch_op.drop_index("ix_issue_board")

    op.drop_table("issue")
    op.drop_table("invitation")
    op.drop_table("feed")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_conversation_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.drop_table("conversation")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_person_id"))
        batch_op.drop_index("ix_commitment_open")
        batch_op.drop_index(batch_op.f("ix_commitment_body_id"))

    op.drop_table("commitment")
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_state")

    op.drop_table("collection")
    with op.batch_alter_table("chat_group", schema=None) as batch_op:
        batch_op.drop_index("uq_chat_group_chat")

    op.drop_table("chat_group")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index("ix_card_subject")
        batch_op.drop_index("ix_card_message")

    op.drop_table("card")
    with op.batch_alter_table("binding_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_binding_request_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_binding_request_user_id"))

    op.drop_table("binding_request")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_subject")

    op.drop_table("attachment")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_account_bound_person",
            sqlite_where=sa.text("state = 'bound'"),
            postgresql_where=sa.text("state = 'bound'"),
        )

    op.drop_table("account")
    with op.batch_alter_table("work_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_group_body_id"))

    op.drop_table("work_group")
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsibility_department_id"))
        batch_op.drop_index(batch_op.f("ix_responsibility_body_id"))

    op.drop_table("responsibility")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unit_id"))
        batch_op.drop_index(batch_op.f("ix_person_name"))

    op.drop_table("person")
    with op.batch_alter_table("lead_leader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_leader_body_id"))

    op.drop_table("lead_leader")
    with op.batch_alter_table("body_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_alias_name"))
        batch_op.drop_index(batch_op.f("ix_body_alias_body_id"))

    op.drop_table("body_alias")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stored_file_wanted",
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )
        batch_op.drop_index("ix_stored_file_sha256")

    op.drop_table("stored_file")
    op.drop_table("policy_term")
    op.drop_table("policy_miss")
    op.drop_table("policy_index_state")
    op.drop_table("policy_feed")
    op.drop_table("policy_announcement")
    op.drop_table("number_series")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_queue",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_inbox_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("inbox")
    op.drop_table("heartbeat")
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.drop_index("ix_due_subject")
        batch_op.drop_index(
            "ix_due_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("due")
    op.drop_table("calendar_day")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_kind"))
        batch_op.drop_index(batch_op.f("ix_body_industry"))
        batch_op.drop_index(batch_op.f("ix_body_factor"))

    op.drop_table("body")
