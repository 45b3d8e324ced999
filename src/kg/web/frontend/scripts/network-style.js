// How nodes and lines look: shape and line say the same as colour.
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(
    ["card", "ink", "soft", "line", "line-strong", "lead", "lead-wash", "cooperate", "cooperate-wash", "shared", "shared-wash", "info", "info-wash", "alert", "alert-wash", "brand", "brand-wash", "sunk", "mark"].map((name) => [name, read(name)]),
  );
}

export const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif';

export function styleOf(c, large = false, mode = "ego") {
  const whole = mode === "whole";
  return [
    { selector: "node", style: { label: "data(short)", "font-family": FONT, "font-size": whole && !large ? 18 : 13, color: c.ink, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 400, "text-background-color": c.card, "text-background-opacity": large ? 0 : 0.82, "text-background-padding": 2, "text-background-shape": "roundrectangle", "min-zoomed-font-size": large ? 9 : 7, width: "data(size)", height: "data(size)", "border-width": 1.6, "overlay-opacity": 0 } },
    { selector: 'node[kind = "body"]', style: { shape: "round-rectangle", "background-color": c["lead-wash"], "border-color": c.lead, width: "data(wide)", height: "data(high)" } },
    { selector: 'node[kind = "domain"]', style: { shape: "hexagon", "background-color": c["cooperate-wash"], "border-color": c.cooperate, width: 46, height: 38 } },
    { selector: 'node[kind = "obligation"]', style: { shape: "ellipse", "background-color": c["info-wash"], "border-color": c.info, width: 26, height: 26 } },
    { selector: 'node[kind = "section"]', style: { shape: "round-tag", "background-color": c["shared-wash"], "border-color": c.shared, width: 44, height: 30 } },
    { selector: "node[?counts]", style: { shape: "round-rectangle", "background-color": c["brand-wash"], "border-color": c.brand, "border-width": 2, "font-size": 17, "text-margin-y": 6 } },
    { selector: 'node[kind = "document"]', style: { shape: "rectangle", "background-color": c["info-wash"], "border-color": c.info } },
    { selector: 'node[kind = "group"]', style: { shape: "diamond", "background-color": c.sunk, "border-color": c.soft } },
    { selector: 'node[kind = "other"]', style: { shape: "round-tag", "background-color": c.sunk, "border-color": c.soft } },
    { selector: "node[?uncertain]", style: { "border-style": "dotted", "border-width": 3, "border-color": c.shared } },
    { selector: "node[?no_lead]", style: { "background-color": c["alert-wash"], "border-color": c.alert, "border-style": "dashed", "border-width": 3, width: 34, height: 34 } },
    { selector: 'node[?no_lead][kind != "section"]', style: { color: c.alert, "font-weight": 700 } },
    { selector: "node[center = 1]", style: { "background-color": c.brand, "border-color": c.brand, "border-width": 4, "font-weight": 700, "font-size": 15 } },
    { selector: "edge", style: { width: 1, "line-color": c["line-strong"], "curve-style": "haystack", "haystack-radius": 0, "overlay-opacity": 0 } },
    { selector: 'edge[role = "lead"]', style: { width: "mapData(weight, 1, 15, 3, 7)", "line-color": c.lead, "z-index": 3 } },
    { selector: 'edge[role = "cooperate"]', style: { width: "mapData(weight, 1, 15, 1.4, 3)", "line-color": c.cooperate, "line-style": "dashed" } },
    { selector: 'edge[role = "shared"]', style: { width: "mapData(weight, 1, 15, 2, 3.5)", "line-color": c.shared, "line-style": "dotted" } },
    { selector: 'edge[role = "together"]', style: { width: "mapData(weight, 1, 40, 1, 7)", "line-color": c["line-strong"], opacity: 0.75 } },
    // In a network of a thousand the names of everything cost more than they tell.
    { selector: "node.quiet", style: { label: "" } },
    ...(large ? [{ selector: "node.hub", style: { "font-size": "data(font)", "font-weight": 700, "text-background-opacity": 0.7, "z-index": 9 } }] : []),
    { selector: ".off", style: { display: "none" } },
    { selector: ".pinned", style: { "border-style": "double", "border-width": 5 } },
    { selector: ".faded", style: { opacity: 0.28 } },
    { selector: "node.chosen", style: { "underlay-color": c.brand, "underlay-opacity": 0.25, "underlay-padding": 8 } },
    { selector: "edge.chosen", style: { "underlay-color": c.brand, "underlay-opacity": 0.25, "underlay-padding": 4 } },
    { selector: "node.found", style: { "underlay-color": c.mark, "underlay-opacity": 0.9, "underlay-padding": 8 } },
  ];
}
