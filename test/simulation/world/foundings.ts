import { utf8 } from '../../../protocol/bytes.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { sha256 } from '../../../protocol/hash.ts';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import type { SignBytes } from '../../../protocol/identity/signature.ts';
import type { DocumentId, Multikey, Ref, Scid, Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../../server/context.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { found } from '../../../server/flows/founding/found.ts';
import { peerVersions } from '../../../server/flows/peers/peer-keys.ts';
import { didVersionsOf } from '../../../server/flows/record/did-versions.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { createInstance } from '../../../server/instance.ts';
import type { Sealer } from '../../../server/keys/key-file.ts';
import { ed25519FromSeed } from '../../../server/keys/node-sign.ts';
import { createLogger } from '../../../server/logger.ts';
import { createMemoryStore, type MemoryStore } from '../../../server/store/memory/memory-store.ts';
import { subjectOf } from '../../support/people.ts';
import { chanceOf, randomOf } from '../engine/chance.ts';
import { effectsOf, signAtOnce } from '../engine/effects.ts';

/** When everybody founded; runs begin a day later. */
export const FOUNDED_AT: Millis = Date.parse('2026-03-02T09:00:00Z');
/** What each stock holds: a few promises fill it. */
export const STOCK = 1000;

export interface Member {
  readonly author: Subject;
  readonly key: Multikey;
  readonly sign: SignBytes;
}

/** A commons as it was founded, with two stocks; every run takes a copy. */
export interface Founding {
  readonly name: string;
  readonly origin: string;
  readonly commons: Scid;
  readonly member: Member;
  readonly store: MemoryStore;
  readonly stocks: readonly Ref[];
}

const foundings = new Map<string, Promise<Founding>>();

/** The same commons, byte for byte, in every run: a founding is costly. */
export function foundingOf(name: string): Promise<Founding> {
  const known = foundings.get(name) ?? foundOne(name);
  foundings.set(name, known);
  return known;
}

/** Nothing is secret in a simulation. */
export const OPEN_SEALER: Sealer = {
  seal: (_name, secret) => Buffer.from(secret).toString('base64url'),
  unseal: (_name, sealed) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
};

async function foundOne(name: string): Promise<Founding> {
  const origin = `https://${name}.example.org`;
  const member = memberOf(name);
  const random = randomOf(chanceOf(0, `founding of ${name}`));
  const store = createMemoryStore(() => FOUNDED_AT);
  const { context, committer, sealer } = createInstance({
    store,
    sealer: OPEN_SEALER,
    outbound: {
      fetch: () => Promise.reject(new TypeError('nobody is asked')),
      stream: () => Promise.reject(new TypeError('nobody is asked')),
      lookUp: () => Promise.reject(new TypeError('no name is looked up here')),
      close: async () => undefined,
    },
    logger: createLogger('silent'),
    settings: { origin, contact: null, clock: 'simulated' },
    effects: effectsOf(random),
  });
  const { author, key, sign } = member;
  const commons = await found(
    context,
    committer,
    sealer,
    {
      name: `Commons ${name}`,
      purpose: 'To share what we have.',
      language: 'en',
      timeZone: 'UTC',
      founders: [{ subject: author, pseudonym: name, key }],
    },
    { sign },
  );

  async function act(type: DocumentTypeName, fields: object): Promise<DocumentId> {
    const { payload, attachments, id } = await draft(context, { author, key }, type, fields);
    const envelope = await signEnvelope({ payload, author, key, sign });
    const { placed } = await submit(context, committer, envelope, attachments);
    if (placed.kind === 'refused') throw placed.problem;
    await reactToLog(context, committer);
    return id;
  }

  const [steward] = await context.store.threads(commons, { kind: 'thing', type: 'domain', limit: 1 });
  const stocks: Ref[] = [];
  for (const kind of ['money', 'hours']) {
    const subject = random.subject();
    const capacity = { model: 'stock', quantity: STOCK };
    const id = await act('resource', {
      subject,
      kind,
      name: { en: `Stock of ${kind}` },
      unit: 'unit',
      capacity,
      steward: steward?.name ?? subject,
      askers: 'peers',
    });
    await act('decision', {
      operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id } }],
      reason: { say: 'We have it.' },
    });
    stocks.push({ subject, id });
  }
  await learnKeys(context, commons);
  return { name, origin, commons, member, store, stocks };
}

/** What all instances of this machine remember of a peer's keys is there from the first run on: no run differs by it. */
async function learnKeys(context: Context, commons: Scid): Promise<void> {
  const versions = await didVersionsOf(context, commons, context.store);
  const scratch = createMemoryStore(() => FOUNDED_AT);
  await scratch.records.put('peer-did', commons, { lines: [...versions.values()].map(({ line }) => line) });
  await peerVersions({ ...context, store: scratch }, commons);
}

function memberOf(name: string): Member {
  const { publicKey, privateKey } = ed25519FromSeed(sha256(utf8(`folkmoot simulated member ${name}`)));
  return {
    author: subjectOf(`simulated member ${name}`),
    key: multikeyOf(publicKey),
    sign: signAtOnce(privateKey),
  };
}
