# Built with everything, run with what is needed: no compiler, no tests, no root.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package runs code of its own while it is installed; none of ours has to.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY ops/sbom ./ops/sbom
RUN npm run build && npm run --silent sbom > tripline.cdx.json && npm prune --omit=dev

FROM node:20-bookworm-slim
# What it is made of stands in /app/tripline.cdx.json.
LABEL org.opencontainers.image.title="Tripline" \
      org.opencontainers.image.licenses="Apache-2.0"
# What V8's threads free, and large buffers, go back to the system at once: a fifth less memory, at no cost in CPU that could be seen.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=1048576 \
    TRIPLINE_HTTP_HOST=0.0.0.0
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/tripline.cdx.json ./
COPY rules ./rules
# `node`, in numbers: only from a number can Kubernetes tell that it is not root.
USER 1000:1000
EXPOSE 9464
# /healthz and not /readyz: a process that waits for Redis is well, and a new one would wait as well.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TRIPLINE_HTTP_PORT || 9464}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# New objects get 32 MiB before they are sorted out, not 16, which takes less CPU. What collects old ones gets two threads, not four:
# on a machine of two cores it would hold everything up for a tenth of a second.
ENTRYPOINT ["node", "--max-semi-space-size=32", "--v8-pool-size=2", "dist/main.js"]
CMD ["run"]
