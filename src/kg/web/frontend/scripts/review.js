// The review queue: decide beside the sentence, by mouse or keyboard.
import { Suggest } from "./suggest.js";
import { t } from "./words.js";

const queue = document.getElementById("queue");
const token = document.getElementById("token");
const who = document.getElementById("who");
const status = document.getElementById("review-status");
const OUTCOMES = { accept: t("已接受", "Accepted"), reject: t("已驳回", "Rejected"), correct: t("已改正", "Corrected"), merge: t("已并入", "Merged") };
const KEYS = { a: "accept", r: "reject" };
const FORMS = { e: "correct", m: "merge" };

if (token) {
  token.value = sessionStorage.getItem("token") ?? "";
  who.value = sessionStorage.getItem("who") ?? "";
  token.addEventListener("change", () => sessionStorage.setItem("token", token.value));
  who.addEventListener("change", () => sessionStorage.setItem("who", who.value));
  document.getElementById("token-form").addEventListener("submit", (event) => event.preventDefault());
}

for (const input of document.querySelectorAll("[data-into]")) {
  new Suggest(input, (item) => {
    input.value = item.label;
    input.dataset.iri = item.iri;
  }, "department");
  input.addEventListener("input", () => delete input.dataset.iri);
}

queue?.addEventListener("click", (event) => {
  const entry = event.target.closest("#queue > li");
  const button = event.target.closest("button");
  if (button?.dataset.verdict) decide(entry, { decision: button.dataset.verdict });
  else if (button?.dataset.open) toggle(entry, button.dataset.open);
  else if (button && "close" in button.dataset) toggle(entry, null);
});

queue?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const entry = form.closest("li");
  const why = form.querySelector("[data-why]").value.trim();
  if (form.dataset.decide === "merge") {
    const into = form.querySelector("[data-into]");
    if (!into.dataset.iri) return say(entry, t("先从列表中选一个单位", "Choose a body from the list first"), into);
    decide(entry, { decision: "merge", into: into.dataset.iri, why });
    return;
  }
  const changed = [...form.querySelectorAll("[data-set]")].filter((each) => each.value.trim() && each.value !== each.dataset.was);
  if (!changed.length) return say(entry, t("没有改动", "Nothing was changed"), form.querySelector("[data-set]"));
  decide(entry, { decision: "correct", set: Object.fromEntries(changed.map((each) => [each.dataset.set, each.value.trim()])), why });
});

document.addEventListener("keydown", (event) => {
  if (!queue || event.ctrlKey || event.metaKey || event.altKey) return;
  const entries = [...queue.children];
  const entry = document.activeElement.closest?.("#queue > li");
  const at = entries.indexOf(entry);
  if (event.key === "Escape" && entry) return toggle(entry, null);
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "j") entries[Math.min(at + 1, entries.length - 1)].focus();
  else if (key === "k") entries[Math.max(at - 1, 0)].focus();
  else if (at >= 0 && KEYS[key]) decide(entry, { decision: KEYS[key] });
  else if (at >= 0 && FORMS[key] && entry.querySelector(`[data-decide=${FORMS[key]}]`)) toggle(entry, FORMS[key]);
  else return;
  event.preventDefault();
});

function toggle(entry, name) {
  for (const form of entry.querySelectorAll("[data-decide]")) {
    const show = form.dataset.decide === name && form.hidden;
    form.hidden = !show;
    entry.querySelector(`[data-open=${form.dataset.decide}]`).setAttribute("aria-expanded", String(show));
    if (show) form.querySelector("input, select").focus();
  }
  if (!name) entry.focus();
}

function say(entry, words, then) {
  entry.querySelector("[data-outcome]").textContent = words;
  then?.focus();
}

async function decide(entry, decision) {
  if (!token?.value || !who.value) {
    status.textContent = t("先填令牌和姓名", "Give the token and your name first");
    (token?.value ? who : token)?.focus();
    return;
  }
  say(entry, t("正在保存…", "Saving…"));
  const answer = await fetch("/api/reviews", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token.value}` },
    body: JSON.stringify({ entity: entry.dataset.iri, by: who.value, ...decision }),
  }).catch(() => null);
  if (answer?.ok) {
    entry.setAttribute("data-done", decision.decision);
    toggle(entry, null);
    say(entry, `${OUTCOMES[decision.decision]}${t("，下次 kg build 时生效", "; takes effect with the next kg build")}`, entry.nextElementSibling ?? entry);
    return;
  }
  const problem = await answer?.json().catch(() => null);
  say(entry, problem?.detail ?? problem?.title ?? t("没有保存：连不上服务", "Not saved: the service cannot be reached"));
}
