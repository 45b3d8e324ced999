const service = "http://127.0.0.1:8000";
const found = await fetch(`${service}/api/domains?q=${encodeURIComponent("消防")}&lang=en`);
for (const domain of (await found.json()).items) {
  console.log(domain.label, domain.leads.map((body) => body.labels.zh).join("、"));
}
const query = `PREFIX rg: <https://w3id.org/responsibility/ontology#>
  SELECT (COUNT(DISTINCT ?duty) AS ?duties) WHERE { ?duty a rg:Obligation }`;
const answer = await fetch(`${service}/sparql`, {
  method: "POST",
  headers: { Accept: "application/sparql-results+json" },
  body: new URLSearchParams({ query }),
});
console.log((await answer.json()).results.bindings[0].duties.value);
