"""IRIs are valid, stable and readable; CURIEs go there and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.model import Body, Metadata, Span
from kg.vocabulary import (
    DEFAULT_BASE,
    Minter,
    checked_iri,
    compress,
    expand,
    pinyin_key,
    prefix_header,
    prefixes,
)

MINTER = Minter()
ASCII_IRI = re.compile(r"https://w3id\.org/responsibility/id/[A-Za-z0-9._/-]+")
TEXT = st.text(min_size=1, max_size=200)


@given(TEXT)
def test_any_words_mint_a_valid_ascii_iri(words: str) -> None:
    body = Body(words, "市", "x", "652301")
    minted = (
        MINTER.document(MINTER.document_key(Metadata(title=words))),
        MINTER.document(MINTER.document_key(Metadata(index_number=f"{words}1"))),
        MINTER.document(MINTER.document_key(Metadata(document_number=f"{words}2"))),
        MINTER.section("d", words),
        MINTER.obligation("d", words),
        MINTER.assignment("d", words, 1),
        MINTER.group("d", words),
        MINTER.domain(words),
        MINTER.source(words),
        MINTER.body(body),
        MINTER.finding(words, words),
    )
    for iri in minted:
        assert ASCII_IRI.fullmatch(iri), iri
        assert checked_iri(iri) == iri
        assert not iri.endswith("/")


@given(TEXT, TEXT)
def test_different_domains_never_share_an_iri(one: str, other: str) -> None:
    assert (MINTER.source(one) == MINTER.source(other)) == (one == other)


@given(
    st.sampled_from([*prefixes().values(), DEFAULT_BASE, "https://example.org/", "urn:x:", "rg:"]),
    st.text(alphabet="abcXYZ019/#:._-%", max_size=30),
)
def test_expanding_a_compressed_iri_gives_it_back(namespace: str, local: str) -> None:
    iri = namespace + local + "z"
    assert str(expand(compress(iri))) == iri


def test_curies_of_the_ontology_are_short() -> None:
    assert compress("https://w3id.org/responsibility/ontology#Body") == "rg:Body"
    assert str(expand("rg:Body")) == "https://w3id.org/responsibility/ontology#Body"
    assert compress("https://w3id.org/responsibility/id/region/652301") == "id:region/652301"


@pytest.mark.parametrize("curie", ["gr:Body", "Body", "", "rg:a b", "<not an iri>", "rg:<x>"])
def test_a_curie_that_means_nothing_is_refused(curie: str) -> None:
    with pytest.raises(VocabularyError):
        expand(curie)


def test_an_unknown_prefix_is_met_with_a_suggestion() -> None:
    with pytest.raises(VocabularyError, match="did you mean 'skos:'"):
        expand("skoz:Concept")


@pytest.mark.parametrize("base", ["https://example.org/id", "example", "http://exa mple/", ""])
def test_a_base_that_cannot_carry_iris_is_refused(base: str) -> None:
    with pytest.raises(VocabularyError):
        Minter(base)


def test_the_base_of_the_data_is_a_setting() -> None:
    assert str(Minter("https://data.example/").region("1")) == "https://data.example/region/1"
    assert "PREFIX id: <https://data.example/>" in prefix_header("https://data.example/")


def test_documents_are_named_by_index_number_then_document_number_then_hash() -> None:
    index = Metadata(
        title="t", index_number="CJS003/2020-000040", document_number="政发〔2020〕1号"
    )
    number = Metadata(title="t", document_number="昌市政办发〔2020〕15号", issuer="昌吉市人民政府")
    plain = Metadata(title="t", issuer="i", published="2020-01-01")
    assert MINTER.document_key(index) == "CJS003-2020-000040"
    assert MINTER.document_key(number).startswith("changshizhengbanfa-2020-15-hao-")
    assert re.fullmatch("[0-9a-f]{12}", MINTER.document_key(plain))
    assert MINTER.document_key(plain) != MINTER.document_key(Metadata(title="t"))


def test_the_same_number_of_two_issuers_names_two_documents() -> None:
    one, other = (Metadata(document_number="安委〔2020〕1号", issuer=x) for x in ("甲市", "乙市"))
    assert MINTER.document_key(one) != MINTER.document_key(other)


def test_index_numbers_that_differ_only_in_lost_characters_stay_apart() -> None:
    one, other = (Metadata(index_number=f"{x}-2020-1") for x in ("甲", "乙"))
    assert MINTER.document_key(one) != MINTER.document_key(other)


def test_a_document_without_any_metadata_is_named_by_its_content() -> None:
    assert MINTER.document_key(Metadata(), "a") != MINTER.document_key(Metadata(), "b")


def test_bodies_are_named_by_place_and_pinyin() -> None:
    known = Body("昌吉市应急管理局", "市", "emergency", "652301")
    ministry = Body("应急管理部", "国家", "emergency", "000000")
    assert str(MINTER.body(known)).endswith("/body/652301-changjishiyingjiguanliju")
    assert str(MINTER.body(ministry)).endswith("/body/cn-yingjiguanlibu")


def test_an_uncertain_body_never_becomes_the_certain_one() -> None:
    known = Body("昌吉市消防救援大队", "市", "fire", "652301")
    uncertain = Body("昌吉市消防救援大队", "市", "fire", "652301", uncertain=True)
    assert MINTER.body(known) != MINTER.body(uncertain)


def test_bodies_of_unknown_place_are_kept_apart_by_document() -> None:
    body = Body("市应急管理局", "市", "emergency", None)
    assert MINTER.body(body, scope="one") != MINTER.body(body, scope="other")


def test_homophone_domains_are_kept_apart() -> None:
    assert pinyin_key("公示") == pinyin_key("公式")
    assert MINTER.domain("公示") != MINTER.domain("公式")


def test_evidence_over_a_line_break_names_both_lines() -> None:
    flat, over = Span(3, 1, 4, "x"), Span(3, 1, 4, "x", 5)
    assert str(MINTER.evidence("d", "a" * 64, flat)).endswith("/evidence/3.1-4")
    assert str(MINTER.evidence("d", "a" * 64, over)).endswith("/evidence/3.1-5.4")
