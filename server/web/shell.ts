import { createContext, useContext } from 'hono/jsx';
import type { Scid } from '../../protocol/ids.ts';
import type { Context } from '../context.ts';
import { sentenceOn } from '../flows/log/own-history.ts';
import { documentIn } from '../flows/record/document-in.ts';
import { endedSentence, endOf } from '../flows/record/ended.ts';

/** What every page shows around its content. */
export interface Shell {
  /** Name of the commons by language; null where there is none, or where it cannot be read just now. */
  readonly commons: Readonly<Record<string, string>> | null;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  /** Canonical origin, for commands that a reader copies. */
  readonly origin: string;
  /** Why nothing can be written, or null. */
  readonly readOnly: string | null;
  /** Path and query of this page. */
  readonly address: string;
}

const ShellContext = createContext<Shell | null>(null);
export const ShellProvider = ShellContext.Provider;

/** The shell of the page that is being rendered. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new TypeError('a page is rendered inside its shell');
  return shell;
}

/** The shell of a page of this instance. */
export async function shellOf(context: Context, address: string): Promise<Shell> {
  const commons = await context.commons();
  const [thread] = await context.store.threads(commons, { names: ['charter'] });
  const id = thread?.state?.kind === 'charter' ? thread.state.inForce : null;
  const charter = id === null ? null : await documentIn(context.store, commons, id);
  const readOnly = await whyReadOnly(context, commons);
  const plain = { ...plainShell(context.settings.origin, address), readOnly };
  return charter?.type === 'charter'
    ? { ...plain, commons: charter.name, timeZone: knownZone(charter.timeZone) }
    : plain;
}

async function whyReadOnly(context: Context, commons: Scid): Promise<string | null> {
  const end = await endOf(context, commons);
  if (end !== null) return endedSentence(end);
  const standing = context.history.standing();
  return standing.kind === 'confirmed' ? null : sentenceOn(standing);
}

/** The shell of a page that needs no commons: nothing is founded, or the database does not answer. */
export function plainShell(origin: string, address: string): Shell {
  // It is shown inside quotes of a command that people copy.
  return { commons: null, timeZone: 'UTC', origin, readOnly: null, address: address.replaceAll("'", '%27') };
}

/** A charter may name a zone that this machine does not know. */
function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
