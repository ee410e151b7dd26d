# Two images of one file:
#
#     docker build -t bookplate .                          the service: one binary and nothing else
#     docker build -t bookplate-demo --target demo .       the same with the demo's files to serve
#
# The image has no shell, runs as nobody (65532) and needs no writable root: with SQLite mount a volume
# at /data, and give it a small tmpfs at /tmp. docs/operations.md says more.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock rust-toolchain.toml ./
COPY .cargo .cargo
COPY config config
COPY crates crates
COPY migration migration
# The binary carries it.
COPY docs/openapi.json docs/
# Not built here, but members of the workspace.
COPY benches benches
COPY tests tests
# `dev` builds in a fraction of the time, for a try.
ARG PROFILE=release
RUN cargo build --locked --package bookplate --profile "$PROFILE" \
    && cp "target/$(echo "$PROFILE" | sed s/^dev$/debug/)/bookplate" /bookplate

# What the binary is linked with, whatever the architecture, and what it reads: the certificates of the
# authorities that the system trusts, and whom a name belongs to.
RUN mkdir -p /root-of-image/etc/ssl/certs /root-of-image/data /root-of-image/tmp /root-of-image/usr/bin \
    && ldd /bookplate | grep --only-matching '/[^ ]*' \
        | xargs --no-run-if-empty cp --dereference --parents --target-directory /root-of-image \
    && cp /bookplate /root-of-image/usr/bin/ \
    && cp /etc/ssl/certs/ca-certificates.crt /root-of-image/etc/ssl/certs/ \
    && echo 'hosts: files dns' > /root-of-image/etc/nsswitch.conf \
    && echo 'nobody:x:65532:65532:nobody:/data:/sbin/nologin' > /root-of-image/etc/passwd \
    && echo 'nobody:x:65532:' > /root-of-image/etc/group \
    && chown 65532:65532 /root-of-image/data \
    && chmod 700 /root-of-image/data \
    && chmod 1777 /root-of-image/tmp

FROM scratch AS service
COPY --from=build /root-of-image /
USER 65532:65532
# The default database is data/bookplate.db from here.
WORKDIR /
ENV BOOKPLATE__SERVER__BIND=0.0.0.0:7860
EXPOSE 7860
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["bookplate", "health"]
ENTRYPOINT ["bookplate"]
CMD ["serve"]

FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web .
# The types are of the document that the service serves.
COPY docs/openapi.json /src/docs/
RUN npm ci --no-audit --no-fund && npm run build

FROM service AS demo
COPY --from=web /src/web/apps/demo/dist /srv/demo
ENV BOOKPLATE__SERVER__STATIC_DIR=/srv/demo

# The last one is what `docker build .` makes.
FROM service
