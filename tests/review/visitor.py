"""A browser's requests without a browser: cookies, the origin and the token of the last page."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx


class Visitor:
    """Somebody who follows links and sends forms; redirects are not followed."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.client = httpx.Client(base_url=origin, trust_env=False, timeout=30)
        self.token = ""

    def get(self, path: str) -> httpx.Response:
        """A page; its token is remembered."""
        response = self.client.get(path)
        found = re.search(r'name="token" value="([^"]+)"', response.text)
        self.token = found[1] if found else self.token
        return response

    def send(self, path: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """A form as our own page sends it."""
        return self.client.post(path, data={"token": self.token, **fields}, headers={"Origin": self.origin, **headers})
