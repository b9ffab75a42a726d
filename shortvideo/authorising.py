"""The verb ``authorise``: an account's owner agrees in a browser, and the code that comes back is entered here (S12)."""

import secrets
import sys

from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.metrics.consent import Tried, consent_asked, try_code


def authorise(account: str) -> int:
    """Ask for the code until it begins the authorisation, and return 0; 1 when nothing was entered."""
    asked = consent_asked(account, secrets.token_urlsafe())
    sentence = _("Sign in as the owner of {name} ({account}), open this address and agree:")
    tell(sentence.format(name=asked.name, account=account))
    tell(asked.consent_url)
    tried = Tried(is_authorised=False, sentence=_("Then enter the code here, or the whole address it leads to."))
    while not tried.is_authorised:
        tell(tried.sentence)
        if not (given := sys.stdin.readline().strip()):
            tell(_("Nothing was entered, and nothing is changed."))
            return 1
        tried = try_code(asked, given)
    tell(tried.sentence)
    return 0


if __name__ == "__main__":
    finish(on_records(lambda: authorise(sys.argv[1])))
