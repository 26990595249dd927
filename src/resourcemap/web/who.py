"""Who is signed in, told from a request's cookies and asked anew each time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from resourcemap import actions
from resourcemap.actions import Directory
from resourcemap.errors import ResourceMapError
from resourcemap.model.account import Login
from resourcemap.model.change import Actor
from resourcemap.settings import Settings
from resourcemap.web.session_cookie import session_token
from resourcemap.web.single_sign_on import voucher

Cookies = Mapping[str, str]


def _machine_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Who:
    """Knows who is signed in at this server; remembers nothing between two questions."""

    settings: Settings
    directory: Callable[[], Directory]
    clock: Callable[[], datetime] = _machine_clock

    def login(self, cookies: Cookies) -> Login | None:
        """Give the sign-in that these cookies stand for; None when there is none, or not any more."""
        token = session_token(cookies)
        if token is not None:
            found = actions.session(self.directory(), token, now=self.clock())
            if found is not None:
                return found
        vouched = voucher(self.settings, cookies)
        if vouched is None:
            return None
        try:
            return actions.single_sign_on(
                self.directory(),
                issuer=vouched.issuer,
                subject=vouched.subject,
                issued=vouched.issued,
                issued_at=vouched.issued_at,
                name=vouched.name,
                roles=vouched.roles,
                now=self.clock(),
            )
        except ResourceMapError:
            # Another account has the name: whoever administers has to free it first.
            return None

    def actor(self, cookies: Cookies) -> Actor | None:
        """
        Tell who acts; None when nobody is signed in.

        Every action asks again on its own (`Actor.still`): a button of a page that was drawn before
        somebody was signed out does nothing.
        """
        kept = dict(cookies)
        found = self.login(kept)
        if found is None:
            return None

        def still() -> frozenset[str]:
            again = self.login(kept)
            return frozenset() if again is None else again.roles

        return Actor(found.account.name, found.roles, account_id=found.account.id, still=still)

    def is_vouched_for(self, cookies: Cookies) -> bool:
        """Tell whether another service's cookie is here, whether it lets anybody in or not."""
        return voucher(self.settings, cookies) is not None

    def sign_out(self, cookies: Cookies) -> None:
        """End the sign-in of these cookies, whichever way it came about."""
        token = session_token(cookies)
        if token is not None:
            actions.sign_out(self.directory(), token, now=self.clock())
        vouched = voucher(self.settings, cookies)
        if vouched is not None:
            actions.end_single_sign_on(
                self.directory(),
                issuer=vouched.issuer,
                subject=vouched.subject,
                issued=vouched.issued,
                now=self.clock(),
            )
