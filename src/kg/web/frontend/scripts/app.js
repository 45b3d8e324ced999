// Small things that make every page better; each page works without them.
import { t, lang } from "./words.js";

const KEY = "theme";

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

// Runs in the head, before the page is drawn, so that it never flashes in the other theme.
if (stored()) document.documentElement.dataset.theme = stored();

document.addEventListener("DOMContentLoaded", () => {
  themeSwitch();
  copyButtons();
  suggestions();
  highlighted();
  closeMenu();
  openWide();
});

function themeSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
    const next = dark ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    document.dispatchEvent(new CustomEvent("themechange"));
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing still switches this page.
    }
  });
}

function copyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(button.dataset.copy);
      button.textContent = t("已复制", "Copied");
    });
  }
}

function highlighted() {
  const mark = document.getElementById("hl");
  if (mark) mark.scrollIntoView({ block: "center", behavior: "instant" });
}

// What folds on a phone stands open where there is room.
function openWide() {
  if (matchMedia("(min-width: 981px)").matches) {
    for (const fold of document.querySelectorAll("[data-open-wide]")) fold.open = true;
  }
}

function closeMenu() {
  const menu = document.querySelector(".menu");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.open) menu.open = false;
  });
}

// Suggestions below a search field: a combobox with a list, as ARIA describes it.
function suggestions() {
  for (const input of document.querySelectorAll("[data-suggest]")) new Suggest(input);
}

class Suggest {
  constructor(input) {
    this.input = input;
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
      const address = `/api/search?${new URLSearchParams({ q, lang, limit: "8", fields: "iri,label,page,type,matched,reason" })}`;
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
      this.go(item);
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
      this.go(this.items[this.at]);
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

  go(item) {
    const centre = this.input.dataset.suggest === "network";
    location.href = centre ? `/network?center=${encodeURIComponent(item.iri)}` : item.page;
  }
}

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
