curl -sG http://127.0.0.1:8000/api/domains --data-urlencode q=消防 -d lang=en
