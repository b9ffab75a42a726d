"""Prefect's pages as a person uses them: the Runs page is the inbox, a run's page has Resume, its dialog is our form."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-3d-apis",  # a run's graph is drawn without end, at the expense of the run
)
VIEW: ViewportSize = {"width": 1440, "height": 900}
PATIENCE_MS = 120_000
PRESSED_AGAIN_MS = 20_000
PRESSES = 4
LOOKED_AGAIN_MS = 15_000
LOOKS = 8

Filled = str | int | list[str]


@contextmanager
def browsing(url: str) -> Iterator["Desk"]:
    """Lend a browser that looks at Prefect's pages from Beijing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=VIEW, locale="zh-CN", timezone_id="Asia/Shanghai")
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield Desk(page, url)
        browser.close()


def send(box: Locator, button: str) -> None:
    """Press a dialog's button until it is taken: a busy SQLite refuses a press now and then, and a person presses again."""
    for _press in range(PRESSES - 1):
        box.get_by_role("button", name=button).click()
        try:
            expect(box).to_be_hidden(timeout=PRESSED_AGAIN_MS)
        except AssertionError:
            continue
        return
    box.get_by_role("button", name=button).click()
    expect(box).to_be_hidden()


@dataclass(frozen=True)
class Desk:
    """A person before the V1 pages."""

    page: Page
    url: str

    def open(self, *headline: str, tag: str) -> "RunPage":
        """Find the run that bears this headline among the runs with a tag, and open its page; patiently, until it is there.

        A list that loads anew can swallow a click, and a busy SQLite a page: a person then opens it again.
        """
        run = RunPage(self.page)
        for _look in range(LOOKS):
            self.page.goto(f"{self.url}/runs?tags={tag}")
            self.page.get_by_role("link", name=re.compile(".*".join(map(re.escape, headline)))).first.click()
            with suppress(AssertionError):
                expect(run.state).to_have_text("Suspended", timeout=LOOKED_AGAIN_MS)
                return run
        raise AssertionError(f"{headline} never came")

    def newer(self, run: UUID) -> "NewerDialog":
        """Open a run in the V2 pages, and its form from the menu there."""
        self.page.goto(f"{self.url}/v2/runs/flow-run/{run}")
        self.page.get_by_role("button").filter(has=self.page.locator("svg.lucide-ellipsis-vertical")).first.click()
        self.page.get_by_role("menuitem", name="Resume").click()
        return NewerDialog(self.page, self.page.get_by_role("dialog", name="Resume Flow Run"))


@dataclass(frozen=True)
class RunPage:
    """The page of one run."""

    page: Page

    @property
    def state(self) -> Locator:
        """The state beside the run's name."""
        return self.page.locator(".page-heading-flow-run .state-badge")

    def resume(self) -> "Dialog":
        """Press Resume and wait for the form."""
        self.page.get_by_role("button", name="Resume").click()
        dialog = Dialog(self.page, self.page.get_by_role("dialog"))
        dialog.who.wait_for()
        return dialog


@dataclass(frozen=True)
class Dialog:
    """The form of a question, filled by the titles of its fields."""

    page: Page
    box: Locator

    @property
    def who(self) -> Locator:
        """The field that asks who is there, always the first one."""
        return self.box.locator(".schema-form-property").first

    def field(self, caption: str) -> Locator:
        """Return a field by its title."""
        exactly = re.compile(rf"^{re.escape(caption)}( \(Optional\))?$")
        header = self.page.locator(".schema-form-property__label").filter(has_text=exactly)
        return self.box.locator(".schema-form-property").filter(has=header)

    def fill(self, person: str, answers: Mapping[str, Filled]) -> "Dialog":
        """Choose a person, and fill in fields, each in its own way."""
        self.choose(self.who, person)
        for caption, value in answers.items():
            self.fill_one(self.field(caption), value)
        return self

    def fill_one(self, field: Locator, value: Filled) -> None:
        """Choose, write or tick."""
        match value:
            case list():
                self.tick(field, value)
            case int():
                field.get_by_role("spinbutton").fill(str(value))
            case str() if field.locator(".p-select-button").count():
                self.choose(field, value)
            case str():
                field.locator("textarea").fill(value)

    def written(self, caption: str) -> str:
        """Return what stands in a text field."""
        return self.field(caption).locator("textarea").input_value()

    def people(self) -> list[str]:
        """Return who may answer here."""
        self.who.locator(".p-select-button__control").press("ArrowDown")
        offered = self.page.locator(".p-select-option")
        offered.first.wait_for()
        names = offered.all_inner_texts()
        self.page.keyboard.press("Escape")
        return names

    def choose(self, field: Locator, option: str) -> None:
        """Choose one option."""
        field.locator(".p-select-button__control").press("ArrowDown")
        self.page.get_by_role("option", name=option, exact=True).click()

    def tick(self, field: Locator, options: list[str]) -> None:
        """Choose several options."""
        field.locator(".p-select-button__control").press("ArrowDown")
        for option in options:
            self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")

    def submit(self) -> None:
        """Send the form; it must be taken. The page is left: it draws the run's graph without end, at the run's expense."""
        send(self.box, "Submit")
        self.page.goto("about:blank")

    def refuse_to_submit(self) -> None:
        """Send the form before anybody is chosen; it must stay, with a complaint at that field."""
        self.box.get_by_role("button", name="Submit").click()
        expect(self.who).to_contain_text("required")
        expect(self.box).to_be_visible()


@dataclass(frozen=True)
class NewerDialog:
    """The same form in the V2 pages."""

    page: Page
    box: Locator

    def titles(self) -> list[str]:
        """Return the titles of the fields, in order."""
        self.box.locator("label").first.wait_for()
        return [title.removesuffix(" (Optional)") for title in self.box.locator("label").all_inner_texts()]

    def choose(self, caption: str, option: str) -> None:
        """Choose one option."""
        self.box.get_by_role("button", name=f"Select {caption}").click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def write(self, answers: Mapping[str, Filled]) -> None:
        """Fill in texts and numbers."""
        for caption, value in answers.items():
            self.box.get_by_label(re.compile(rf"^{re.escape(caption)}")).fill(str(value))

    def submit(self) -> None:
        """Send the form; it must be taken."""
        send(self.box, "Resume")
