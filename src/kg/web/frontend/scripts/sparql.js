// The query editor: highlighting, completion from the ontology, run and cancel, results as a table.
import Yasqe from "@zazuko/yasqe";
import { t } from "./words.js";

const holder = document.getElementById("editor");
const area = document.getElementById("query");
const known = JSON.parse(document.getElementById("vocabulary").textContent);

// The editor would fetch prefixes and terms from other hosts; ours come with the page.
Yasqe.defaults.autocompleters = [];
Yasqe.defaults.prefixCcApi = "";

holder.hidden = false;
const yasqe = new Yasqe(holder, {
  value: area.value,
  persistenceId: null,
  createShareableLink: null,
  showQueryButton: false,
  resizeable: false,
  lineWrapping: true,
  autofocus: false,
  autocompleters: [],
  prefixCcApi: "",
  requestConfig: { endpoint: "/sparql" },
  extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-Space": complete, Tab: false, "Shift-Tab": false },
});
area.hidden = true;
area.removeAttribute("name");
yasqe.setSize("100%", "auto");
yasqe.setOption("viewportMargin", Infinity);
yasqe.getInputField().setAttribute("aria-label", t("SPARQL 查询", "SPARQL query"));
window.responsibilityEditor = yasqe;

function complete() {
  yasqe.showHint({
    completeSingle: false,
    hint: () => {
      const at = yasqe.getCursor();
      const before = yasqe.getLine(at.line).slice(0, at.ch);
      const word = /[\w:-]*$/.exec(before)[0];
      const low = word.toLowerCase();
      const list = known.terms
        .filter((term) => term.name.toLowerCase().includes(low) || term.label.toLowerCase().includes(low))
        .slice(0, 60)
        .map((term) => ({ text: term.name, displayText: `${term.name}  ${term.label}` }));
      return { list, from: { line: at.line, ch: at.ch - word.length }, to: at };
    },
  });
}

// A prefix that is used but not declared is declared.
function withPrefixes(text) {
  const missing = Object.entries(known.prefixes).filter(([name]) => new RegExp(`(^|[^\\w:<])${name}:[\\w-]`).test(text) && !new RegExp(`prefix\\s+${name}:`, "i").test(text));
  return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + text;
}

const form = document.getElementById("sparql-form");
const status = document.getElementById("status");
const cancel = document.getElementById("cancel");
const runner = document.getElementById("run");
const body = document.getElementById("result-body");
const downloader = document.getElementById("download");
let going = null;
let last = null;

