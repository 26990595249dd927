"""The parts of the store that are classes of their own, one for each concern of the desk."""

from sqlalchemy import Engine

from resourcemap.storage.accounts import Accounts
from resourcemap.storage.audit import Audit
from resourcemap.storage.backups import Backups
from resourcemap.storage.checks import Checks
from resourcemap.storage.drafts import Drafts
from resourcemap.storage.edits import Edits
from resourcemap.storage.merges import Merges
from resourcemap.storage.policies import Policies
from resourcemap.storage.proposals import Proposals
from resourcemap.storage.reports import Inbox
from resourcemap.storage.sign_ins import SignIns
from resourcemap.storage.staging import Staging


class Rooms:
    """An open database, with one reader and writer for each concern."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def backups(self) -> Backups:
        """The backups of this database."""
        return Backups(self._engine)

    @property
    def accounts(self) -> Accounts:
        """The accounts of the desk."""
        return Accounts(self._engine)

    @property
    def sign_ins(self) -> SignIns:
        """The sign-ins at the desk."""
        return SignIns(self._engine)

    @property
    def audit(self) -> Audit:
        """The history of everything: who changed what, when and why."""
        return Audit(self._engine)

    @property
    def edits(self) -> Edits:
        """Writing by hand, only over what the writer has seen: `edits.write_expecting`."""
        return Edits(self._engine)

    @property
    def staging(self) -> Staging:
        """Files that wait to be applied, and how the tables of a source are read."""
        return Staging(self._engine)

    @property
    def merges(self) -> Merges:
        """Listings that became one, and those that are not the same."""
        return Merges(self._engine)

    @property
    def drafts(self) -> Drafts:
        """What people typed and did not save yet."""
        return Drafts(self._engine)

    @property
    def proposals(self) -> Proposals:
        """What people ask staff to add or change."""
        return Proposals(self._engine)

    @property
    def checks(self) -> Checks:
        """The checks of listings: who asked, how and when."""
        return Checks(self._engine)

    @property
    def policies(self) -> Policies:
        """What staff decided for the whole directory."""
        return Policies(self._engine)

    @property
    def inbox(self) -> Inbox:
        """What people without an account told staff."""
        return Inbox(self._engine)
