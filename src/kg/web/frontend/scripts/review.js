// The review queue: decide beside the sentence, by mouse or keyboard.
import { t } from "./words.js";

const queue = document.getElementById("queue");
const token = document.getElementById("token");
const who = document.getElementById("who");
const status = document.getElementById("review-status");

if (token) {
  token.value = sessionStorage.getItem("token") ?? "";
  who.value = sessionStorage.getItem("who") ?? "";
  token.addEventListener("change", () => sessionStorage.setItem("token", token.value));
  who.addEventListener("change", () => sessionStorage.setItem("who", who.value));
  document.getElementById("token-form").addEventListener("submit", (event) => event.preventDefault());
}

queue?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (button) decide(button.closest("li"), button.dataset.verdict);
});

document.addEventListener("keydown", (event) => {
  if (!queue || event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey) return;
  const entries = [...queue.children];
  const at = entries.indexOf(document.activeElement.closest?.("#queue > li"));
  const key = event.key.toLowerCase();
  if (key === "j") entries[Math.min(at + 1, entries.length - 1)].focus();
  else if (key === "k") entries[Math.max(at - 1, 0)].focus();
  else if (at >= 0 && key === "a") decide(entries[at], "accept");
  else if (at >= 0 && key === "r") decide(entries[at], "reject");
  else return;
  event.preventDefault();
});

async function decide(entry, verdict) {
  const outcome = entry.querySelector("[data-outcome]");
  if (!token?.value || !who.value) {
    status.textContent = t("先填令牌和姓名", "Give the token and your name first");
    (token?.value ? who : token)?.focus();
    return;
  }
  outcome.textContent = t("正在保存…", "Saving…");
  const answer = await fetch("/api/reviews", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token.value}` },
    body: JSON.stringify({ entity: entry.dataset.iri, decision: verdict, by: who.value }),
  }).catch(() => null);
  if (answer?.ok) {
    outcome.textContent = verdict === "accept" ? t("已接受", "Accepted") : t("已驳回", "Rejected");
    entry.setAttribute("data-done", verdict);
    return;
  }
  const problem = await answer?.json().catch(() => null);
  outcome.textContent = problem?.detail ?? problem?.title ?? t("没有保存", "Not saved");
}
