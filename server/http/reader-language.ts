import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { forReader } from '../any-language.ts';

/** More languages than anybody reads; the rest of the header is left unread. */
const LANGUAGES_MAX = 10;

/** Shows texts that the log has in several languages in the one that the request prefers. Spec §9; RFC 9110 §12.5.4. */
export const readerLanguage: MiddlewareHandler = (c, next) =>
  forReader(languagesOf(c.req.header('accept-language')), next);

function languagesOf(header: string | undefined): readonly string[] {
  if (header === undefined) return [];
  return parseAccept(header)
    .filter(({ type, q }) => type !== '*' && q > 0)
    .slice(0, LANGUAGES_MAX)
    .map(({ type }) => type);
}
