"""Every table of the records, one file per part of the trade."""

from agency.records.tables.accounts import (
    Account,
    AccountPositioning,
    AccountViolation,
    PlatformGrant,
    RegistrationItem,
)
from agency.records.tables.backups import TakenBackup
from agency.records.tables.base import Base
from agency.records.tables.chain import LedgerLink
from agency.records.tables.comments import CaseComment, CommentLook, LexiconWord
from agency.records.tables.content import ContentItem, PlanningCopy, Topic
from agency.records.tables.editing import Cut, EditRound, EditTask, FocusJudgement, Footage, Handover, ReviewNote
from agency.records.tables.edits import TablesGivenBack
from agency.records.tables.engagement import Comment, EngagementAck, EngagementCall, NegativeCase
from agency.records.tables.equipment import Equipment, EquipmentLoan
from agency.records.tables.figures import AccountDaily, Benchmark, Pull, PulledPage, VideoSnapshot, WorkDaily
from agency.records.tables.files import KeptFile
from agency.records.tables.gates import Decision, GatePass, GateRound, RefusedAnswer, Wait, Waiver
from agency.records.tables.governance import AuditEvent, RuleCheck, WorkDayOverride
from agency.records.tables.identity import CodeEnrolment, UsedCode, WrongCode
from agency.records.tables.imports import ImportBatch, ImportDecision, ImportQuestion
from agency.records.tables.meetings import ActionItem, Incident, Meeting, MeetingAttendee, ReviewPack, ReviewProblem
from agency.records.tables.outbox import DeliveryAttempt, Notification
from agency.records.tables.parties import Client, Contract, ContractDeliverable, ContractTarget, Partner, Person
from agency.records.tables.plans import (
    BudgetLine,
    BudgetRequest,
    ClientInput,
    MonthPlan,
    PlanBudgetLine,
    PlanTarget,
    PlanTask,
    StagePerson,
)
from agency.records.tables.projects import GroupChat, Project, ProjectMember
from agency.records.tables.publishing import Publication, PublishChecklist
from agency.records.tables.quotas import CallsOfDay
from agency.records.tables.reminders import Reminder
from agency.records.tables.reports import OperationsReport
from agency.records.tables.scripts import Script, ScriptSync, Shot
from agency.records.tables.secrets import GroupSecret
from agency.records.tables.sharing import ReportSubmission, TrendShare
from agency.records.tables.shoots import Shoot, ShootCrew, ShootItem, ShootPrepCheck, TakeLog, TalentItinerary

__all__ = [
    "Account",
    "AccountDaily",
    "AccountPositioning",
    "AccountViolation",
    "ActionItem",
    "AuditEvent",
    "Base",
    "Benchmark",
    "BudgetLine",
    "BudgetRequest",
    "CallsOfDay",
    "CaseComment",
    "Client",
    "ClientInput",
    "CodeEnrolment",
    "Comment",
    "CommentLook",
    "ContentItem",
    "Contract",
    "ContractDeliverable",
    "ContractTarget",
    "Cut",
    "Decision",
    "DeliveryAttempt",
    "EditRound",
    "EditTask",
    "EngagementAck",
    "EngagementCall",
    "Equipment",
    "EquipmentLoan",
    "FocusJudgement",
    "Footage",
    "GatePass",
    "GateRound",
    "GroupChat",
    "GroupSecret",
    "Handover",
    "ImportBatch",
    "ImportDecision",
    "ImportQuestion",
    "Incident",
    "KeptFile",
    "LedgerLink",
    "LexiconWord",
    "Meeting",
    "MeetingAttendee",
    "MonthPlan",
    "NegativeCase",
    "Notification",
    "OperationsReport",
    "Partner",
    "Person",
    "PlanBudgetLine",
    "PlanTarget",
    "PlanTask",
    "PlanningCopy",
    "PlatformGrant",
    "Project",
    "ProjectMember",
    "Publication",
    "PublishChecklist",
    "Pull",
    "PulledPage",
    "RefusedAnswer",
    "RegistrationItem",
    "Reminder",
    "ReportSubmission",
    "ReviewNote",
    "ReviewPack",
    "ReviewProblem",
    "RuleCheck",
    "Script",
    "ScriptSync",
    "Shoot",
    "ShootCrew",
    "ShootItem",
    "ShootPrepCheck",
    "Shot",
    "StagePerson",
    "TablesGivenBack",
    "TakeLog",
    "TakenBackup",
    "TalentItinerary",
    "Topic",
    "TrendShare",
    "UsedCode",
    "VideoSnapshot",
    "Wait",
    "Waiver",
    "WorkDaily",
    "WorkDayOverride",
    "WrongCode",
]
