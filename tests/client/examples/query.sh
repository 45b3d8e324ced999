curl -s http://127.0.0.1:8000/sparql -H 'Accept: text/csv' --data-urlencode 'query=
  PREFIX rg: <https://w3id.org/responsibility/ontology#>
  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
  SELECT DISTINCT ?name WHERE {
    ?body rg:leadsDomain/skos:prefLabel "消防"@zh ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  }'
