// The table below the drawing: the same content, and the accessible form of it.
import { cell, element, link, ROLE_WORDS } from "./network-elements.js";
import { t } from "./words.js";

const MOST_ROWS = 1000;
const A_TURN = 150;
const ORDER = { lead: 0, shared: 1, cooperate: 2 };
let collator = null;

export class Table {
  constructor(cy, select) {
    this.cy = cy;
    this.select = select;
    this.body = document.querySelector("#net-table tbody");
    this.rows = new Map([...this.body.rows].map((row) => [row.dataset.edge, row]));
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-edge]");
      if (row && !event.target.closest("a")) this.select(cy.getElementById(row.dataset.edge));
    });
  }

  // Rows that the server wrote stay; only what is missing is made, a part at a time.
  async update() {
    const turn = (this.turn = {});
    const shown = this.cy.edges().filter((edge) => !edge.hasClass("off") && !edge.source().hasClass("off") && !edge.target().hasClass("off"));
    const listed = this.inOrder(shown);
    const ids = new Set(listed.map((edge) => edge.id()));
    for (const [id, row] of this.rows) if (!ids.has(id)) row.remove();
    for (let at = 0; at < listed.length; at += A_TURN) {
      if (at) await new Promise((done) => setTimeout(done));
      if (this.turn !== turn) return;
      this.place(listed, at, Math.min(at + A_TURN, listed.length));
    }
    const cut = shown.length > listed.length ? t(`（列出前 ${listed.length} 行）`, ` (the first ${listed.length} listed)`) : "";
    document.getElementById("net-rows").textContent = shown.length + cut;
  }

  // Sorting costs time, and rows that are moved are laid out anew: the server's order is kept.
  inOrder(shown) {
    this.grown ||= shown.length > MOST_ROWS || shown.some((edge) => !this.rows.has(edge.id()));
    if (this.grown) return sorted(shown).slice(0, MOST_ROWS);
    return [...this.rows.keys()].map((id) => this.cy.getElementById(id)).filter((edge) => edge.nonempty() && shown.contains(edge));
  }

  place(listed, from, to) {
    for (let at = from; at < to; at += 1) {
      const edge = listed[at];
      let row = this.rows.get(edge.id());
      if (!row) this.rows.set(edge.id(), (row = made(edge)));
      if (this.body.rows[at] !== row) this.body.insertBefore(row, this.body.rows[at] ?? null);
    }
  }

  mark(selected) {
    for (const row of this.body.rows) {
      const edge = this.cy.getElementById(row.dataset.edge);
      const on = selected && edge.nonempty() && (selected.same(edge) || (selected.isNode() && edge.connectedNodes().contains(selected)));
      if (on) row.setAttribute("aria-selected", "true");
      else row.removeAttribute("aria-selected");
    }
  }
}

function sorted(edges) {
  collator ??= new Intl.Collator("zh");
  return edges.toArray().sort((a, b) => (ORDER[a.data("role")] ?? 3) - (ORDER[b.data("role")] ?? 3) || collator.compare(a.source().data("label"), b.source().data("label")));
}

function made(edge) {
  const row = element("tr");
  row.dataset.edge = edge.id();
  const { role, weight, evidence } = edge.data();
  const name = (node) => link(node.data("page"), node.data("label"));
  row.append(
    cell("", name(edge.source())),
    cell(t("关系", "Relation"), ROLE_WORDS[role] ?? role),
    cell(t("到", "To"), name(edge.target())),
    cell(t("任务数", "Duties"), weight),
    cell(t("原文", "Evidence"), evidence ? link(evidence, t("看原文", "sentence")) : ""),
  );
  row.cells[3].className = "num";
  return row;
}
