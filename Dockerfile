# syntax=docker/dockerfile:1
# Two stages: the first has pip and what it needs, the second only what runs.

FROM python:3.12-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/rapport
COPY requirements.lock ./
RUN /opt/rapport/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY anonymizer ./anonymizer
COPY bench ./bench
COPY connectors ./connectors
COPY expert_client ./expert_client
COPY gateway ./gateway
COPY playground ./playground
RUN /opt/rapport/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    && /opt/rapport/bin/python -m compileall -q /opt/rapport/lib \
    && /opt/rapport/bin/python -m pip uninstall --quiet --yes setuptools pip

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/rapport --create-home rapport \
    && install -d -o rapport -g rapport -m 0700 /var/lib/rapport
COPY --from=build /opt/rapport /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /var/lib/rapport
USER 10001
# The configuration goes to /etc/rapport/config.toml, with server.host = "0.0.0.0". Without store.url, set
# store.folder and privacy.folder to places in /var/lib/rapport and keep that as a volume.
VOLUME /var/lib/rapport
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=2).read()"]
ENTRYPOINT ["rapport"]
CMD ["serve", "/etc/rapport/config.toml"]
