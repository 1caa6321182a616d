# A small image that serves Lappetavla as an ordinary user. Its steps are those of `make run`.
#
#   docker build -t lappetavla . && docker run -p 8000:8000 -v lappetavla:/data lappetavla

FROM python:3.13-slim AS build
WORKDIR /src
COPY tools/install.sh tools/install.sh
COPY requirements.txt requirements-dev.txt ./
# requirements-dev.txt only for uv's hash. A layer of its own: dependencies change seldom.
RUN tools/install.sh venv /opt/lappetavla && tools/install.sh lock /opt/lappetavla requirements.txt
COPY pyproject.toml hatch_build.py package.json package-lock.json .npmrc LICENSE README.md ./
COPY migrations migrations
COPY app app
RUN tools/install.sh package /opt/lappetavla && /opt/lappetavla/bin/pip uninstall -q -y uv

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home lappetavla && install -d -o lappetavla -g lappetavla /data
COPY --from=build /opt/lappetavla /opt/lappetavla
ENV PATH=/opt/lappetavla/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LAPPETAVLA_DATABASE_URL=sqlite:////data/lappetavla.db
USER lappetavla
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["lappetavla", "serve", "--host", "0.0.0.0", "--port", "8000"]
