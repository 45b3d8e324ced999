// Small pieces of the page of the network: links, cells, buttons, and labels cut to fit.
import { t } from "./words.js";

const HAN = /[\u3400-\u9fff]/;

export const ROLE_WORDS = {
  lead: t("牵头", "leads"),
  cooperate: t("配合", "cooperates"),
  shared: t("共同负责（无牵头）", "shares (no lead)"),
  "in-domain": t("属于", "in"),
  together: t("共有同类单位", "share kinds of bodies"),
};
export const KIND_WORDS = {
  body: t("部门", "bodies"),
  domain: t("领域", "domains"),
  section: t("章节", "sections"),
  obligation: t("任务", "duties"),
  group: t("泛称", "groups"),
};

export function element(name, words = "", style = "") {
  const made = document.createElement(name);
  made.textContent = String(words);
  if (style) made.className = style;
  return made;
}

export function button(words, act) {
  const made = element("button", words, "tool");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function link(page, words) {
  const made = element("a");
  made.href = page;
  made.append(element("bdi", words));
  return made;
}

// The label of its column is shown where rows are stacked.
export function cell(label, inside) {
  const made = element("td");
  if (label) made.dataset.label = label;
  made.append(inside);
  return made;
}

// Latin letters are about half as wide as Chinese characters.
const wide = (char) => (char.codePointAt(0) > 0x2e7f ? 1 : 0.55);

function cut(words, most) {
  let width = 0;
  let at = 0;
  for (const char of words) {
    width += wide(char);
    if (width > most) return `${words.slice(0, at)}…`;
    at += char.length;
  }
  return words;
}

// Lines are broken here once, because the library would measure every word again and again.
export function broken(words, line = 8.5, most = 17) {
  const han = HAN.test(words);
  if (!han) [line, most] = [line * 1.25, most * 2.5];
  const shown = cut(words, most);
  const lines = [""];
  let width = 0;
  for (const piece of han ? shown : shown.split(/(?<=[ -])/)) {
    const size = [...piece].reduce((sum, char) => sum + wide(char), 0);
    if (width > 0 && width + size > line + 0.6) {
      lines.push("");
      width = 0;
    }
    lines[lines.length - 1] += piece;
    width += size;
  }
  return lines.join("\n");
}
