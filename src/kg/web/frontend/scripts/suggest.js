import { lang, t } from "./words.js";

const KINDS = {
  Department: t("部门", "department"),
  PartyOrgan: t("党委机构", "party organ"),
  BranchOffice: t("派出机构", "branch office"),
  CoordinationBody: t("议事协调机构", "coordination body"),
  Government: t("人民政府", "government"),
  Township: t("乡镇街道", "township"),
  OtherBody: t("其他单位", "body"),
  Body: t("机构", "body"),
  Domain: t("领域", "domain"),
  Obligation: t("任务", "duty"),
  Document: t("文件", "document"),
  LegalSource: t("依据", "source"),
};

// Suggestions below a search field: a combobox with a list, as ARIA describes it.
export class Suggest {
  constructor(input, pick, kind = "") {
    Object.assign(this, { input, pick, kind });
    this.list = document.createElement("ul");
    this.list.className = "suggest";
    this.list.id = `${input.id}-suggest`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", t("建议", "Suggestions"));
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    this.at = -1;
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.show([]), 150));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), 140);
  }

  async look() {
    const q = this.input.value.trim();
    this.abort?.abort();
    if (!q) return this.show([]);
    this.abort = new AbortController();
    try {
      const query = new URLSearchParams({ q, lang, limit: "8", fields: "iri,label,page,type,matched,reason" });
      if (this.kind) query.set("kind", this.kind);
      const address = `/api/search?${query}`;
      const answer = await fetch(address, { signal: this.abort.signal });
      if (answer.ok) this.show((await answer.json()).items);
    } catch {
      // Suggestions are extra: without them the form still works.
    }
  }

  show(items) {
    this.items = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  option(item, at) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${at}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const name = document.createElement("bdi");
    name.textContent = item.label;
    const why = document.createElement("small");
    const other = item.reason === "other-name" ? `${item.matched} · ` : "";
    why.textContent = other + (KINDS[item.type] ?? item.type ?? "");
    row.append(name, why);
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.pick(item);
      this.show([]);
    });
    return row;
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const rows = this.items.length;
      this.mark((this.at + step + rows + (this.at < 0 && step < 0 ? 1 : 0)) % rows);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.pick(this.items[this.at]);
      this.show([]);
    } else if (event.key === "Escape") {
      this.show([]);
    }
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((row, index) =>
      row.setAttribute("aria-selected", String(index === at)),
    );
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }
}
