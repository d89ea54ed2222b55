"""What allauth is told of this house: how its secrets are kept, and by what name an app shows an account."""

from __future__ import annotations

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from urtuu.journal import sealing
from urtuu.places.models import Staff

PURPOSE = "second-factors"
NAME = "Urtuu"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """Named in the settings as MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """Under the site's key, which lies outside the database."""
        return base64.b64encode(sealing.shut_by_site(PURPOSE, text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` shut."""
        return sealing.opened_by_site(PURPOSE, base64.b64decode(encrypted_text)).decode()

    def get_totp_label(self, user: Staff) -> str:
        """Staff has no e-mail: the name one signs in with."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Beside the name in the app."""
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host name in the address bar, whatever the port."""
        return {"id": context.request.get_host().partition(":")[0], "name": NAME}

    def get_public_key_credential_user_entity(self, user: Staff) -> dict[str, Any]:
        """The id alone is what a passkey gives back; the names are shown when one chooses among several."""
        return {"id": user.pk.hex.encode(), "display_name": user.name, "name": user.username}
