import type { Context as HonoContext } from 'hono';
import { PROBLEMS, ProtocolError } from '../../protocol/problem.ts';
import { problemDocument } from '../../protocol/problem-document.ts';
import type { Context } from '../context.ts';
import { type Problem, problemPage } from '../web/pages/problem-page.tsx';
import { unfoundedPage } from '../web/pages/unfounded-page.tsx';
import { renderPage } from '../web/render.tsx';
import { plainShell, type Shell, shellOf } from '../web/shell.ts';
import { addressOf } from './answer.ts';
import { loggedPath } from './logged-path.ts';
import { prefersPage } from './prefers-page.ts';

/** Seconds after which a retryable request is worth another try, unless the error says otherwise. */
const RETRY_AFTER_SECONDS = 5;

/**
 * The one place where errors become HTTP: RFC 9457 for programs, a page for browsers. What is not a `ProtocolError` is a
 * defect: logged with its cause, answered without a word about the inside. Spec §10.
 */
export async function problemResponse(c: HonoContext, error: unknown, context: Context): Promise<Response> {
  if (error instanceof ProtocolError && error.type !== 'internal') return answer(c, error, context);
  context.logger.error({ err: error, path: loggedPath(c.req.path) }, 'a request failed');
  return answer(c, new ProtocolError('internal', 'The server failed; the failure was recorded.'), context);
}

async function answer(c: HonoContext, error: ProtocolError, context: Context): Promise<Response> {
  const { type, extensions } = error;
  const { status, retryable } = PROBLEMS[type];
  if (retryable) c.header('Retry-After', String(extensions.retryAfter ?? RETRY_AFTER_SECONDS));
  if (status === 401) c.header('WWW-Authenticate', 'Signature realm="folkmoot"');
  c.header('Cache-Control', 'no-store');
  c.header('Vary', 'Accept, Accept-Language');
  if (prefersPage(c)) return c.html(await pageOf(c, error, context), status);
  c.header('Content-Type', 'application/problem+json');
  return c.body(JSON.stringify(problemDocument(error)), status);
}

async function pageOf(c: HonoContext, { type, message }: ProtocolError, context: Context): Promise<string> {
  const shell = await shellFor(c, type, context);
  if (type === 'not-founded') return renderPage(unfoundedPage, null, shell);
  const { status, title, retryable } = PROBLEMS[type];
  const lookup = c.req.path === '/register/path' && status === 400 ? (c.req.query('path') ?? '') : null;
  const problem: Problem = { status, title, detail: message, retryable, lookup };
  return renderPage(problemPage, problem, shell);
}

/** The name of the commons stands above a problem too, unless nothing can be read just now. */
async function shellFor(c: HonoContext, type: ProtocolError['type'], context: Context): Promise<Shell> {
  const plain = plainShell(context.settings.origin, addressOf(c));
  if (PROBLEMS[type].retryable || type === 'not-founded') return plain;
  try {
    return await shellOf(context, addressOf(c));
  } catch {
    return plain; // nothing is founded, or the database went away: the problem at hand is still the one to tell
  }
}
