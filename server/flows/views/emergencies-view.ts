import {
  type EmergencyStanding,
  emergencyStanding,
  ratifyUntil,
} from '../../../protocol/governance/emergencies/standing.ts';
import type { EmergencyState } from '../../../protocol/governance/state.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsIn } from './attached-words.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import { ruledBy } from './ruled-by.ts';

/** Threads that are read in one go. */
const STEP = 200;

/** An act in an emergency, and what became of it. Spec §17. */
export interface EmergencyView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  /** When it was done; null where that is not for this reader. */
  readonly actedAt: string | null;
  readonly harm: string | null;
  readonly did: string | null;
  readonly changes: readonly string[];
  readonly domain: { readonly subject: Subject; readonly title: string };
  readonly standing: EmergencyStanding;
  /** Until when it can be ratified or reversed. */
  readonly until: string;
  readonly ruledBy: DocumentId | null;
}

/** Every act in an emergency, newest first; none is ever left out. */
export async function emergenciesView(context: Context, mayRead: MayRead): Promise<readonly EmergencyView[]> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const views: EmergencyView[] = [];
  let after = '';
  for (;;) {
    const threads = await context.store.threads(home, { kind: 'emergency', after, limit: STEP });
    if (threads.length === 0) break;
    for (const { state } of threads)
      if (state?.kind === 'emergency') views.push(...(await viewOf(context, record, state, mayRead)));
    after = threads.at(-1)?.name ?? after;
  }
  return views.sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** @throws {ProtocolError} `not-found` where there is no such act, or not for this reader. */
export async function emergencyView(
  context: Context,
  id: DocumentId,
  mayRead: MayRead,
): Promise<EmergencyView> {
  const home = await context.commons();
  const found = await documentIn(context.store, home, id);
  const document = found !== null && mayRead(found) ? found : null;
  const record = await currentRecord(context, home);
  const [thread] = document === null ? [] : await context.store.threads(home, { names: [document.subject] });
  const [view] =
    thread?.state?.kind === 'emergency' && thread.state.id === id
      ? await viewOf(context, record, thread.state, mayRead)
      : [];
  if (view === undefined)
    throw new ProtocolError('not-found', 'There is no such act in an emergency here.', { id });
  return view;
}

/** What is not for this reader is listed without its words: nothing of the kind is hidden. Spec §16. */
async function viewOf(
  context: Context,
  record: StoredRecord,
  state: EmergencyState,
  mayRead: MayRead,
): Promise<readonly EmergencyView[]> {
  const home = await context.commons();
  const document = await documentIn(context.store, home, state.id);
  if (document?.type !== 'emergency-act') return [];
  const now = await context.now();
  const shown = mayRead(document);
  const words = shown ? await wordsIn(context, [document]) : {};
  const said = ({ attachment }: { readonly attachment: string }) => words[attachment] ?? null;
  const operations = shown ? (document.binding?.operations ?? []) : [];
  const domain = await documentIn(context.store, home, document.domain.id);
  const { title } = ruledBy(domain !== null && mayRead(domain) ? domain : null, state.domain);
  const derived = await askFreely(record, (view) => {
    const silence = (from: number, until: number) => view.silence(from, until, now);
    return {
      standing: emergencyStanding(state, silence, now),
      until: formatMillis(ratifyUntil(state, silence, now)),
    };
  });
  return [
    {
      id: state.id,
      by: (await personBy(context, record, state.author as Subject, mayRead)).name, // people act
      at: formatMillis(state.at),
      actedAt: shown ? document.actedAt : null,
      harm: said(document.harm),
      did: said(document.did),
      changes: await Promise.all(operations.map((one) => operationWords(context, record, one, { mayRead }))),
      domain: { subject: state.domain, title },
      ...derived,
      ruledBy: state.ruled?.by ?? null,
    },
  ];
}
