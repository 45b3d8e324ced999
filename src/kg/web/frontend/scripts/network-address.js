// The address says what is seen: what was opened, hidden, pinned, filtered, selected, and the view.
export function readState(base) {
  const query = new URLSearchParams(location.search);
  const list = (name) => (query.get(name) ? query.get(name).split("~") : []);
  const full = (text) => (text.includes("://") ? text : `${base}${text}`);
  const view = query.get("view")?.split("_").map(Number);
  return {
    expanded: list("open").map((each) => {
      const [iri, kinds = ""] = each.split("!");
      return { iri: full(iri), kinds };
    }),
    hidden: list("hide").map(full),
    pinned: list("pin").map((each) => {
      const [iri, x, y] = each.split("@");
      return { iri: full(iri), x: Number(x), y: Number(y) };
    }),
    off: query.has("off") ? list("off") : null,
    only: query.get("only") === "no-lead",
    selected: query.get("sel") ? full(query.get("sel")) : null,
    view: view?.length === 3 && view.every(Number.isFinite) ? view : null,
  };
}

export function writeState(base, seen) {
  const query = new URLSearchParams(location.search);
  const short = (iri) => (base && iri.startsWith(base) ? iri.slice(base.length) : iri);
  const set = (name, value) => (value ? query.set(name, value) : query.delete(name));
  set("open", seen.expanded.map((each) => short(each.iri) + (each.kinds ? `!${each.kinds}` : "")).join("~"));
  set("hide", seen.hidden.map(short).join("~"));
  set("pin", seen.pinned.map((each) => `${short(each.iri)}@${Math.round(each.x)}@${Math.round(each.y)}`).join("~"));
  if (seen.off) query.set("off", seen.off.join("~"));
  set("only", seen.only ? "no-lead" : "");
  set("sel", seen.selected ? short(seen.selected) : "");
  if (seen.view) query.set("view", `${seen.view[0].toFixed(3)}_${Math.round(seen.view[1])}_${Math.round(seen.view[2])}`);
  history.replaceState(null, "", `${location.pathname}?${query}`);
}
