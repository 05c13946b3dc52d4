import type { DocumentTypeName } from '../../protocol/documents/document.ts';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../protocol/time.ts';
import { submit } from '../../server/flows/acts/submit.ts';
import { type Draft, draft } from '../../server/flows/drafts/draft.ts';
import { found } from '../../server/flows/founding/found.ts';
import type { FoundingWish } from '../../server/flows/founding/minimal-template.ts';
import { keepCalendar } from '../../server/flows/time/calendar.ts';
import { reactToLog } from '../../server/flows/time/react.ts';
import { settleDue } from '../../server/flows/time/settle-proposal.ts';
import { stateHeads } from '../../server/flows/time/state-heads.ts';
import { createInstance, type Instance } from '../../server/instance.ts';
import type { Sealer } from '../../server/keys/key-file.ts';
import { createLogger } from '../../server/logger.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import { createMemoryStore } from '../../server/store/memory/memory-store.ts';
import type { Store, StoredEntry } from '../../server/store/store.ts';
import { person } from './people.ts';

export type Person = ReturnType<typeof person>;

/** An instance's flows without sockets, and somebody to act in them. */
export interface FlowInstance {
  readonly instance: Instance;
  readonly commons: Scid;
  readonly people: readonly Person[];
  /** The commons does what it owes by now. */
  readonly happen: () => Promise<void>;
  /** Drafts, signs and logs; then the commons does what it owes. */
  readonly act: (who: Person, type: DocumentTypeName, fields: object) => Promise<Acted>;
  readonly draft: (who: Person, type: DocumentTypeName, fields: object) => Promise<Draft>;
  /** Documents of one type in the log, oldest first. */
  readonly logged: (type: DocumentTypeName) => Promise<readonly { entry: StoredEntry; content: Content }[]>;
}

/** One without database or waiting: the test moves the clock. */
export interface MemoryInstance extends FlowInstance {
  readonly now: () => Millis;
  /** Lets time pass, and everything happen that time brings, twice a day: heads are stated before 36 hours are over. */
  readonly pass: (millis: Millis) => Promise<void>;
  /** Time goes by while the server is off. */
  readonly sleep: (millis: Millis) => void;
}

export interface Acted {
  readonly id: DocumentId;
  readonly subject: string;
  readonly entry: StoredEntry;
}

/** Where nobody listens: most of these instances are reached by no socket. */
const ORIGIN = 'http://localhost';

/** What a founding wishes besides. */
type TemplateWish = Pick<FoundingWish, 'ratifyWithinSeconds'>;

type Content = Record<string, unknown> & { readonly type: string; readonly subject: string };

/** Founded by the named people on the template `minimal`, all of whom have confirmed. */
export async function memoryInstance(
  names: readonly string[],
  at: Millis,
  origin = ORIGIN,
  wish: TemplateWish = {},
): Promise<MemoryInstance> {
  let clock = at;
  const flows = await foundOn(
    createMemoryStore(() => clock),
    names,
    'simulated',
    origin,
    wish,
  );
  return {
    ...flows,
    now: () => clock,
    pass: async (millis) => {
      const until = clock + millis;
      while (clock < until) {
        clock = Math.min(until, clock + (DAY_SECONDS / 2) * SECOND);
        await flows.happen();
      }
      await flows.happen();
    },
    sleep: (millis) => {
      clock += millis;
    },
  };
}

/** As `memoryInstance`, on a store of one's own. */
export async function foundOn(
  store: Store,
  names: readonly string[],
  clock: 'system' | 'simulated',
  origin = ORIGIN,
  wish: TemplateWish = {},
): Promise<FlowInstance> {
  const instance = instanceOn(store, clock, origin);
  const { context, committer, sealer } = instance;
  const people = names.map((name) => person(`${name} in memory`));
  const [first, ...others] = people;
  if (first === undefined) throw new TypeError('somebody founds');
  const founders = people.map(({ author, key }, index) => ({
    subject: author,
    pseudonym: names[index] ?? '',
    key,
  }));
  const commons = await found(
    context,
    committer,
    sealer,
    {
      name: 'Commons in memory',
      purpose: 'To be tested.',
      language: 'en',
      timeZone: 'UTC',
      ...wish,
      founders: founders as [(typeof founders)[number]],
    },
    { sign: first.sign },
  );

  async function happen(): Promise<void> {
    await reactToLog(context, committer);
    await settleDue(context, committer);
    await reactToLog(context, committer);
    await keepCalendar(context, committer);
    await context.store.records.expire(await context.now());
    await stateHeads(context, committer);
  }

  const draftFor: FlowInstance['draft'] = (who, type, fields) =>
    draft(context, { author: who.author, key: who.key }, type, fields);

  async function act(who: Person, type: DocumentTypeName, fields: object): Promise<Acted> {
    const { payload, attachments, id } = await draftFor(who, type, fields);
    const envelope = await signEnvelope({ payload, author: who.author, key: who.key, sign: who.sign });
    const { placed } = await submit(context, committer, envelope, attachments);
    if (placed.kind === 'refused') throw placed.problem;
    await happen();
    return { id, subject: contentOf(payload).subject, entry: placed.entry };
  }

  for (const other of others) await act(other, 'confirmation', { charter: true });
  await happen();
  return {
    instance,
    commons,
    people,
    happen,
    act,
    draft: draftFor,
    logged: async (type) => {
      const entries = await context.store.entries(commons, { after: -1, limit: 10_000 });
      return entries
        .flatMap((entry) =>
          entry.document === null ? [] : [{ entry, content: contentOf(entry.document.payload) }],
        )
        .filter(({ content }) => content.type === type);
    },
  };
}

/** One process more on a store, as a second server would be. */
export function instanceOn(store: Store, clock: 'system' | 'simulated', origin = ORIGIN): Instance {
  return createInstance({
    store,
    sealer: OPEN_SEALER,
    outbound: createOutbound({ privatePeers: [] }),
    logger: createLogger('silent'),
    settings: { origin, contact: null, clock },
  });
}

/** Keys in memory need no seal. */
const OPEN_SEALER: Sealer = {
  seal: (_, secret) => Buffer.from(secret).toString('base64url'),
  unseal: (_, sealed) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
};

function contentOf(payload: Uint8Array): Content {
  return JSON.parse(new TextDecoder().decode(payload)) as Content;
}
