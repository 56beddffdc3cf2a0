"""The documents that are sent to Linear: constants, whose values travel as variables.

The tests hold each to a schema. What each costs in points of complexity is in ``docs/trackers/linear.md``: a
property 0.1, an object 1, a connection its nodes times ``first``. One may cost 10,000.
"""

from __future__ import annotations

_USER = """
fragment Who on User { id name displayName email app }
"""
_PERSON = (
    _USER
    + """
fragment Bot on ActorBot { id type name }
"""
)

_ISSUE = (
    """
fragment IssueParts on Issue {
  id identifier title description url createdAt updatedAt archivedAt trashed dueDate
  state { id name type }
  team { id key }
  project { id name }
  parent { id identifier }
  creator { ...Who }
  botActor { ...Bot }
  externalUserCreator { id name }
  assignee { ...Who }
  labels(first: 25) { nodes { id name parent { id name } } pageInfo { hasNextPage endCursor } }
}
"""
    + _PERSON
)

VIEWER = "query Viewer { viewer { ...Who organization { id urlKey } } }" + _USER
"""Who we are."""

ISSUE = "query Issue($id: String!) { issue(id: $id) { ...IssueParts } }" + _ISSUE
"""An issue with its first labels."""

LABELS_OF = """
query LabelsOf($id: String!, $after: String) {
  issue(id: $id) {
    id
    labels(first: 50, after: $after) {
      nodes { id name parent { id name } } pageInfo { hasNextPage endCursor }
    }
  }
}
"""
"""The labels of an issue that has more than 25."""

KEYS = """
query Keys($filter: IssueFilter, $after: String) {
  issues(filter: $filter, first: 250, after: $after, orderBy: createdAt) {
    nodes { id updatedAt } pageInfo { hasNextPage endCursor }
  }
}
"""
"""Which issues there are. In the order of their creation, which never changes: no page moves under us."""

ISSUES = (
    """
query Issues($filter: IssueFilter, $after: String) {
  issues(filter: $filter, first: 50, after: $after, orderBy: createdAt) {
    nodes { ...IssueParts } pageInfo { hasNextPage endCursor }
  }
}
"""
    + _ISSUE
)
"""Fifty issues whole."""

_PAST = (
    """
fragment Birth on Issue {
  id identifier createdAt
  state { id name type }
  creator { ...Who }
  botActor { ...Bot }
  externalUserCreator { id name }
}
fragment Entry on IssueHistory {
  id createdAt updatedAt updatedDescription fromTitle
  actor { ...Who }
  botActor { ...Bot }
  fromState { id name type }
  toState { id name type }
  addedLabels { id name }
  removedLabels { id name }
}
fragment Stay on IssueStateSpan { id startedAt endedAt stateId state { id name type } }
"""
    + _PERSON
)

