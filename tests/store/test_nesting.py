"""Files too deep for the parsers are refused before them, others are not."""

from __future__ import annotations

import time

import pytest

from kg.errors import QueryError
from kg.store.nesting import check_depth

TERM = b"<urn:a> <urn:b> "
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
NODE, END = b"<rdf:Description><e:p>", b"</e:p></rdf:Description>"
MANY = 20_000


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/turtle", TERM + b"<<( <urn:a> <urn:b> " * MANY + b"1" + b" )>>" * MANY + b" ."),
        ("application/trig", b"<<" * MANY + TERM + b"1" + b">> <urn:b> 1" * MANY + b" ."),
        ("text/turtle", TERM + b"1 " + b"{| <urn:b> 1 " * MANY + b"|}" * MANY + b" ."),
        ("application/n-triples", TERM + b"<<( <urn:a> <urn:b> " * MANY),
        ("application/n-quads", b'<urn:a> <urn:b> "\\"" .\n' + TERM + b"<<( <urn:a> <b:b> " * MANY),
        ("application/rdf+xml", RDF + NODE * MANY + END * MANY + b"</rdf:RDF>"),
        ("application/rdf+xml", RDF + b"<e:p a='/>' b = \"</\">" * MANY),
        ("application/ld+json", b"[" * MANY + b"]" * MANY),
        ("application/ld+json", b'{"urn:p":' * MANY + b"1" + b"}" * MANY),
        ("application/ld+json", b'["\\\\",' * MANY),
    ],
    ids=range(10),
)
def test_deep_files_are_refused(media_type: str, data: bytes) -> None:
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        check_depth(data, media_type)


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/turtle", TERM + b"'" + b"<<(" * MANY + b"' ."),
        ("text/turtle", TERM + b'"""' + b'<<( " \\""" ' * MANY + b'""" .'),
        ("text/turtle", b"# " + b"<<" * MANY),
        ("text/turtle", (b"<urn:a#" + b"> <urn:b> <<( <urn:a> <urn:b> 1 )>> .\n") * MANY),
        ("text/turtle", TERM + b"(" * MANY + b")" * MANY),
        ("application/rdf+xml", RDF + (NODE + END) * MANY + b"</rdf:RDF>"),
        ("application/rdf+xml", RDF + b"<e:p a='>' b=\"</\"/>" * MANY + b"</rdf:RDF>"),
        ("application/rdf+xml", RDF + b"<!--" + b"<a>" * MANY + b"--></rdf:RDF>"),
        ("application/rdf+xml", RDF + b"<![CDATA[" + b"<a>" * MANY + b"]]></rdf:RDF>"),
        ("application/rdf+xml", RDF + b"it's <e:p>'</e:p>" * MANY + b"</rdf:RDF>"),
        ("application/ld+json", b'["' + b'[{\\"' * MANY + b'"]'),
        ("application/ld+json", b"[" + b"{}," * MANY + b"{}]"),
    ],
    ids=range(12),
)
def test_what_only_looks_deep_passes(media_type: str, data: bytes) -> None:
    check_depth(data, media_type)


@pytest.mark.parametrize(
    ("media_type", "part"),
    [
        ("text/turtle", b'"""<<'), ("text/turtle", b"'<<\n"), ("text/turtle", b"<<>> <"),
        ("application/rdf+xml", b"<!--"), ("application/rdf+xml", b'<a "'),
        ("application/rdf+xml", b"<a '</a"), ("application/rdf+xml", b"<![CDATA[</"),
        ("application/ld+json", b'["\\'), ("application/ld+json", b'["]'),
    ],
)  # fmt: skip
def test_reading_takes_linear_time(media_type: str, part: bytes) -> None:
    began = time.process_time()
    for data in (part * 300_000, b'"' + part * 300_000):
        try:
            check_depth(data, media_type)
        except QueryError:
            continue
    assert time.process_time() - began < 5
