// What is selected: its names, what is notable, and its lines with the words that say so.
import { button, element, link, ROLE_WORDS } from "./network-elements.js";
import { lang, t } from "./words.js";

const MOST = 12;

export function detail(box, selected, acts) {
  box.replaceChildren(element("h2", t("选中", "Selected")));
  if (!selected) {
    box.append(element("p", t("点一个节点，这里显示它是什么、为什么。", "Select a node to see what it is and why."), "gloss"));
  } else if (selected.isEdge()) edge(box, selected);
  else node(box, selected, acts);
}

function edge(box, selected) {
  const { role, weight, evidence } = selected.data();
  box.append(element("p", `${selected.source().data("label")} — ${ROLE_WORDS[role] ?? ""} — ${selected.target().data("label")}`));
  const words = role === "together" ? t(`${weight} 类单位两边都有任务`, `${weight} kinds of bodies have duties in both`) : t(`${weight} 项任务`, `${weight} duties`);
  box.append(element("p", words, "gloss"));
  if (evidence) box.append(link(evidence, t("看原文 →", "See the sentence →")));
}

function node(box, selected, acts) {
  const { page, label, labels, counts, opens } = selected.data();
  const head = element("h3");
  head.append(link(page, label));
  box.append(head);
  const other = labels?.[lang === "zh" ? "en" : "zh"];
  if (other && other !== label) box.append(element("p", other, "gloss"));
  if (selected.data("no_lead")) box.append(element("p", t("! 无牵头单位", "! no lead"), "tag none"));
  if (selected.data("uncertain")) box.append(element("p", t("身份待核", "identity not settled"), "tag warning"));
  if (counts) {
    box.append(element("p", t(`${counts.documents} 份文件 · ${counts.duties} 项任务 · ${counts.no_lead} 项无牵头 · ${counts.bodies} 个单位`, `${counts.documents} documents · ${counts.duties} duties · ${counts.no_lead} without lead · ${counts.bodies} bodies`)));
  }
  box.append(lines(selected));
  const here = element("p", "", "item-meta");
  if (opens) here.append(button(t("打开", "Open"), acts.open));
  else here.append(button(t("展开", "Expand"), acts.expand), button(t("以它为中心", "Centre here"), acts.centre));
  box.append(here);
}

function lines(selected) {
  const list = element("ul", "", "list");
  const edges = selected.connectedEdges().filter((each) => each.visible());
  edges.slice(0, MOST).forEach((each) => {
    const { role, evidence, weight } = each.data();
    const far = each.source().same(selected) ? each.target() : each.source();
    const row = element("li");
    row.append(element("span", role === "together" ? weight : (ROLE_WORDS[role] ?? ""), `tag ${role}`), " ", link(far.data("opens") ?? far.data("page"), far.data("label")));
    if (evidence) row.append(" ", link(evidence, t("原文", "sentence")));
    list.append(row);
  });
  if (edges.length > MOST) list.append(element("li", t(`另有 ${edges.length - MOST} 条`, `${edges.length - MOST} more`), "gloss"));
  return list;
}