form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
cancel.addEventListener("click", () => going?.abort());
document.getElementById("copy-link").hidden = false;
document.getElementById("copy-link").addEventListener("click", async () => {
  const address = `${location.origin}/sparql?${new URLSearchParams({ query: yasqe.getValue() })}`;
  await navigator.clipboard?.writeText(address).catch(() => {});
  status.textContent = t("链接已复制", "Link copied");
});
downloader.addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(last.blob);
  link.download = `result.${last.suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
for (const link of document.querySelectorAll("#examples a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    yasqe.setValue(link.dataset.query);
    run();
  });
}

async function run() {
  going?.abort();
  going = new AbortController();
  const mine = going;
  const query = withPrefixes(yasqe.getValue());
  if (query !== yasqe.getValue()) yasqe.setValue(query);
  history.replaceState(null, "", `/sparql?${new URLSearchParams({ query: query.slice(0, 6000) })}`);
  const started = performance.now();
  runner.disabled = true;
  cancel.hidden = false;
  downloader.hidden = true;
  const clock = setInterval(() => { status.textContent = t(`运行中 ${seconds(started)} 秒`, `Running, ${seconds(started)} s`); }, 200);
  try {
    const graph = /\b(construct|describe)\b/i.test(query.replace(/#.*$/gm, "").replace(/<[^>]*>/g, ""));
    let accept = document.getElementById("format").value;
    const rdf = ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"].includes(accept);
    if (graph && !rdf) accept = "text/turtle";
    if (!graph && rdf) accept = "application/sparql-results+json";
    const answer = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal: mine.signal });
    const text = await answer.text();
    if (!answer.ok) return failed(text, answer);
    show(text, answer.headers.get("content-type") ?? accept, started);
  } catch (error) {
    status.textContent = error.name === "AbortError" ? t("已取消", "Cancelled") : t("没有连上服务", "The service did not answer");
    body.replaceChildren(words(status.textContent, "gloss"));
  } finally {
    clearInterval(clock);
    if (mine === going) { runner.disabled = false; cancel.hidden = true; going = null; }
  }
}

const seconds = (started) => ((performance.now() - started) / 1000).toFixed(1);

function words(text, style) {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = style ?? "";
  return made;
}

function failed(text, answer) {
  let problem = {};
  try { problem = JSON.parse(text); } catch { problem = { title: answer.statusText }; }
  const place = problem.line ? t(` (第 ${problem.line} 行，第 ${problem.column ?? 1} 列)`, ` (line ${problem.line}, column ${problem.column ?? 1})`) : "";
  status.textContent = t("没有结果", "No result");
  const box = words(`${problem.title ?? answer.status}: ${problem.detail ?? ""}${place}`, "notice alert");
  box.setAttribute("role", "alert");
  body.replaceChildren(box);
  if (problem.line) yasqe.setCursor({ line: problem.line - 1, ch: Math.max(0, (problem.column ?? 1) - 1) });
}

function show(text, type, started) {
  const suffix = { csv: "csv", "tab-separated": "tsv", turtle: "ttl", "ld+json": "jsonld", "n-triples": "nt", "rdf+xml": "rdf", "results+xml": "srx" };
  last = { blob: new Blob([text], { type }), suffix: Object.entries(suffix).find(([key]) => type.includes(key))?.[1] ?? "json" };
  downloader.hidden = false;
  if (!type.includes("sparql-results+json")) {
    status.textContent = t(`${seconds(started)} 秒`, `${seconds(started)} s`);
    const made = document.createElement("pre");
    made.tabIndex = 0;
    made.textContent = text.length > 200_000 ? `${text.slice(0, 200_000)}\n…` : text;
    return body.replaceChildren(made);
  }
  const result = JSON.parse(text);
  if ("boolean" in result) {
    status.textContent = t(`${seconds(started)} 秒`, `${seconds(started)} s`);
    return body.replaceChildren(words(result.boolean ? t("是", "Yes") : t("否", "No"), "sentence"));
  }
  const rows = result.results.bindings;
  const most = 1000;
  const cut = rows.length > most ? t(`,显示前 ${most} 行，下载有全部`, `; the first ${most} shown, the download has all`) : "";
  status.textContent = t(`${rows.length} 行，${seconds(started)} 秒`, `${rows.length} rows, ${seconds(started)} s`) + cut;
  body.replaceChildren(table(result.head.vars, rows.slice(0, most)));
}

function table(columns, rows) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const within = made.createTBody();
  for (const row of rows) {
    const line = within.insertRow();
    for (const name of columns) line.insertCell().append(value(row[name]));
  }
  const box = document.createElement("div");
  box.className = "scroll";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", t("结果", "Result"));
  box.append(made);
  return box;
}

function value(term) {
  if (!term) return "";
  if (term.type !== "uri") {
    const made = document.createElement("bdi");
    made.textContent = term.value;
    return made;
  }
  const made = document.createElement("a");
  made.href = `/resource?iri=${encodeURIComponent(term.value)}`;
  made.textContent = curie(term.value);
  made.className = "mono";
  return made;
}

function curie(iri) {
  const fitting = Object.entries(known.prefixes).filter(([, start]) => iri.startsWith(start)).sort((a, b) => b[1].length - a[1].length)[0];
  return fitting ? `${fitting[0]}:${iri.slice(fitting[1].length)}` : iri;
}
