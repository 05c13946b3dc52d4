# An instance that runs as an ordinary user. Without DATABASE_URL it keeps a PostgreSQL of its own in /data.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm prune --omit=dev

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN chmod +x dist/server/cli/main.js \
  && ln -s /app/dist/server/cli/main.js /usr/local/bin/folkmoot \
  && install -d -o node -g node -m 700 /data
ENV NODE_ENV=production FOLKMOOT_HOST=0.0.0.0 FOLKMOOT_DATA=/data
USER node
VOLUME /data
EXPOSE 4180
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:4180/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["folkmoot", "serve"]
