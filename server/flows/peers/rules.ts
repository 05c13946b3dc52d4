import * as z from 'zod';
import {
  PEER_MODES,
  type PeerMode,
  STANDINGS,
  type Standing,
  standingOf,
  targetsOf,
} from '../../../federation/peers/standing.ts';
import { type Scid, scidSchema, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { hostNamed, hostOf } from './registrable-host.ts';

/** A sentence or two; who needs more links to it. */
export const REASON_CHARACTERS_MAX = 500;
/** Changes of mind about one commons that are remembered, all of them: after that nobody changes it any more. */
const CHANGES_MAX = 500;

const textSchema = z.string().max(REASON_CHARACTERS_MAX);

/** What a member said at a moment. */
const sayingSchema = z.strictObject({
  /** Null where the member took back what was said before. */
  standing: z.enum(STANDINGS).nullable(),
  /** For members. */
  reason: textSchema,
  /** For members. */
  note: textSchema,
  /** For everybody. */
  publicNote: textSchema,
  until: z.int().nullable(),
  by: subjectSchema,
  at: z.int(),
});
export type Saying = z.infer<typeof sayingSchema>;

const ruleSchema = sayingSchema.extend({ target: z.string(), before: z.array(sayingSchema) });
/** What is said of a commons or a host now, and all that was said before, oldest first. */
export type PeerRule = z.infer<typeof ruleSchema>;

const modeChangeSchema = z.strictObject({ mode: z.enum(PEER_MODES), by: subjectSchema, at: z.int() });
const modeSchema = modeChangeSchema.extend({ before: z.array(modeChangeSchema) });
export type ModeRule = z.infer<typeof modeSchema>;

/** In one record with its history: so no change can be in force without being told of. */
const RULE = 'peer-rule';
const MODE = 'peer-mode';

type Records = Pick<Store, 'records'>;

export async function listRules({ records }: Records): Promise<readonly PeerRule[]> {
  return (await records.list(RULE)).map(({ value }) => ruleSchema.parse(value));
}

/** How this instance stands to a commons at a host, by what its members said. Spec §18. */
export async function standingNow(
  { store, now }: Pick<Context, 'store' | 'now'>,
  peer: { readonly commons: Scid | null; readonly baseUrl: string },
): Promise<{ readonly standing: Standing; readonly rule: PeerRule | null }> {
  const named = { commons: peer.commons, host: hostOf(peer.baseUrl) };
  const found = await Promise.all(
    targetsOf(named).map((target) => ruleOn({ records: store.records }, target)),
  );
  const rules = new Map(found.flatMap((rule) => (rule === null ? [] : [[rule.target, rule] as const])));
  return standingOf(named, rules, await now());
}

/** What became of a wish to say something. */
export type Said = 'added' | 'changed' | 'same' | 'kept';

/** Rules that are written under one lock: others wait no longer for it than for a batch of documents. */
const AT_ONCE = 100;

/**
 * Says how we stand to commons and hosts, or takes it back. Spec §18, [R-18.4].
 *
 * @param replace false leaves a rule alone that says something else; it is answered as `kept`.
 * @throws {ProtocolError} `conflict` where one was changed too often.
 */
export async function sayStandings(
  context: Context,
  wishes: readonly { readonly target: string; readonly saying: Omit<Saying, 'at'> }[],
  replace = true,
): Promise<readonly Said[]> {
  const { store } = context;
  const said: Said[] = [];
  for (let first = 0; first < wishes.length; first += AT_ONCE) {
    // Under the head lock: of two members who change one rule at once, the second sees what the first said.
    await store.transact(await context.commons(), async () => {
      const at = await context.now();
      for (const { target, saying } of wishes.slice(first, first + AT_ONCE)) {
        said.push(await sayOne(store, target, { ...saying, at }, replace));
      }
    });
  }
  return said;
}

async function sayOne(store: Records, target: string, saying: Saying, replace: boolean): Promise<Said> {
  const known = await ruleOn(store, target);
  if (known === null) {
    await store.records.put(RULE, target, { ...saying, target, before: [] });
    return 'added';
  }
  if (isSame(known, saying)) return 'same';
  if (!replace && known.standing !== null) return 'kept';
  const { target: _, before, ...last } = known;
  if (before.length >= CHANGES_MAX) {
    throw new ProtocolError('conflict', 'This was changed so often that it stays as it is.', { target });
  }
  await store.records.put(RULE, target, { ...saying, target, before: [...before, last] });
  return 'changed';
}

export async function modeNow({ records }: Records): Promise<ModeRule | null> {
  const record = await records.get(MODE, MODE);
  return record === null ? null : modeSchema.parse(record);
}

/** Closed unless members said otherwise. Spec §18. */
export async function peerMode(store: Records): Promise<PeerMode> {
  return (await modeNow(store))?.mode ?? 'closed';
}

export async function setMode(context: Context, mode: PeerMode, by: Saying['by']): Promise<void> {
  const { store } = context;
  await store.transact(await context.commons(), async () => {
    const known = await modeNow(store);
    if ((known?.mode ?? 'closed') === mode) return;
    const before = known === null ? [] : [...known.before, { mode: known.mode, by: known.by, at: known.at }];
    await store.records.put(MODE, MODE, {
      mode,
      by,
      at: await context.now(),
      before: before.slice(-CHANGES_MAX),
    });
  });
}

/**
 * A commons or a host as a person names it: an SCID, or a host in any spelling.
 *
 * @throws {ProtocolError} `malformed`
 */
export function targetNamed(text: string): string {
  return scidSchema.safeParse(text).success ? text : hostNamed(text);
}

async function ruleOn({ records }: Records, target: string): Promise<PeerRule | null> {
  const record = await records.get(RULE, target);
  return record === null ? null : ruleSchema.parse(record);
}

function isSame(known: PeerRule, saying: Saying): boolean {
  return (['standing', 'reason', 'note', 'publicNote', 'until'] as const).every(
    (name) => known[name] === saying[name],
  );
}
