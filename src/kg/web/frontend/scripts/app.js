// Small things that make every page better; each page works without them.
import { Suggest } from "./suggest.js";
import { t } from "./words.js";

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
      button.lastChild.textContent = t("已复制", "Copied");
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
  for (const input of document.querySelectorAll("[data-suggest]")) {
    const centre = input.dataset.suggest === "network";
    new Suggest(input, (item) => {
      location.href = centre ? `/network?center=${encodeURIComponent(item.iri)}` : item.page;
    });
  }
}
