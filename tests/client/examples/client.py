from kg.client import Client

with Client("http://127.0.0.1:8000") as service:
    (fire,) = service.domains(q="消防").items
    print(*(body["label"] for body in fire["leads"]))
    for duty in service.every(service.obligations(domain=fire["id"], limit=5)):
        quote = duty["evidence"][0]
        print(quote["line"], duty["label"], *(f"{a['role']}: {a['name']}" for a in duty["agents"]))
