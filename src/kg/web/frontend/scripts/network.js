// The network: draws what the server placed, expands on demand, keeps its state in the address.
import cytoscape from "cytoscape";
import { t } from "./words.js";
import { styleOf, colours } from "./network-style.js";
import { toGraphml, toSvg } from "./network-files.js";

const GUARD = 25;
const LARGE = 250;
const MOST_ROWS = 1000;
const collator = new Intl.Collator("zh");
const root = document.getElementById("net");
if (root) new Network(root);

function Network(holder) {
  const canvas = document.getElementById("net-canvas");
  const note = document.getElementById("net-note");
  const state = readState();
  const done = [];
  let selected = null;

  let cy = null;

  document.getElementById("net-bar").hidden = false;
  start();

  // Large networks are drawn more simply while they move, so that they move smoothly.
  function create(number) {
    const large = number > LARGE;
    const made = cytoscape({
      container: canvas,
      style: styleOf(colours(), large, holder.dataset.mode === "whole"),
      minZoom: 0.05,
      maxZoom: 3,
      hideEdgesOnViewport: large,
      textureOnViewport: large,
      hideLabelsOnViewport: large,
      pixelRatio: large ? 1 : "auto",
      motionBlur: false,
      boxSelectionEnabled: false,
    });
    window.responsibilityNetwork = made;
    return made;
  }

  async function start() {
    say(t("正在载入…", "Loading…"));
    const first = await load(holder.dataset.source);
    if (!first) return;
    cy = create(first.nodes.length);
    add(first, null);
    for (const each of state.expanded) await expand(each.iri, each.kinds, true);
    restore();
    wire();
    refresh();
    if (!state.view) firstLook();
    if (first.cut) {
      say(t(`共 ${first.total} 个实体，这里画出最重要的 ${first.nodes.length} 个。`, `${first.nodes.length} of ${first.total} are drawn, the weightiest first.`));
    } else say("");
    holder.dataset.ready = "true";
  }

  function firstLook() {
    cy.fit(cy.elements(":visible"), 40);
    // On a small screen names would be too small to read; better a part that can be read.
    if (cy.zoom() < 0.55 && canvas.clientWidth < 700) {
      const middle = cy.nodes("[center = 1]");
      cy.zoom(0.62);
      cy.center(middle.nonempty() ? middle : cy.nodes()[0]);
    }
  }

  async function load(address) {
    const slow = setTimeout(() => say(t("还在载入…", "Still loading…")), 1000);
    try {
      const answer = await fetch(address);
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.detail ?? answer.statusText);
      return body;
    } catch (error) {
      say(t("载入失败：", "Could not load: ") + error.message);
      return null;
    } finally {
      clearTimeout(slow);
    }
  }

  function add(network, around) {
    const fresh = [];
    const origin = around ? cy.getElementById(around).position() : { x: 0, y: 0 };
    const base = network.nodes.find((node) => node.iri === network.center);
    const made = [];
    for (const node of network.nodes) {
      if (cy.getElementById(node.iri).nonempty()) continue;
      const x = origin.x + (around ? (node.x - (base?.x ?? 0)) * 0.8 : node.x);
      const y = origin.y + (around ? (node.y - (base?.y ?? 0)) * 0.8 : node.y);
      const data = nodeData(node, network.center);
      // Only what is added later must look for a free place; the server placed the first ones.
      if (around) cy.add({ group: "nodes", data, position: free(x, y) });
      else made.push({ group: "nodes", data, position: { x, y } });
      if (around) fresh.push(cy.getElementById(node.iri));
    }
    for (const edge of network.edges) {
      const id = `${edge.source}|${edge.role}|${edge.target}`;
      if (cy.getElementById(id).empty()) made.push({ group: "edges", data: { ...edge, id } });
    }
    cy.add(made);
    return fresh;
  }

  function nodeData(node, center) {
    const han = /[\u3400-\u9fff]/.test(node.label) ? 1 : 0;
    const label = cut(node.label, han ? 17 : 22);
    const size = node.kind === "body" ? 34 + Math.max(0, 6 - (node.rank ?? 5)) * 5 : 32;
    return { ...node, id: node.iri, short: node.no_lead ? `! ${label}` : label, size, han, wide: size * 1.15, high: size * 0.85, center: node.iri === center ? 1 : 0 };
  }

  // Latin letters are about half as wide as Chinese characters.
  function cut(words, most) {
    let width = 0;
    let at = 0;
    for (const char of words) {
      width += char.codePointAt(0) > 0x2e7f ? 1 : 0.55;
      if (width > most) return `${words.slice(0, at)}…`;
      at += char.length;
    }
    return words;
  }

  // A place near the wanted one where no other node stands.
  function free(x, y) {
    const taken = cy.nodes().map((node) => node.position());
    for (let turn = 0; turn < 40; turn += 1) {
      const reach = turn * 14;
      const place = { x: x + reach * Math.cos(turn * 2.4), y: y + reach * Math.sin(turn * 2.4) };
      if (taken.every((other) => Math.abs(other.x - place.x) > 62 || Math.abs(other.y - place.y) > 46)) return place;
    }
    return { x, y };
  }

  async function expand(iri, kinds = "", quiet = false) {
    const query = new URLSearchParams({ center: iri, lang: holder.dataset.lang });
    const given = new URLSearchParams(holder.dataset.source.split("?")[1]);
    if (given.get("document")) query.set("document", given.get("document"));
    if (kinds) query.set("kinds", kinds);
    const found = await load(`/api/network?${query}`);
    if (!found) return;
    const missing = found.nodes.filter((node) => cy.getElementById(node.iri).empty());
    if (!quiet && !kinds && missing.length > GUARD) return choose(iri, found, missing);
    const fresh = add(found, iri);
    if (!state.expanded.some((each) => each.iri === iri && each.kinds === kinds)) state.expanded.push({ iri, kinds });
    if (!quiet) {
      done.push({ undo: () => { cy.remove(cy.collection(fresh)); state.expanded = state.expanded.filter((each) => each.iri !== iri); } });
      say(t(`已展开 ${fresh.length} 个邻居`, `${fresh.length} neighbours added`));
      refresh();
      if (fresh.length) cy.animate({ fit: { eles: cy.elements(":visible"), padding: 40 }, duration: still() ? 0 : 250 });
    }
  }

  function choose(iri, found, missing) {
    const names = { body: t("部门", "bodies"), domain: t("领域", "domains"), obligation: t("任务", "duties"), group: t("泛称", "groups") };
    const box = document.createElement("span");
    box.append(t(`会加入 ${missing.length} 个实体。选一类：`, `This would add ${missing.length}. Choose: `));
    const counts = {};
    for (const node of missing) counts[node.kind] = (counts[node.kind] ?? 0) + 1;
    for (const [kind, number] of Object.entries(counts)) box.append(" ", button(`${names[kind] ?? kind} ${number}`, () => expand(iri, kind)));
    box.append(" ", button(t("全部", "All"), () => expand(iri, Object.keys(counts).join(","))), " ", button(t("不加", "None"), () => say("")));
    note.replaceChildren(box);
    note.hidden = false;
    box.querySelector("button").focus();
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tool";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function say(words) {
    note.textContent = words;
    note.hidden = !words;
  }

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // ---- what is shown

  function off(name) {
    return [...document.querySelectorAll(`#net-legend [data-${name}]`)].filter((box) => !box.checked).map((box) => box.dataset[name]);
  }

  function refresh() {
    const kinds = new Set(off("kind"));
    const roles = new Set(off("role"));
    const only = document.querySelector("#net-legend [data-flag]").checked;
    const hidden = new Set(state.hidden);
    cy.batch(() => {
      cy.nodes().forEach((node) => {
        let show = !kinds.has(node.data("kind")) && !hidden.has(node.id());
        if (only && node.data("kind") === "obligation" && !node.data("no_lead")) show = false;
        node.toggleClass("off", !show);
      });
      cy.edges().forEach((edge) => edge.toggleClass("off", roles.has(edge.data("role"))));
    });
    counts();
    // The drawing reacts first; the table follows at once after.
    clearTimeout(state.tabling);
    state.tabling = setTimeout(table, 0);
    writeState();
  }

  function counts() {
    const number = {};
    cy.nodes().forEach((node) => {
      number[node.data("kind")] = (number[node.data("kind")] ?? 0) + 1;
      if (node.data("no_lead")) number["no-lead"] = (number["no-lead"] ?? 0) + 1;
    });
    cy.edges().forEach((edge) => { number[edge.data("role")] = (number[edge.data("role")] ?? 0) + 1; });
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = number[place.dataset.count] ?? 0;
  }

  function table() {
    const roles = { lead: t("牵头", "leads"), cooperate: t("配合", "cooperates"), shared: t("共同负责（无牵头）", "shares (no lead)"), "in-domain": t("属于", "in") };
    const order = { lead: 0, shared: 1, cooperate: 2 };
    const visible = cy.edges(":visible").sort((a, b) => (order[a.data("role")] ?? 3) - (order[b.data("role")] ?? 3) || collator.compare(a.source().data("label"), b.source().data("label")));
    const edges = visible.slice(0, MOST_ROWS);
    const rows = edges.map((edge) => {
      const row = document.createElement("tr");
      row.dataset.edge = edge.id();
      row.append(cell(edge.source()), plain(roles[edge.data("role")] ?? edge.data("role")), cell(edge.target()));
      const weight = plain(edge.data("weight"));
      weight.className = "num";
      row.append(weight, evidence(edge));
      row.addEventListener("click", (event) => { if (!event.target.closest("a")) select(edge); });
      return row;
    });
    document.querySelector("#net-table tbody").replaceChildren(...rows);
    const cut = visible.length > rows.length ? t(`（列出前 ${rows.length} 行）`, ` (the first ${rows.length} listed)`) : "";
    document.getElementById("net-rows").textContent = visible.length + cut;
  }

  function plain(words) {
    const made = document.createElement("td");
    made.textContent = String(words);
    return made;
  }

  function cell(node) {
    const made = document.createElement("td");
    made.append(link(node.data("page"), node.data("label")));
    return made;
  }

  function link(page, words) {
    const made = document.createElement("a");
    made.href = page;
    const name = document.createElement("bdi");
    name.textContent = words;
    made.append(name);
    return made;
  }

  function evidence(edge) {
    const made = document.createElement("td");
    if (edge.data("evidence")) made.append(link(edge.data("evidence"), t("看原文", "sentence")));
    return made;
  }

  // ---- selection

  function select(element) {
    cy.elements().removeClass("chosen near faded");
    selected = element && element.nonempty() ? element : null;
    if (selected) {
      const near = selected.isNode() ? selected.closedNeighborhood() : selected.union(selected.connectedNodes());
      cy.elements().not(near).addClass("faded");
      near.addClass("near");
      selected.addClass("chosen");
    }
    detail();
    for (const row of document.querySelectorAll("#net-table tr[data-edge]")) {
      const edge = cy.getElementById(row.dataset.edge);
      const on = selected && (selected.same(edge) || (selected.isNode() && edge.connectedNodes().contains(selected)));
      row.setAttribute("aria-selected", String(Boolean(on)));
    }
    writeState();
  }

  function detail() {
    const box = document.getElementById("net-detail");
    const title = document.createElement("h2");
    title.textContent = t("选中", "Selected");
    box.replaceChildren(title);
    const say = (words, name = "p", style = "") => {
      const made = document.createElement(name);
      made.textContent = words;
      made.className = style;
      box.append(made);
      return made;
    };
    if (!selected) return void say(t("点一个节点，这里显示它是什么、为什么。", "Select a node to see what it is and why."), "p", "gloss");
    if (selected.isEdge()) {
      const words = { lead: t("牵头", "leads"), cooperate: t("配合", "cooperates on"), shared: t("共同负责", "shares"), "in-domain": t("属于", "is in") };
      say(`${selected.source().data("label")} — ${words[selected.data("role")] ?? ""} — ${selected.target().data("label")}`);
      say(t(`${selected.data("weight")} 项任务`, `${selected.data("weight")} duties`), "p", "gloss");
      if (selected.data("evidence")) box.append(link(selected.data("evidence"), t("看原文 →", "See the sentence →")));
      return;
    }
    const head = document.createElement("h3");
    head.append(link(selected.data("page"), selected.data("label")));
    box.append(head);
    const other = selected.data("labels")?.[holder.dataset.lang === "zh" ? "en" : "zh"];
    if (other && other !== selected.data("label")) say(other, "p", "gloss");
    if (selected.data("no_lead")) say(t("! 无牵头单位", "! no lead"), "p", "tag none");
    if (selected.data("uncertain")) say(t("身份待核", "identity not settled"), "p", "tag warning");
    const list = document.createElement("ul");
    list.className = "list";
    const edges = selected.connectedEdges(":visible");
    edges.slice(0, 12).forEach((edge) => {
      const row = document.createElement("li");
      const far = edge.source().same(selected) ? edge.target() : edge.source();
      const role = { lead: t("牵头", "lead"), cooperate: t("配合", "cooperates"), shared: t("共同", "shares"), "in-domain": t("属于", "in") }[edge.data("role")];
      const tag = document.createElement("span");
      tag.className = `tag ${edge.data("role")}`;
      tag.textContent = role ?? "";
      row.append(tag, " ", link(far.data("page"), far.data("label")));
      if (edge.data("evidence")) row.append(" ", link(edge.data("evidence"), t("原文", "sentence")));
      list.append(row);
    });
    box.append(list);
    if (edges.length > 12) say(t(`另有 ${edges.length - 12} 条`, `${edges.length - 12} more`), "p", "gloss");
    const here = document.createElement("p");
    here.append(button(t("展开", "Expand"), () => expand(selected.id())), " ", button(t("以它为中心", "Centre here"), () => { location.href = `/network?center=${encodeURIComponent(selected.id())}`; }));
    box.append(here);
  }

  // ---- acts

  const acts = {
    fit: () => cy.animate({ fit: { eles: cy.elements(":visible"), padding: 40 }, duration: still() ? 0 : 200 }),
    expand: () => selected?.isNode() && expand(selected.id()),
    pin: () => {
      if (!selected?.isNode()) return;
      pin(selected, !selected.locked());
      writeState();
    },
    hide: () => {
      if (!selected?.isNode()) return;
      const id = selected.id();
      state.hidden.push(id);
      done.push({ undo: () => { state.hidden = state.hidden.filter((each) => each !== id); } });
      select(null);
      refresh();
    },
    undo: () => {
      done.pop()?.undo();
      refresh();
    },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : document.getElementById("net-stage").requestFullscreen?.()),
    png: () => save("png", cy.png({ full: true, scale: 2, bg: colours().card, output: "blob" })),
    svg: () => save("svg", new Blob([toSvg(cy, colours())], { type: "image/svg+xml" })),
    graphml: () => save("graphml", new Blob([toGraphml(cy)], { type: "application/graphml+xml" })),
    link: async () => {
      writeState();
      const address = new URL(location.href);
      address.searchParams.set("lang", holder.dataset.lang);
      await navigator.clipboard?.writeText(address.href).catch(() => {});
      say(t("链接已复制", "Link copied"));
    },
  };

  function pin(node, on) {
    if (on) node.lock().addClass("pinned");
    else node.unlock().removeClass("pinned");
  }

  function save(suffix, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `network.${suffix}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function wire() {
    cy.on("tap", (event) => select(event.target === cy ? null : event.target));
    cy.on("dbltap", "node", (event) => expand(event.target.id()));
    cy.on("dragfree", "node", (event) => { pin(event.target, true); event.target.unlock(); event.target.addClass("pinned"); writeState(); });
    cy.on("viewport", () => { clearTimeout(state.timer); state.timer = setTimeout(writeState, 300); });
    for (const each of document.querySelectorAll("[data-act]")) each.addEventListener("click", () => acts[each.dataset.act]());
    for (const box of document.querySelectorAll("#net-legend input")) box.addEventListener("change", refresh);
    const find = document.getElementById("net-find");
    find.addEventListener("input", () => search(find.value.trim()));
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); search(find.value.trim(), true); } });
    document.addEventListener("keydown", keys);
    document.addEventListener("themechange", () => cy.style(styleOf(colours(), cy.nodes().length > LARGE, holder.dataset.mode === "whole")));
  }

  function search(words, go = false) {
    cy.nodes().removeClass("found");
    if (!words) return say("");
    const low = words.toLowerCase();
    const found = cy.nodes(":visible").filter((node) => [node.data("label"), ...Object.values(node.data("labels") ?? {})].some((name) => name.toLowerCase().includes(low)));
    found.addClass("found");
    say(t(`找到 ${found.length} 个`, `${found.length} found`));
    if (go && found.nonempty()) {
      select(found[0]);
      cy.animate({ center: { eles: found[0] }, zoom: Math.max(cy.zoom(), 1), duration: still() ? 0 : 200 });
      document.getElementById("net-canvas").focus();
    }
  }

  function keys(event) {
    if (event.target.closest("input, textarea, select, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = canvas.contains(document.activeElement) || document.activeElement === canvas;
    if (event.key === "/") { event.preventDefault(); return document.getElementById("net-find").focus(); }
    if (!inside) return;
    const plainKeys = { f: "fit", e: "expand", p: "pin", z: "undo", Delete: "hide", Backspace: "hide" };
    const act = plainKeys[event.key] ?? plainKeys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); acts[act](); }
    else if (event.key === "Escape") select(null);
    else if (event.key === "Enter" && selected?.isNode()) location.href = selected.data("page");
    else if (event.key.startsWith("Arrow")) { event.preventDefault(); move(event.key); }
  }

  function move(key) {
    if (!selected?.isNode()) return select(cy.nodes("[center = 1]").union(cy.nodes(":visible"))[0]);
    const from = selected.position();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null;
    let least = Infinity;
    let pool = selected.neighborhood("node:visible");
    if (pool.empty()) pool = cy.nodes(":visible");
    for (const look of [pool, cy.nodes(":visible").not(selected)]) {
      look.forEach((node) => {
        const x = node.position().x - from.x;
        const y = node.position().y - from.y;
        const ahead = x * dx + y * dy;
        if (ahead <= 0) return;
        const cost = ahead + 2 * Math.abs(x * dy - y * dx);
        if (cost < least) { least = cost; best = node; }
      });
      if (best) break;
    }
    if (best) { select(best); say(best.data("label")); }
  }

  // ---- the address says what is seen

  function readState() {
    const query = new URLSearchParams(location.search);
    const list = (name) => (query.get(name) ? query.get(name).split("~") : []);
    return {
      expanded: list("open").map((each) => { const [iri, kinds = ""] = each.split("!"); return { iri: full(iri), kinds }; }),
      hidden: list("hide").map(full),
      pinned: list("pin").map((each) => { const [iri, x, y] = each.split("@"); return { iri: full(iri), x: Number(x), y: Number(y) }; }),
      off: query.has("off") ? list("off") : null,
      only: query.get("only") === "no-lead",
      selected: query.get("sel") ? full(query.get("sel")) : null,
      view: query.get("view")?.split("_").map(Number) ?? null,
    };
  }

  function restore() {
    for (const box of document.querySelectorAll("#net-legend input")) {
      if (box.dataset.flag) box.checked = state.only;
      else if (state.off) box.checked = !state.off.includes(box.dataset.kind ?? box.dataset.role);
    }
    for (const each of state.pinned) {
      const node = cy.getElementById(each.iri);
      if (node.nonempty() && Number.isFinite(each.x)) node.position({ x: each.x, y: each.y }).addClass("pinned");
    }
    if (state.view?.every(Number.isFinite) && state.view.length === 3) cy.viewport({ zoom: state.view[0], pan: { x: state.view[1], y: state.view[2] } });
    if (state.selected) select(cy.getElementById(state.selected));
  }

  function writeState() {
    const query = new URLSearchParams(location.search);
    const set = (name, value) => (value ? query.set(name, value) : query.delete(name));
    set("open", state.expanded.map((each) => short(each.iri) + (each.kinds ? `!${each.kinds}` : "")).join("~"));
    set("hide", state.hidden.map(short).join("~"));
    set("pin", cy.nodes(".pinned").map((node) => `${short(node.id())}@${Math.round(node.position().x)}@${Math.round(node.position().y)}`).join("~"));
    query.set("off", [...off("kind"), ...off("role")].join("~"));
    set("only", document.querySelector("#net-legend [data-flag]").checked ? "no-lead" : "");
    set("sel", selected ? short(selected.id()) : "");
    const pan = cy.pan();
    set("view", holder.dataset.ready ? `${cy.zoom().toFixed(3)}_${Math.round(pan.x)}_${Math.round(pan.y)}` : query.get("view"));
    history.replaceState(null, "", `${location.pathname}?${query}`);
  }

  function short(iri) {
    const base = holder.dataset.base;
    return base && iri.startsWith(base) ? iri.slice(base.length) : iri;
  }

  function full(text) {
    if (text.includes("://")) return text;
    return `${holder.dataset.base}${text}`;
  }
}
