import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../logger.ts';
import { loggedPath } from './logged-path.ts';

/**
 * One line for each request that was answered. Without the query: what people search for is nobody's business; and
 * without health checks, which come every few seconds and say nothing.
 */
export function logRequests(logger: Logger): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const { method } = c.req;
    const path = loggedPath(c.req.path);
    if (path.startsWith('/health/')) return;
    const { status } = c.res;
    const line = { method, path, status, ms: Math.round(performance.now() - started) };
    if (status >= 500) logger.warn(line, 'request');
    else logger.info(line, 'request');
  };
}
