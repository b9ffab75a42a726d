"""Topics, content items, copy and incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "topics",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("reference_urls", sa.JSON(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("angle", sa.Text(), nullable=True),
        sa.Column("expected_metric", sa.String(length=32), nullable=True),
        sa.Column("cost_estimate_fen", sa.BigInteger(), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.Column("score_resonance", sa.Integer(), nullable=True),
        sa.Column("score_reach", sa.Integer(), nullable=True),
        sa.Column("score_business", sa.Integer(), nullable=True),
        sa.Column("score_cost", sa.Integer(), nullable=True),
        sa.Column("score_reuse", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=26), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.String(length=26), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost_estimate_fen >= 0", name=op.f("ck_topics_cost_estimate_fen_at_least_0")),
        sa.CheckConstraint("difficulty >= 0 AND difficulty <= 5", name=op.f("ck_topics_difficulty_is_a_score")),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_topics_code_not_blank")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_topics_title_not_blank")),
        sa.CheckConstraint(
            "score_business >= 0 AND score_business <= 5", name=op.f("ck_topics_score_business_is_a_score")
        ),
        sa.CheckConstraint("score_cost >= 0 AND score_cost <= 5", name=op.f("ck_topics_score_cost_is_a_score")),
        sa.CheckConstraint("score_reach >= 0 AND score_reach <= 5", name=op.f("ck_topics_score_reach_is_a_score")),
        sa.CheckConstraint(
            "score_resonance >= 0 AND score_resonance <= 5", name=op.f("ck_topics_score_resonance_is_a_score")
        ),
        sa.CheckConstraint("score_reuse >= 0 AND score_reuse <= 5", name=op.f("ck_topics_score_reuse_is_a_score")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_topics_account_id_accounts")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_topics_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_topics_owner_id_people")),
        sa.ForeignKeyConstraint(["proposer_id"], ["people.id"], name=op.f("fk_topics_proposer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("code", name=op.f("uq_topics_code")),
    )
    op.create_index(op.f("ix_topics_account_id"), "topics", ["account_id"])
    op.create_table(
        "content_items",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("topic_id", sa.String(length=26), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("copy_due_on", sa.Date(), nullable=True),
        sa.Column("script_due_on", sa.Date(), nullable=True),
        sa.Column("planned_shoot_on", sa.Date(), nullable=True),
        sa.Column("planned_first_cut_on", sa.Date(), nullable=True),
        sa.Column("planned_edit_due_on", sa.Date(), nullable=True),
        sa.Column("planned_publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("director_id", sa.String(length=26), nullable=True),
        sa.Column("operator_id", sa.String(length=26), nullable=True),
        sa.Column("photographer_id", sa.String(length=26), nullable=True),
        sa.Column("talent_id", sa.String(length=26), nullable=True),
        sa.Column("editor_id", sa.String(length=26), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.Column("production_run_id", sa.Text(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_content_items_code_not_blank")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_content_items_title_not_blank")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_content_items_account_id_accounts")),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_content_items_director_id_people")),
        sa.ForeignKeyConstraint(["editor_id"], ["people.id"], name=op.f("fk_content_items_editor_id_people")),
        sa.ForeignKeyConstraint(["operator_id"], ["people.id"], name=op.f("fk_content_items_operator_id_people")),
        sa.ForeignKeyConstraint(
            ["photographer_id"], ["people.id"], name=op.f("fk_content_items_photographer_id_people")
        ),
        sa.ForeignKeyConstraint(["talent_id"], ["people.id"], name=op.f("fk_content_items_talent_id_people")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_content_items_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_items")),
        sa.UniqueConstraint("code", name=op.f("uq_content_items_code")),
    )
    op.create_index(op.f("ix_content_items_account_id"), "content_items", ["account_id"])
    op.create_index(op.f("ix_content_items_planned_publish_at"), "content_items", ["planned_publish_at"])
    op.create_index(op.f("ix_content_items_topic_id"), "content_items", ["topic_id"])
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=True),
        sa.Column("content_id", sa.String(length=26), nullable=True),
        sa.Column("reporter_id", sa.String(length=26), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=26), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.String(length=26), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_to_id", sa.String(length=26), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(what)) > 0", name=op.f("ck_incidents_what_not_blank")),
        sa.CheckConstraint("resolved_at >= happened_at", name=op.f("ck_incidents_resolved_at_not_before_happened_at")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_incidents_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["escalated_to_id"], ["people.id"], name=op.f("fk_incidents_escalated_to_id_people")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_incidents_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_incidents_owner_id_people")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_incidents_project_id_projects")),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name=op.f("fk_incidents_reporter_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_project_id"), "incidents", ["project_id"])
    op.create_table(
        "planning_copies",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("copy", sa.Text(), nullable=False),
        sa.Column("sound_effects", sa.Text(), nullable=False),
        sa.Column("planned_duration_ms", sa.Integer(), nullable=False),
        sa.Column("shot_count", sa.Integer(), nullable=False),
        sa.Column("reference_cases", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=True),
        sa.Column("handed_to_id", sa.String(length=26), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("client_meeting_id", sa.String(length=26), nullable=True),
        sa.Column("plan_confirmed_by_id", sa.String(length=26), nullable=True),
        sa.Column("plan_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(copy)) > 0", name=op.f("ck_planning_copies_copy_not_blank")),
        sa.CheckConstraint("length(trim(sound_effects)) > 0", name=op.f("ck_planning_copies_sound_effects_not_blank")),
        sa.CheckConstraint("planned_duration_ms >= 1", name=op.f("ck_planning_copies_planned_duration_ms_at_least_1")),
        sa.CheckConstraint("shot_count >= 1", name=op.f("ck_planning_copies_shot_count_at_least_1")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_planning_copies_version_at_least_1")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_planning_copies_author_id_people")),
        sa.ForeignKeyConstraint(
            ["client_meeting_id"], ["meetings.id"], name=op.f("fk_planning_copies_client_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_planning_copies_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["handed_to_id"], ["people.id"], name=op.f("fk_planning_copies_handed_to_id_people")),
        sa.ForeignKeyConstraint(
            ["plan_confirmed_by_id"], ["people.id"], name=op.f("fk_planning_copies_plan_confirmed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_copies")),
        sa.UniqueConstraint("content_id", "version", name=op.f("uq_planning_copies_content_id_version")),
    )