HISTORY = (
    """
query History(
  $id: String!, $entries: Boolean!, $spans: Boolean!, $entriesAfter: String, $spansAfter: String
) {
  issue(id: $id) {
    ...Birth
    history(first: 50, after: $entriesAfter, includeArchived: true) @include(if: $entries) {
      nodes { ...Entry } pageInfo { hasNextPage endCursor }
    }
    stateHistory(first: 50, after: $spansAfter) @include(if: $spans) {
      nodes { ...Stay } pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _PAST
)
"""What happened to an issue, fifty entries at a time."""

HISTORIES = (
    """
query Histories($filter: IssueFilter, $after: String) {
  issues(filter: $filter, first: 20, after: $after, includeArchived: true) {
    nodes {
      ...Birth
      history(first: 25, includeArchived: true) { nodes { ...Entry } pageInfo { hasNextPage } }
      stateHistory(first: 25) { nodes { ...Stay } pageInfo { hasNextPage } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + _PAST
)
"""What happened to twenty issues; one with more than 25 entries is asked for alone."""

SCOPE = """
query Scope($teams: TeamFilter, $states: WorkflowStateFilter, $labels: IssueLabelFilter) {
  teams(filter: $teams, first: 50) {
    nodes { id key name } pageInfo { hasNextPage endCursor }
  }
  workflowStates(filter: $states, first: 100) {
    nodes { id name type position team { id key } } pageInfo { hasNextPage endCursor }
  }
  issueLabels(filter: $labels, first: 100) {
    nodes { id name description team { id key } parent { id name } } pageInfo { hasNextPage endCursor }
  }
}
"""
"""Teams, statuses and labels; what does not fit on a page is asked for by the following three."""

TEAMS = """
query Teams($filter: TeamFilter, $after: String) {
  teams(filter: $filter, first: 50, after: $after) {
    nodes { id key name } pageInfo { hasNextPage endCursor }
  }
}
"""

STATES = """
query States($filter: WorkflowStateFilter, $after: String) {
  workflowStates(filter: $filter, first: 100, after: $after) {
    nodes { id name type position team { id key } } pageInfo { hasNextPage endCursor }
  }
}
"""

LABELS = """
query Labels($filter: IssueLabelFilter, $after: String) {
  issueLabels(filter: $filter, first: 100, after: $after) {
    nodes { id name description team { id key } parent { id name } } pageInfo { hasNextPage endCursor }
  }
}
"""

WAYS = """
query Ways($id: String!, $after: String) {
  issue(id: $id) {
    id priority
    state { id name type }
    team {
      id requirePriorityToLeaveTriage
      states(first: 50, after: $after) { nodes { id name type position } pageInfo { hasNextPage endCursor } }
    }
  }
}
"""
"""Where an issue can go: every status of its team."""

STANDING = """
query Standing($id: String!, $after: String) {
  issue(id: $id) {
    id team { id }
    labels(first: 100, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } }
  }
}
"""
"""What an issue is labelled with, and whose labels it may get."""

COMMENTS = (
    """
query Comments($id: String!, $card: String!, $after: String) {
  issue(id: $id) {
    id url
    attachments(first: 10, filter: { url: { endsWith: $card } }) { nodes { id url } }
    comments(first: 50, after: $after) {
      nodes {
        id body createdAt parentId
        user { ...Who }
        botActor { ...Bot }
        externalUser { id name }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _PERSON
)
"""Fifty comments, and the card."""

UPDATE_ISSUE = """
mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { id state { id name type } } }
}
"""
"""Moves an issue, or labels it. Status and labels by their ids: names are not unique."""

CREATE_COMMENT = """
mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id createdAt } }
}
"""

UPDATE_COMMENT = """
mutation UpdateComment($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success comment { id createdAt } }
}
"""

DELETE_COMMENT = "mutation DeleteComment($id: String!) { commentDelete(id: $id) { success } }"

SET_CARD = """
mutation SetCard($input: AttachmentCreateInput!) {
  attachmentCreate(input: $input) { success attachment { id } }
}
"""
"""The card of an issue. The same address on the same issue changes the card that is there."""

TEMPLATES = """
query Templates {
  templates { id name type description templateData team { id key } }
}
"""

CREATE_LABEL = """
mutation CreateLabel($input: IssueLabelCreateInput!) {
  issueLabelCreate(input: $input) { success issueLabel { id } }
}
"""

DELETE_LABEL = "mutation DeleteLabel($id: String!) { issueLabelDelete(id: $id) { success } }"

CREATE_TEMPLATE = """
mutation CreateTemplate($input: TemplateCreateInput!) {
  templateCreate(input: $input) { success template { id } }
}
"""

UPDATE_TEMPLATE = """
mutation UpdateTemplate($id: String!, $input: TemplateUpdateInput!) {
  templateUpdate(id: $id, input: $input) { success template { id } }
}
"""

DELETE_TEMPLATE = "mutation DeleteTemplate($id: String!) { templateDelete(id: $id) { success } }"
