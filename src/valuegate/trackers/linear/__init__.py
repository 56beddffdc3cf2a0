"""Linear, through its GraphQL API."""
