"""A month's plan as Markdown, the way it is put before its judges and the client: targets first, then who does what by when."""

from collections.abc import Mapping, Sequence

from agency.domain.budgets import yuan
from agency.domain.finding import Findings
from agency.domain.month_lines import value_shown
from agency.domain.month_plan import PlanTarget
from agency.domain.terms import label
from agency.locale import _
from agency.reports.month.pack import PlanShown
from agency.reports.review_markdown import plain, table


def plan_page(plan: PlanShown, findings: Findings = ()) -> str:
    """Return the whole plan; what the rules only point out stands on top."""
    return "\n\n".join(part for part in (pointed_out(findings), plan_parts(plan), written_risks(plan)) if part)


def plan_parts(plan: PlanShown) -> str:
    """Return the plan without its risks."""
    parts = [
        changed(plan),
        section(_("Targets"), targets(plan)),
        section(_("Tasks and dates"), tasks(plan)),
        section(_("Budget"), budget(plan)),
        section(_("Who stands for each stage"), people(plan)),
        section(_("Needed from the client"), needed(plan)),
    ]
    return "\n\n".join(part for part in parts if part)


def section(heading: str, text: str) -> str:
    """Return a part of the plan under its heading."""
    return f"**{heading}**\n\n{text}"


def pointed_out(findings: Findings) -> str:
    """Return what is pointed out and stops nothing, one line each."""
    return "\n".join(f"- ⚠ {plain(finding.message)}" for finding in findings)


def changed(plan: PlanShown) -> str:
    """Return which version of a confirmed plan this is and why it changes, nothing for the first."""
    if not plan.change_reason:
        return ""
    sentence = _("Version {version} takes the place of the confirmed plan: {reason}")
    return sentence.format(version=plan.version, reason=plain(plan.change_reason))


def targets(plan: PlanShown) -> str:
    """Return the targets, those of the whole project first."""
    rows = [[whose(each, plan.accounts), label(each.metric), wanted(each), label(each.level)] for each in plan.targets]
    return table(rows, [_("account"), _("metric"), _("target"), _("level")]) if rows else _("None yet.")


def wanted(target: PlanTarget) -> str:
    """Return what a target wants: its direction and its value."""
    return f"{label(target.direction)} {value_shown(target.metric, target.value)}"


def whose(target: PlanTarget, accounts: Mapping[str, str]) -> str:
    """Return whose a target is: an account by its name and its code, or the whole project."""
    if not target.account:
        return _("the whole project")
    name = accounts.get(target.account, "")
    return f"{name} {target.account}".strip()


def tasks(plan: PlanShown) -> str:
    """Return the tasks in the order of their days."""
    rows = [
        [each.due_on.isoformat() if each.due_on else "–", each.task, each.owner or "–", each.indicator or "–"]
        for each in plan.tasks
    ]
    return table(rows, [_("day"), _("task"), _("owner"), _("indicator")]) if rows else _("None yet.")


def budget(plan: PlanShown) -> str:
    """Return the lines of the budget, the total on top."""
    total = _("not filled in yet") if plan.total_fen is None else _("{amount} yuan").format(amount=yuan(plan.total_fen))
    rows = [
        [
            label(each.line.category),
            each.line.item or "–",
            f"{each.line.quantity:g} {each.unit}".strip(),
            yuan(each.line.unit_price_fen),
            yuan(each.line.amount_fen),
        ]
        for each in plan.budget
    ]
    header = [_("category"), _("item"), _("quantity"), _("unit price"), _("amount")]
    lines = [_("Total: {amount}").format(amount=total), table(rows, header) if rows else ""]
    return "\n\n".join(line for line in lines if line)


def people(plan: PlanShown) -> str:
    """Return who stands for each stage."""
    rows = [[f"{each.stage} {each.name}", joined(each.people)] for each in plan.people]
    return table(rows, [_("stage"), _("people")]) if rows else _("None yet.")


def joined(names: Sequence[str]) -> str:
    """Return names one after the other, a dash for nobody."""
    return _(", ").join(names) or "–"


def needed(plan: PlanShown) -> str:
    """Return what the client has to give or decide, by day."""
    rows = [[each.due_on.isoformat() if each.due_on else "–", each.what] for each in plan.needed]
    return table(rows, [_("by"), _("what")]) if rows else _("Nothing beside the confirmations of the process.")


def written_risks(plan: PlanShown) -> str:
    """Return the risks that were written down."""
    lines = [line.strip() for line in plan.risks.splitlines() if line.strip()]
    return section(_("Risks"), "\n".join(f"- {plain(line)}" for line in lines) or _("None was named."))
