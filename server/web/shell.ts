import { createContext, useContext } from 'hono/jsx';
import type { Context } from '../context.ts';
import { documentIn } from '../flows/record/document-in.ts';

/** What every page shows around its content. */
export interface Shell {
  /** Name of the commons by language; null where there is none, or where it cannot be read just now. */
  readonly commons: Readonly<Record<string, string>> | null;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  /** Canonical origin, for commands that a reader copies. */
  readonly origin: string;
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
  const plain = plainShell(context.settings.origin, address);
  return charter?.type === 'charter'
    ? { ...plain, commons: charter.name, timeZone: knownZone(charter.timeZone) }
    : plain;
}

/** The shell of a page that needs no commons: nothing is founded, or the database does not answer. */
export function plainShell(origin: string, address: string): Shell {
  // It is shown inside quotes of a command that people copy.
  return { commons: null, timeZone: 'UTC', origin, address: address.replaceAll("'", '%27') };
}

/** A charter may name a zone that this machine does not know. */
function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
