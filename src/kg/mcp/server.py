"""The server: its tools, as agents read them, over stdio or HTTP.

The descriptions are for language models: they say in Chinese and English when to use a tool and
what an empty result means.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from kg.errors import KgError
from kg.mcp.looking import MOST_RELATED, look_up
from kg.mcp.proving import evidence_of
from kg.mcp.running import MOST_ROWS, QueryRunner
from kg.mcp.searching import MOST_HITS, search
from kg.mcp.source import GraphSource
from kg.mcp.verifying import LONGEST_QUOTE, check_quote

INSTRUCTIONS = """\
Who must do what, by when, on what legal ground, read out of Chinese government plans; every fact \
with the passage of the document that proves it.
从中国政府文件中读出的责任图谱:谁牵头、谁配合、做什么、何时完成、依据什么,每一条都有原文为证。

How to work: `ask` first, in the user's own words. For more, `search` or `look_up` a body, domain \
(安全领域), obligation, document or legal source, then `get_evidence` for the wording. Use \
`run_query` for what no other tool gives. Before you put words in quotation marks, check them with \
`verify_citation`. Where a tool says 0 matches or answered=false, say that the documents do not \
say it; never fill in from general knowledge.
使用顺序:先 ask;需要细节再 search / look_up / get_evidence;引用原文前用 verify_citation 核对;\
工具说没有,就如实说没有。"""

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Question = Annotated[
    str,
    Field(description="one question, e.g. 谁牵头消防安全工作? or Who leads fire safety?"),
]
AnswerLanguage = Annotated[
    Literal["zh", "en"] | None,
    Field(description="language of the answer; that of the question without it"),
]
Words = Annotated[
    str, Field(description="words, part of a name, pinyin or initials, in Chinese or English")
]
Kinds = Annotated[
    list[Literal["body", "domain", "duty", "source", "document", "section"]] | None,
    Field(description="only these kinds; all without it"),
]
Hits = Annotated[int, Field(ge=1, le=MOST_HITS, description="hits at most")]
Name = Annotated[
    str,
    Field(description="IRI, CURIE or whole name, e.g. 市住建局 or rg:Obligation", max_length=2000),
]
Related = Annotated[
    int, Field(ge=1, le=MOST_RELATED, description="things listed for each relation at most")
]
Iri = Annotated[
    str,
    Field(description="IRI or CURIE (id:…, rg:…) as other tools return it", max_length=2000),
]
Context = Annotated[
    int, Field(ge=0, le=1000, description="characters shown before and after each passage")
]
Quoted = Annotated[
    str, Field(description=f"the words to check, at most {LONGEST_QUOTE} characters")
]
InDocument = Annotated[
    str | None,
    Field(description="only in this document: IRI, title or part of it, number or file name"),
]
Sparql = Annotated[str, Field(description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE")]
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows at most")]


def make_server(source: GraphSource, runner: QueryRunner) -> MCPServer[Any]:
    """Return a server with all tools over a graph.

    Args:
        source: the graph.
        runner: runs the queries that agents write.
    """
    server: MCPServer[Any] = MCPServer(
        "responsibility-kg",
        title="政府责任图谱 Responsibility graph",
        instructions=INSTRUCTIONS,
        version=version("responsibility-kg"),
        log_level="WARNING",
    )
    _add_answers(server, source)
    _add_entities(server, source)
    _add_proof(server, source)
    _add_queries(server, runner)
    return server


def serve(source: GraphSource, address: tuple[str, int] | None = None) -> None:
    """Serve agents until the input ends or a signal comes.

    Args:
        source: the graph.
        address: host and port to serve HTTP on, under ``/mcp``; standard input and output without.
    """
    runner = QueryRunner(source)
    try:
        server = make_server(source, runner)
        if address is None:
            server.run("stdio")
        else:
            server.run("streamable-http", host=address[0], port=address[1])
    finally:
        runner.close()


def _explained(tool: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Have the errors of this package reach the agent as their one line."""

    @wraps(tool)
    def explained(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            return tool(*args, **kwargs)
        except KgError as error:
            raise ToolError(str(error)) from error

    return explained


def _add_answers(server: MCPServer[Any], source: GraphSource) -> None:
    @server.tool(title="提问 Ask", annotations=_READS)
    @_explained
    def ask(question: Question, lang: AnswerLanguage = None) -> dict[str, Any]:
        """Answer a question about responsibilities, with proof. Use this first.

        回答责任问题:谁牵头、谁配合、谁负责,某单位的任务、期限、指标、法律依据、数量、比较。

        Returns answered, answer_text, values (short strings), evidence (text, document, line,
        start, end, iri), query (the SPARQL that was run), entities, understood (how the question
        was read: check it) and suggestions. answered=false means that the documents do not say it
        or that the question is not about them: tell the user so, do not guess.
        没有依据时 answered=false,请如实转告,不要猜测。
        """
        answer = source.view().answerer.ask(question, lang)
        message = "0 answers, searched the whole graph; see answer_text and suggestions"
        if answer.answered:
            message = f"{len(answer.values)} value(s), {len(answer.evidence)} passage(s) of proof"
        return {**answer.record(), "message": message}

    @server.tool(name="search", title="搜索 Search", annotations=_READS)
    @_explained
    def find(text: Words, types: Kinds = None, limit: Hits = 20) -> dict[str, Any]:
        """Find bodies, domains, duties, legal sources, documents and sections by words.

        按词搜索单位、领域、任务、法规、文件、章节;支持简称、俗称、拼音、首字母和错字。

        Returns ranked hits with iri, kind, label and why they matched (name, other-name, pinyin,
        initials, typo, text). Use it to get an IRI for look_up or get_evidence. Hits are similar,
        not the same: check the label before you take one for what the user named. 0 matches
        means that nothing in the graph has such words.
        """
        return search(source.view(), text, limit, types)


def _add_entities(server: MCPServer[Any], source: GraphSource) -> None:
    @server.tool(name="look_up", title="查实体 Look up", annotations=_READS)
    @_explained
    def look(name: Name, related: Related = 10) -> dict[str, Any]:
        """Everything the graph says about one entity: names, relations both ways, evidence.

        查一个实体(单位、领域、任务、文件、法规等)的名称、全部关系和原文依据。

        Takes an IRI, a CURIE or a whole name (abbreviations count, similar names do not). A name
        of several things returns ambiguous=true with candidates: ask the user or look up each.
        An unknown name returns found=false; its candidates are only similar, not the thing itself.
        Relations with cut=true have more values than shown: raise `related` or use run_query.
        """
        return look_up(source.view(), name, related)


def _add_proof(server: MCPServer[Any], source: GraphSource) -> None:
    @server.tool(title="取证据 Evidence", annotations=_READS)
    @_explained
    def get_evidence(iri: Iri, context: Context = 120) -> dict[str, Any]:
        """The passages of the documents that prove a fact: wording, document, line, offsets.

        取原文证据:给出证据、任务、职责分配、单位、领域或期限的 IRI,返回原文、文件、行号、位置和上下文。

        `why` says what a passage is to the thing: itself (its own words), statement (who must do
        it), assignment (the mention of one body), deadline, section, mention, citation.
        Lines count from 1; start and end count characters from 0 in the line, begin_index and
        end_index in the whole text. 0 passages is said with the reason.
        """
        return evidence_of(source.view(), iri, context)

    @server.tool(title="核对引文 Verify citation", annotations=_READS)
    @_explained
    def verify_citation(quote: Quoted, document: InDocument = None) -> dict[str, Any]:
        """Check whether a document really says the words you are about to quote.

        核对引文是否与原文一致。引用原文之前请先核对。

        verdict is exact (these very characters stand in the document), altered (it says nearly
        this: `true_text` has the true words, `differences` what differs, `kind` is form = only
        width, spaces or traditional characters, punctuation, or wording = the meaning may differ)
        or not_found (no document says this: do not present it as a quote).
        """
        return check_quote(source.view(), quote, document)


def _add_queries(server: MCPServer[Any], runner: QueryRunner) -> None:
    @server.tool(title="查询 SPARQL", annotations=_READS)
    @_explained
    def run_query(query: Sparql, limit: Rows = 100) -> dict[str, Any]:
        """Run a read-only SPARQL query, for what the other tools do not give.

        只读 SPARQL 查询,有时间、内存和行数限制。

        Prefixes rg: id: skos: rdfs: dct: nif: oa: xsd: and others are known. The default graph is
        the union of all graphs and may repeat rows: write DISTINCT and COUNT(DISTINCT ?x).
        Classes: rg:Body rg:Domain rg:Obligation rg:Assignment rg:Statement rg:Deadline rg:Target
        rg:LegalSource rg:Document rg:Section rg:Finding. Properties: body rg:leads /
        rg:cooperatesOn / rg:responsibleFor obligation; body rg:leadsDomain /
        rg:cooperatesInDomain domain; obligation rg:text, rg:inDomain, rg:inDocument, rg:dueBy,
        rg:hasDeadline, rg:cites, rg:evidence; assignment rg:agent, rg:role (rg:lead, rg:cooperate,
        rg:shared), rg:obligation, rg:nameAsWritten; evidence rg:quote, rg:line, rg:start, rg:end.
        Names: skos:prefLabel, skos:altLabel, rdfs:label (@zh, @en).
        Example: SELECT DISTINCT ?name WHERE { ?b rg:leadsDomain ?d ; skos:prefLabel ?name .
        ?d skos:prefLabel "消防"@zh . FILTER(LANG(?name) = "zh") }
        cut=true means that there is more than shown. 0 rows may also mean a wrong property name.
        """
        return runner.run(query, limit)
