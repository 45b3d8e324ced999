# docker build -t kg .
# docker run --rm -v kg:/srv/kg -v "$PWD/plans:/plans:ro" kg build /plans
# docker run -d -p 127.0.0.1:8000:8000 -v kg:/srv/kg -e KG_TOKEN=… kg
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

# What others made changes less often than what we write, so it is a layer of its own.
COPY requirements.lock /tmp/
RUN pip install --require-hashes -r /tmp/requirements.lock

COPY pyproject.toml README.md LICENSE /tmp/kg/
COPY src /tmp/kg/src
COPY ontology /tmp/kg/ontology
COPY queries /tmp/kg/queries
COPY data/lexicons /tmp/kg/data/lexicons
RUN pip install --no-deps /tmp/kg && rm -r /tmp/kg /tmp/requirements.lock \
    && useradd --system --home-dir /srv/kg --create-home kg

USER kg
WORKDIR /srv/kg
VOLUME /srv/kg
# Inside a container every address is the container's own; what is published decides who gets in.
ENV KG_STORE=/srv/kg/graph KG_HOST=0.0.0.0 KG_PORT=8000
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["kg"]
CMD ["serve"]
