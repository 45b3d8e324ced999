// The drawing as SVG and GraphML: exactly what is seen.
const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

export function toGraphml(cy) {
  const keys = ["label", "kind", "page", "no_lead", "uncertain"].map((name) => `<key id="${name}" for="node" attr.name="${name}" attr.type="string"/>`).join("");
  const nodes = cy.nodes(":visible").map((node) => `<node id="${escape(node.id())}">${["label", "kind", "page", "no_lead", "uncertain"].map((name) => `<data key="${name}">${escape(node.data(name))}</data>`).join("")}</node>`);
  const edges = cy.edges(":visible").map((edge) => `<edge source="${escape(edge.source().id())}" target="${escape(edge.target().id())}"><data key="role">${escape(edge.data("role"))}</data><data key="weight">${edge.data("weight")}</data></edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${keys}<key id="role" for="edge" attr.name="role" attr.type="string"/><key id="weight" for="edge" attr.name="weight" attr.type="int"/><graph edgedefault="directed">${nodes.join("")}${edges.join("")}</graph></graphml>\n`;
}

export function toSvg(cy, c) {
  const shown = cy.elements(":visible");
  const box = shown.boundingBox();
  const lines = cy.edges(":visible").map((edge) => {
    const a = edge.source().position();
    const b = edge.target().position();
    const dash = { cooperate: ' stroke-dasharray="7 5"', shared: ' stroke-dasharray="2 4"' }[edge.data("role")] ?? "";
    return `<path d="M${a.x} ${a.y}L${b.x} ${b.y}" stroke="${edge.style("line-color")}" stroke-width="${Number.parseFloat(edge.style("width"))}"${dash}/>`;
  });
  const nodes = cy.nodes(":visible").map((node) => {
    const { x, y } = node.position();
    const w = node.width() / 2;
    const h = node.height() / 2;
    const paint = `fill="${node.style("background-color")}" stroke="${node.style("border-color")}" stroke-width="${Number.parseFloat(node.style("border-width"))}"${node.data("no_lead") ? ' stroke-dasharray="4 3"' : ""}`;
    const shape = {
      domain: `<path d="M${x - w / 2} ${y - h}H${x + w / 2}L${x + w} ${y}L${x + w / 2} ${y + h}H${x - w / 2}L${x - w} ${y}Z" ${paint}/>`,
      obligation: `<circle cx="${x}" cy="${y}" r="${w}" ${paint}/>`,
      group: `<path d="M${x} ${y - h}L${x + w} ${y}L${x} ${y + h}L${x - w} ${y}Z" ${paint}/>`,
    }[node.data("kind")] ?? `<rect x="${x - w}" y="${y - h}" width="${2 * w}" height="${2 * h}" rx="7" ${paint}/>`;
    return `${shape}<text x="${x}" y="${y + h + 16}" text-anchor="middle" font-size="13" fill="${node.data("no_lead") ? c.alert : c.ink}">${escape(node.data("short"))}</text>`;
  });
  const pad = 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.x1 - pad} ${box.y1 - pad} ${box.w + 2 * pad} ${box.h + 2 * pad}" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif"><rect x="${box.x1 - pad}" y="${box.y1 - pad}" width="${box.w + 2 * pad}" height="${box.h + 2 * pad}" fill="${c.card}"/>${lines.join("")}${nodes.join("")}</svg>\n`;
}
