import type { Context as HonoContext } from 'hono';
import { accepts } from 'hono/accepts';

/**
 * Whether the reader would rather have a page than JSON: a browser says so, a program that takes anything does not.
 * Spec §10.
 */
export function prefersPage(c: HonoContext): boolean {
  const preferred = accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  });
  return preferred === 'text/html';
}
