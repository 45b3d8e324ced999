"""A small client of a running service; it needs nothing else of this package.

    from kg.client import Client

    with Client("http://127.0.0.1:8000") as service:
        for duty in service.every(service.obligations(q="消防", role="lead")):
            print(duty["label"], [agent["name"] for agent in duty["agents"]])
        for row in service.select("SELECT ?s WHERE { ?s a rg:Domain } LIMIT 3"):
            print(row["s"].value)

Answers are the service's own JSON, typed by the dictionaries below; members that a newer service
adds are kept. Whatever goes wrong is a `ServiceError` that says what the service said.
"""

from kg.client.calling import Client, Page, ServiceError, Term
from kg.client.records import (
    Agent,
    Answer,
    AnswerEvidence,
    Deadline,
    Department,
    Document,
    Domain,
    Evidence,
    Finding,
    Hit,
    Item,
    LegalSource,
    Obligation,
    Reference,
)

__all__ = [
    "Agent",
    "Answer",
    "AnswerEvidence",
    "Client",
    "Deadline",
    "Department",
    "Document",
    "Domain",
    "Evidence",
    "Finding",
    "Hit",
    "Item",
    "LegalSource",
    "Obligation",
    "Page",
    "Reference",
    "ServiceError",
    "Term",
]
