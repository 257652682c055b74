FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

COPY bin bin
COPY src src
RUN ln -s /app/bin/clay-incident /usr/local/bin/clay-incident
RUN mkdir -p /data node_modules/.cache && chown node:node /data node_modules/.cache

ENV DATABASE_FILE=/data/clay-incident.db
VOLUME /data
EXPOSE 3000
USER node

# Slack's clients can stay disconnected for good while the process looks alive; /livez tells.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"

ENTRYPOINT ["clay-incident"]
CMD ["serve"]
