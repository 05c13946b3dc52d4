import { REFERRALS } from '../../../protocol/governance/ladder/stage.ts';
import type { MatterState } from '../../../protocol/governance/state.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';

import { currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsIn } from './attached-words.ts';
import { type NamedThing, namedThings } from './named-things.ts';
import { personBy } from './people.ts';
import type { Reader } from './shown-domains.ts';

/** Threads that are read in one go. */
const STEP = 200;

/** An issue before it is a proposal, and what became of it. Spec §6. */
export interface MatterView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly what: string | null;
  /** Whose matter it is now. */
  readonly with: NamedThing;
  /** Handed on twice it has gone up by itself, and stays there. */
  readonly state: 'open' | 'handed-up' | 'taken-up' | 'closed';
  readonly referrals: readonly {
    readonly by: string;
    readonly to: NamedThing;
    readonly at: string;
    readonly reason: string | null;
  }[];
  readonly proposals: readonly Subject[];
  /** Why nothing more comes of it. */
  readonly closed: { readonly by: string; readonly reason: string | null } | null;
}

/** All matters that the reader may see: those that wait for somebody first, and the newest of them. */
export async function mattersView(context: Context, reader: Reader): Promise<readonly MatterView[]> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const views: MatterView[] = [];
  let after = '';
  for (;;) {
    const threads = await context.store.threads(home, { kind: 'matter', after, limit: STEP });
    if (threads.length === 0) break;
    for (const { name, state } of threads)
      if (state?.kind === 'matter')
        views.push(...(await viewOf(context, record, subjectSchema.parse(name), state, reader)));
    after = threads.at(-1)?.name ?? after;
  }
  const waits = ({ state }: MatterView) => (state === 'open' || state === 'handed-up' ? 0 : 1);
  return views.sort((a, b) => waits(a) - waits(b) || (a.at < b.at ? 1 : -1));
}

async function viewOf(
  context: Context,
  record: StoredRecord,
  subject: Subject,
  state: MatterState,
  { kind, mayRead }: Reader,
): Promise<readonly MatterView[]> {
  const home = await context.commons();
  const document = await documentIn(context.store, home, state.id);
  if (document?.type !== 'matter' || !mayRead(document)) return [];
  const acts = [...state.referrals.map(({ id }) => id), ...(state.closedBy === null ? [] : [state.closedBy])];
  const handlings = (await Promise.all(acts.map((id) => documentIn(context.store, home, id)))).flatMap(
    (one) => (one?.type === 'handling' ? [one] : []),
  );
  const words = await wordsIn(context, [document, ...handlings.filter(mayRead)]);
  const name = async (who: string) => (await personBy(context, record, who as Subject, kind)).name; // people speak
  const named = async (who: Subject) => {
    const [thing] = await namedThings(context, record, [who], kind);
    return thing ?? { subject: who, kind: 'person' as const, name: {} };
  };
  const reason = (place: number) => words[handlings[place]?.reason.attachment ?? ''] ?? null;
  const closing = state.closedBy === null ? undefined : handlings.at(-1);
  return [
    {
      subject,
      id: state.id,
      by: await name(document.author),
      at: formatMillis(state.at),
      what: words[document.what.attachment] ?? null,
      with: await named(state.with),
      state: stateOf(state),
      referrals: await Promise.all(
        state.referrals.map(async ({ by, to, at }, place) => ({
          by: await name(by),
          to: await named(to),
          at: formatMillis(at),
          reason: reason(place),
        })),
      ),
      proposals: state.proposals,
      closed:
        closing === undefined
          ? null
          : { by: await name(closing.author), reason: reason(handlings.length - 1) },
    },
  ];
}

function stateOf({ closedBy, proposals, referrals }: MatterState): MatterView['state'] {
  if (closedBy !== null) return 'closed';
  if (proposals.length > 0) return 'taken-up';
  return referrals.length >= REFERRALS ? 'handed-up' : 'open';
}
