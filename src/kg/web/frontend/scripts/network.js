// The network: draws what the server placed, expands on demand, keeps its state in the address.
import cytoscape from "cytoscape";
import { t } from "./words.js";
import { styleOf, colours } from "./network-style.js";
import { toGraphml, toSvg } from "./network-files.js";
import { button, broken, element, KIND_WORDS } from "./network-elements.js";
import { readState, writeState } from "./network-address.js";
import { detail } from "./network-detail.js";
import { Table } from "./network-table.js";

const GUARD = 25;
const LARGE = 250;
const HUBS = 30;
const A_FRAME = 8;
const READABLE = 0.45;
// Work is cut into turns, so that the page reacts between them.
const turn = () => new Promise((done) => setTimeout(done));
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const root = document.getElementById("net");
if (root) new Network(root).start();

function Network(holder) {
  const canvas = document.getElementById("net-canvas");
  const note = document.getElementById("net-note");
  const base = holder.dataset.base;
  const mode = holder.dataset.mode;
  const state = readState(base);
  const boxes = [...document.querySelectorAll("#net-legend input")];
  const done = [];
  let waiting = [];
  let selected = null;
  let table = null;
  let cy = null;
  let large = false;

  document.getElementById("net-bar").hidden = false;
  this.start = start;

  async function start() {
    say(t("正在载入…", "Loading…"));
    const first = await load(holder.dataset.source);
    if (!first) return;
    restoreLegend();
    large = first.nodes.length > LARGE;
    await turn();
    const kinds = new Set(off("kind"));
    const seen = first.nodes.filter((each) => !kinds.has(each.kind));
    const view = state.view ?? (seen.length ? firstLook(seen, first.center) : [1, 0, 0]);
    Object.assign(state, look(view[0]));
    cy = create(view);
    await turn();
    await begin(first);
    for (const each of state.expanded) await expand(each.iri, each.kinds, true);
    await turn();
    restorePlaces();
    wire();
    say(first.cut ? t(`共 ${first.total} 个实体，这里画出最重要的 ${first.nodes.length} 个。`, `${first.nodes.length} of ${first.total} are drawn, the weightiest first.`) : "");
    holder.dataset.ready = "true";
    await turn();
    if (mode !== "parts") table = new Table(cy, select);
    counts();
    table?.update();
    if (state.selected) select(cy.getElementById(state.selected));
    remember();
  }

  // Large networks are drawn more simply while they move, so that they move smoothly.
  function create([zoom, x, y]) {
    const made = cytoscape({
      container: canvas,
      style: styleOf(colours(), large, mode),
      zoom,
      pan: { x, y },
      minZoom: 0.03,
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

  // Reckoned from the places, because the library would measure every label for it.
  function firstLook(nodes, center) {
    const xs = nodes.map((each) => each.x);
    const ys = nodes.map((each) => each.y);
    const [beside, below, most] = mode === "parts" ? [130, 150, 1.1] : [85, 85, 1.6];
    const [left, right, top, bottom] = [Math.min(...xs) - beside, Math.max(...xs) + beside, Math.min(...ys) - 60, Math.max(...ys) + below];
    const { clientWidth: width, clientHeight: height } = canvas;
    let zoom = Math.max(0.03, Math.min(most, width / (right - left), height / (bottom - top)));
    let middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    // On a small screen names would be too small to read; better a part that can be read.
    if (zoom < 0.55 && width < 700) {
      zoom = 0.62;
      const named = nodes.find((each) => each.iri === center);
      middle = named ?? { x: nodes[0].x, y: nodes[0].y + (0.3 * height) / zoom };
    }
    return [zoom, width / 2 - middle.x * zoom, height / 2 - middle.y * zoom];
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

  // Nodes, then lines, then names: on a slow phone each is a good part of a second.
  async function begin(network) {
    const made = elements(network);
    if (large) {
      cy.add(made);
      return;
    }
    const nodes = cy.add(made.filter((each) => each.group === "nodes").map((each) => ({ ...each, classes: [...each.classes, "quiet"] })));
    await frame();
    cy.add(made.filter((each) => each.group === "edges"));
    for (let at = 0; at < nodes.length; at += A_FRAME) {
      await frame();
      nodes.slice(at, at + A_FRAME).removeClass("quiet");
    }
    await frame();
  }

  function add(network, around) {
    const made = elements(network, around);
    const fresh = made.filter((each) => each.group === "nodes").map((each) => each.data.id);
    // Only what is added later must look for a free place; the server placed the first ones.
    for (const each of made) cy.add(each.group === "nodes" ? { ...each, position: free(each.position.x, each.position.y) } : each);
    return fresh.map((id) => cy.getElementById(id));
  }

  function elements(network, around = null) {
    const origin = around ? cy.getElementById(around).position() : { x: 0, y: 0 };
    const middle = network.nodes.find((node) => node.iri === network.center);
    const hubs = large && !around ? weightiest(network) : null;
    const made = [];
    for (const node of network.nodes) {
      if (cy.getElementById(node.iri).nonempty()) continue;
      const x = origin.x + (around ? (node.x - (middle?.x ?? 0)) * 0.8 : node.x);
      const y = origin.y + (around ? (node.y - (middle?.y ?? 0)) * 0.8 : node.y);
      const data = nodeData(node, network.center);
      if (hubs?.has(node.iri)) data.font = state.font;
      const classes = [hidden(data) && "off", hubs && (hubs.has(node.iri) ? "hub" : state.near ? "named" : "quiet")].filter(Boolean);
      made.push({ group: "nodes", data, classes, position: { x, y } });
    }
    const roles = new Set(off("role"));
    for (const edge of network.edges) {
      const id = `${edge.source}|${edge.role}|${edge.target}`;
      if (cy.getElementById(id).nonempty()) continue;
      const spec = { group: "edges", data: { ...edge, id } };
      // Lines that are switched off cost time all the same, so they wait until they are wanted.
      if (roles.has(edge.role)) waiting.push(spec);
      else made.push(spec);
    }
    return made;
  }

  function addWaiting(roles) {
    const ready = waiting.filter((each) => !roles.has(each.data.role));
    if (!ready.length) return;
    waiting = waiting.filter((each) => roles.has(each.data.role));
    cy.add(ready.filter((each) => cy.getElementById(each.data.id).empty() && cy.getElementById(each.data.source).nonempty() && cy.getElementById(each.data.target).nonempty()));
  }

  // In a large network only these have names from afar: the busiest bodies whose names do not overlap.
  function weightiest(network) {
    const weight = new Map();
    for (const edge of network.edges) weight.set(edge.source, (weight.get(edge.source) ?? 0) + 1);
    const places = new Map(network.nodes.map((node) => [node.iri, node]));
    const hubs = [];
    for (const [iri] of [...weight].sort((a, b) => b[1] - a[1])) {
      const { x, y } = places.get(iri);
      const apart = (other) => Math.abs(other.x - x) > 9.5 * state.font || Math.abs(other.y - y) > 3 * state.font;
      if (hubs.length < HUBS && hubs.every(apart)) hubs.push(places.get(iri));
    }
    return new Set(hubs.map((each) => each.iri));
  }

  function nodeData(node, center) {
    const parts = node.counts ? t(`\n${node.counts.documents > 1 ? `${node.counts.documents} 份 · ` : ""}${node.counts.duties} 项任务`, `\n${node.counts.documents > 1 ? `${node.counts.documents} docs · ` : ""}${node.counts.duties} duties`) : "";
    const label = broken(node.label, parts ? 11 : 8.5, parts ? 33 : 17) + parts;
    const size = node.counts ? 36 + 4 * Math.min(14, Math.sqrt(node.counts.duties)) : node.kind === "body" ? 34 + Math.max(0, 6 - (node.rank ?? 5)) * 5 : 32;
    return { ...node, id: node.iri, short: node.no_lead ? `! ${label}` : label, size, wide: size * 1.15, high: size * 0.85, font: 13, center: node.iri === center ? 1 : 0 };
  }

  // A place near the wanted one where no other node stands.
  function free(x, y) {
    const taken = cy.nodes().map((node) => node.position());
    for (let step = 0; step < 40; step += 1) {
      const reach = step * 14;
      const place = { x: x + reach * Math.cos(step * 2.4), y: y + reach * Math.sin(step * 2.4) };
      if (taken.every((other) => Math.abs(other.x - place.x) > 62 || Math.abs(other.y - place.y) > 46)) return place;
    }
    return { x, y };
  }

  async function expand(iri, kinds = "", quiet = false) {
    if (mode === "parts") return;
    const query = new URLSearchParams({ center: iri, lang: holder.dataset.lang });
    const given = new URLSearchParams(holder.dataset.source.split("?")[1]);
    if (given.get("document")) query.set("document", given.get("document"));
    if (kinds) query.set("kinds", kinds);
    const found = await load(`/api/network?${query}`);
    if (!found) return;
    const missing = found.nodes.filter((node) => cy.getElementById(node.iri).empty());
    if (!quiet && !kinds && missing.length > GUARD) return choose(iri, missing);
    const fresh = add(found, iri);
    if (!state.expanded.some((each) => each.iri === iri && each.kinds === kinds)) state.expanded.push({ iri, kinds });
    if (quiet) return;
    done.push(() => {
      cy.remove(cy.collection(fresh));
      state.expanded = state.expanded.filter((each) => each.iri !== iri);
    });
    say(t(`已展开 ${fresh.length} 个邻居`, `${fresh.length} neighbours added`));
    refresh();
    if (fresh.length) acts.fit();
  }

  function choose(iri, missing) {
    const box = element("span", t(`会加入 ${missing.length} 个实体。选一类：`, `This would add ${missing.length}. Choose: `));
    const number = {};
    for (const node of missing) number[node.kind] = (number[node.kind] ?? 0) + 1;
    for (const [kind, many] of Object.entries(number)) box.append(" ", button(`${KIND_WORDS[kind] ?? kind} ${many}`, () => expand(iri, kind)));
    box.append(" ", button(t("全部", "All"), () => expand(iri, Object.keys(number).join(","))), " ", button(t("不加", "None"), () => say("")));
    note.replaceChildren(box);
    note.hidden = false;
    box.querySelector("button").focus();
  }

  function say(words) {
    note.textContent = words;
    note.hidden = !words;
  }

  // ---- what is shown

  function off(name) {
    return boxes.filter((box) => box.dataset[name] && !box.checked).map((box) => box.dataset[name]);
  }

  const only = () => boxes.some((box) => box.dataset.flag && box.checked);

  function hidden(data) {
    return off("kind").includes(data.kind) || state.hidden.includes(data.id) || (only() && data.kind === "obligation" && !data.no_lead);
  }

  function refresh() {
    const roles = new Set(off("role"));
    addWaiting(roles);
    cy.batch(() => {
      cy.nodes().forEach((node) => { node.toggleClass("off", hidden(node.data())); });
      cy.edges().forEach((edge) => { edge.toggleClass("off", roles.has(edge.data("role"))); });
    });
    counts();
    // The drawing reacts first; the table follows at once after.
    clearTimeout(state.tabling);
    state.tabling = setTimeout(() => table?.update(), 0);
    remember();
  }

  function counts() {
    const number = {};
    const count = (name) => { number[name] = (number[name] ?? 0) + 1; };
    cy.nodes().forEach((node) => {
      count(node.data("kind"));
      if (node.data("no_lead")) count("no-lead");
    });
    cy.edges().forEach((edge) => count(edge.data("role")));
    for (const each of waiting) count(each.data.role);
    for (const place of document.querySelectorAll("[data-count]")) {
      const many = number[place.dataset.count] ?? 0;
      place.textContent = many;
      place.closest("li").classList.toggle("absent", !many);
    }
  }

  function select(element) {
    cy.elements().removeClass("chosen near faded");
    selected = element && element.nonempty() ? element : null;
    if (selected) {
      const near = selected.isNode() ? selected.closedNeighborhood() : selected.union(selected.connectedNodes());
      cy.elements().not(near).addClass("faded");
      near.addClass("near");
      selected.addClass("chosen");
    }
    detail(document.getElementById("net-detail"), selected, acts);
    table?.mark(selected);
    remember();
  }

  // ---- acts

  const acts = {
    fit: () => cy.animate({ fit: { eles: cy.elements(":visible"), padding: 40 }, duration: still() ? 0 : 200 }),
    expand: () => selected?.isNode() && expand(selected.id()),
    open: () => { if (selected?.isNode()) location.href = selected.data("opens") ?? selected.data("page"); },
    centre: () => { location.href = `/network?center=${encodeURIComponent(selected.id())}`; },
    pin: () => {
      if (!selected?.isNode()) return;
      pin(selected, !selected.locked());
      remember();
    },
    hide: () => {
      if (!selected?.isNode()) return;
      const id = selected.id();
      state.hidden.push(id);
      done.push(() => { state.hidden = state.hidden.filter((each) => each !== id); });
      select(null);
      refresh();
    },
    undo: () => {
      done.pop()?.();
      refresh();
    },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : document.getElementById("net-stage").requestFullscreen?.()),
    png: () => save("png", cy.png({ full: true, scale: large ? 1 : 2, maxWidth: 8000, maxHeight: 8000, bg: colours().card, output: "blob" })),
    svg: () => save("svg", new Blob([toSvg(cy, colours())], { type: "image/svg+xml" })),
    graphml: () => save("graphml", new Blob([toGraphml(cy)], { type: "application/graphml+xml" })),
    link: async () => {
      remember();
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
    const made = document.createElement("a");
    made.href = URL.createObjectURL(blob);
    made.download = `network.${suffix}`;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 10_000);
  }

  function wire() {
    cy.on("tap", (event) => {
      // A part opens at once; whatever else is looked at first.
      if (event.target !== cy && event.target.data("opens")) location.href = event.target.data("opens");
      else select(event.target === cy ? null : event.target);
    });
    cy.on("dbltap", "node", (event) => expand(event.target.id()));
    cy.on("dragfree", "node", (event) => { event.target.addClass("pinned"); remember(); });
    cy.on("viewport", () => {
      clearTimeout(state.timer);
      state.timer = setTimeout(() => { names(); remember(); }, 300);
    });
    for (const each of document.querySelectorAll("[data-act]")) each.addEventListener("click", () => acts[each.dataset.act]());
    for (const box of boxes) box.addEventListener("change", refresh);
    const find = document.getElementById("net-find");
    find.addEventListener("input", () => search(find.value.trim()));
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); search(find.value.trim(), true); } });
    document.addEventListener("keydown", keys);
    document.addEventListener("themechange", () => cy.style(styleOf(colours(), large, mode)));
  }

  // In a large network the names of hubs keep their size on the screen; the others come when near.
  function look(zoom) {
    return { near: zoom >= READABLE, font: Math.round(Math.min(90, Math.max(13, 11.5 / zoom))) };
  }

  function names() {
    if (!large) return;
    const { near, font } = look(cy.zoom());
    cy.batch(() => {
      if (near !== state.near) cy.nodes(".quiet, .named").forEach((node) => { node.toggleClass("quiet", !near).toggleClass("named", near); });
      if (font !== state.font) cy.nodes(".hub").forEach((node) => { node.data("font", font); });
    });
    Object.assign(state, { near, font });
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
      canvas.focus();
    }
  }

  function keys(event) {
    if (event.target.closest("input, textarea, select, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = canvas.contains(document.activeElement) || document.activeElement === canvas;
    if (event.key === "/") { event.preventDefault(); return document.getElementById("net-find").focus(); }
    if (!inside) return;
    const plainKeys = { f: "fit", e: "expand", p: "pin", z: "undo", Enter: "open", Delete: "hide", Backspace: "hide" };
    const act = plainKeys[event.key] ?? plainKeys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); acts[act](); }
    else if (event.key === "Escape") select(null);
    else if (event.key.startsWith("Arrow")) { event.preventDefault(); move(event.key); }
  }

  function move(key) {
    if (!selected?.isNode()) return select(cy.nodes("[center = 1]").union(cy.nodes(":visible"))[0]);
    const from = selected.position();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null;
    let least = Infinity;
    for (const look of [selected.neighborhood("node:visible"), cy.nodes(":visible").not(selected)]) {
      look.forEach((node) => {
        const x = node.position().x - from.x;
        const y = node.position().y - from.y;
        const ahead = x * dx + y * dy;
        const cost = ahead + 2 * Math.abs(x * dy - y * dx);
        if (ahead > 0 && cost < least) { least = cost; best = node; }
      });
      if (best) break;
    }
    if (best) { select(best); say(best.data("label")); }
  }

  // ---- the address says what is seen

  function restoreLegend() {
    for (const box of boxes) {
      if (box.dataset.flag) box.checked = state.only;
      else if (state.off) box.checked = !state.off.includes(box.dataset.kind ?? box.dataset.role);
    }
  }

  function restorePlaces() {
    for (const each of state.pinned) {
      const node = cy.getElementById(each.iri);
      if (node.nonempty() && Number.isFinite(each.x)) node.position({ x: each.x, y: each.y }).addClass("pinned");
    }
  }

  function remember() {
    if (!holder.dataset.ready) return;
    const pan = cy.pan();
    writeState(base, {
      expanded: state.expanded,
      hidden: state.hidden,
      pinned: cy.nodes(".pinned").map((node) => ({ iri: node.id(), ...node.position() })),
      off: boxes.length ? [...off("kind"), ...off("role")] : null,
      only: only(),
      selected: selected?.id(),
      view: [cy.zoom(), pan.x, pan.y],
    });
  }
}
