"""A stand-in of Jira for tests: a site with a state, reached over HTTP on this machine only.

It refuses every request that Atlassian's description of the API does not allow, or that valuegate does not
need. With ``Site(clock, cloud=False)`` it is a Data Center, as far as we know what that is like.
"""

from __future__ import annotations

from .server import Fault, JiraServer, Seen
from .site import Issue, Refusal, Site

__all__ = ["Fault", "Issue", "JiraServer", "Refusal", "Seen", "Site"]
