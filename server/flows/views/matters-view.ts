import type { MatterRaised } from '../../../protocol/documents/matter.ts';
import { REFERRALS } from '../../../protocol/governance/ladder/stage.ts';
import type { MatterState } from '../../../protocol/governance/state.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';

import { currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { isFor } from '../record/is-for.ts';
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
  /** What was done about it and is not for this reader: it is told as if that had not been. */
  readonly withheld: number;
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
  { mayRead }: Reader,
): Promise<readonly MatterView[]> {
  const home = await context.commons();
  const document = await documentIn(context.store, home, state.id);
  if (document?.type !== 'matter' || !mayRead(document)) return [];
  const { known, withheld } = await knownOf(context, state, document, mayRead);
  const acts = [...known.referrals.map(({ id }) => id), ...(known.closedBy === null ? [] : [known.closedBy])];
  const handlings = (await Promise.all(acts.map((id) => documentIn(context.store, home, id)))).flatMap(
    (one) => (one?.type === 'handling' ? [one] : []),
  );
  const words = await wordsIn(context, [document, ...handlings]);
  const name = async (who: string) => (await personBy(context, record, who as Subject, mayRead)).name; // people speak
  const named = async (who: Subject) => {
    const [thing] = await namedThings(context, record, [who], mayRead);
    return thing ?? { subject: who, kind: 'person' as const, name: {} };
  };
  const reason = (place: number) => words[handlings[place]?.reason.attachment ?? ''] ?? null;
  const closing = known.closedBy === null ? undefined : handlings.at(-1);
  return [
    {
      subject,
      id: state.id,
      by: await name(document.author),
      at: formatMillis(state.at),
      what: words[document.what.attachment] ?? null,
      with: await named(known.with),
      state: stateOf(known),
      referrals: await Promise.all(
        known.referrals.map(async ({ by, to, at }, place) => ({
          by: await name(by),
          to: await named(to),
          at: formatMillis(at),
          reason: reason(place),
        })),
      ),
      proposals: known.proposals,
      withheld,
      closed:
        closing === undefined
          ? null
          : { by: await name(closing.author), reason: reason(handlings.length - 1) },
    },
  ];
}

/** A matter as somebody knows it who reads a part of what was done about it. Spec §16. */
async function knownOf(
  context: Context,
  state: MatterState,
  { to }: MatterRaised,
  mayRead: MayRead,
): Promise<{ readonly known: MatterState; readonly withheld: number }> {
  const home = await context.commons();
  const isShown = (id: DocumentId) => isFor(context, id, mayRead);
  const referrals: MatterState['referrals'][number][] = [];
  for (const referral of state.referrals) if (await isShown(referral.id)) referrals.push(referral);
  const proposals: Subject[] = [];
  for (const subject of state.proposals) {
    const [thread] = await context.store.threads(home, { names: [subject] });
    const latest = thread?.state?.kind === 'proposal' ? thread.state.versions.at(-1) : undefined;
    if (latest !== undefined && (await isShown(latest.id))) proposals.push(subject);
  }
  const closedBy = state.closedBy !== null && (await isShown(state.closedBy)) ? state.closedBy : null;
  const whole = referrals.length === state.referrals.length;
  const last = whole ? state.with : (referrals.at(-1)?.to ?? to);
  const hidden = (all: readonly unknown[], shown: readonly unknown[]) => all.length - shown.length;
  return {
    known: { ...state, referrals, proposals, closedBy, with: last },
    withheld:
      hidden(state.referrals, referrals) +
      hidden(state.proposals, proposals) +
      (state.closedBy === closedBy ? 0 : 1),
  };
}

function stateOf({ closedBy, proposals, referrals }: MatterState): MatterView['state'] {
  if (closedBy !== null) return 'closed';
  if (proposals.length > 0) return 'taken-up';
  return referrals.length >= REFERRALS ? 'handed-up' : 'open';
}
