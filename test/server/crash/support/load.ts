import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fromBase64url, utf8 } from '../../../../protocol/bytes.ts';
import type { JsonObject } from '../../../../protocol/canonical.ts';
import { signEnvelope } from '../../../../protocol/envelope/sign.ts';
import { type DocumentId, documentIdOf, documentIdSchema, hashTextOf } from '../../../../protocol/ids.ts';
import { PROBLEMS, ProtocolError } from '../../../../protocol/problem.ts';
import type { Client, ClientDraft, MemberKey } from '../../../../server/client/client.ts';
import { createClient } from '../../../../server/client/create-client.ts';
import { importRegister } from '../../../../server/importers/import-register.ts';
import { systemRandom } from '../../../../server/random.ts';
import { toolPayload } from '../../../support/tool-draft.ts';
import { manySections } from '../../web/support/register.ts';

/** Domains of the register that is imported: several pages, so that an import takes several requests. */
const SECTIONS = 200;

/** What a server said of a document. */
interface Acknowledged {
  readonly index: number;
  /** Null where the answer was read by somebody who does not keep it. */
  readonly proof: { readonly checkpoint: string; readonly path: readonly string[] } | null;
}

export interface Sent {
  readonly payload: Uint8Array;
  readonly attachments: JsonObject;
}

/** All that one member sent in the servers' lives, and what they answered. */
export interface Ledger {
  readonly acknowledged: Map<DocumentId, Acknowledged>;
  /** Sent, and never answered: whether they are logged is open, and whoever sends them again learns it. */
  readonly unsure: Map<DocumentId, Sent>;
  /** Answers that contradict earlier ones. */
  readonly faults: string[];
  readonly counts: Record<
    'answers' | 'steps' | 'foundLogged' | 'foundLost' | 'imports' | 'brokenImports',
    number
  >;
}

export function newLedger(): Ledger {
  return {
    acknowledged: new Map(),
    unsure: new Map(),
    faults: [],
    counts: { answers: 0, steps: 0, foundLogged: 0, foundLost: 0, imports: 0, brokenImports: 0 },
  };
}

/** Load on one server, until it dies or is told to end. */
export interface Load {
  /** Resolves once so many more answers have come, or steps of imports have begun, or none will any more. */
  readonly until: (what: 'answers' | 'steps', count: number) => Promise<void>;
  readonly end: () => Promise<void>;
  /** Resolves once nobody goes on. */
  readonly over: Promise<unknown>;
}

export interface LoadWish {
  readonly publishers: number;
  readonly imports: boolean;
  /** Of each, between two requests. */
  readonly pauseMs?: number;
}

/** Publishers side by side and, if wished, an import of a register after the other. */
export function startLoad(
  origin: string,
  member: MemberKey,
  ledger: Ledger,
  { publishers, imports, pauseMs = 0 }: LoadWish,
): Load {
  const client = createClient(origin, member);
  let ended = false;
  const untilItFails = async (step: () => Promise<void>) => {
    while (!ended) {
      try {
        await step();
        if (pauseMs > 0) await sleep(pauseMs);
      } catch {
        return; // the server is gone
      }
    }
  };
  const running = [
    ...Array.from({ length: publishers }, () => untilItFails(() => publish(client, member, ledger))),
    ...(imports ? [untilItFails(() => importOnce(client, member, ledger))] : []),
  ];
  const all = Promise.all(running).then(() => {
    ended = true;
  });
  return {
    async until(what, count) {
      const before = ledger.counts[what];
      while (!ended && ledger.counts[what] < before + count) await sleep(1);
    },
    end: async () => {
      ended = true;
      await all;
      await client.close();
    },
    over: all,
  };
}

let turn = 0;

/** What is unsure first, as a careful client does; then something new, in one of four ways. */
async function publish(client: Client, member: MemberKey, ledger: Ledger): Promise<void> {
  const [open] = ledger.unsure;
  if (open !== undefined) {
    ledger.unsure.delete(open[0]); // so that only one of many sends it
    return send(client, member, ledger, [open[1]], { isAgain: true });
  }
  turn++;
  switch (turn % 4) {
    case 0:
      return send(client, member, ledger, [await decision(client)]);
    case 1:
      return send(client, member, ledger, [await thing(client, member), await thing(client, member)]);
    case 2: {
      const one = await thing(client, member);
      return send(client, member, ledger, [one], { times: 2 });
    }
    default:
      return send(client, member, ledger, [await thing(client, member)]);
  }
}

/** Alternates between two versions, so that each import changes something. */
export async function importOnce(client: Client, member: MemberKey, ledger: Ledger): Promise<void> {
  const { counts } = ledger;
  try {
    await importRegister({
      client: noting(client, ledger),
      author: member.author,
      names: 'public',
      bytes: utf8(manySections(SECTIONS + (counts.imports % 2))),
      shown: 'REGISTER',
      source: 'REGISTER',
      again: true,
      now: Date.now,
      salt: systemRandom.salt,
      subject: systemRandom.subject,
      onProgress: () => {
        counts.steps++;
      },
      agree: async () => undefined,
    });
    counts.imports++;
  } catch (error) {
    counts.brokenImports++;
    throw error;
  }
}

/** A draft of a thing: it needs no right, and changes nothing but its own thread. */
async function thing(client: Client, { author }: MemberKey): Promise<Sent> {
  const payload = toolPayload({ commons: await client.commons(), author });
  return { payload, attachments: {} };
}

/** A decision with its reason attached, drafted by the server. */
async function decision(client: Client): Promise<Sent> {
  const change = {
    op: 'change',
    paths: ['docs/readme.md'],
    content: hashTextOf(utf8(systemRandom.salt())),
    title: 'A clearer sentence',
  };
  return sentOf(await client.draft('decision', { operations: [change], reason: { say: 'Somebody asked.' } }));
}

export function sentOf({ payload, attachments }: ClientDraft): Sent {
  return { payload: fromBase64url(payload) ?? new Uint8Array(0), attachments };
}

const answerSchema = z.object({
  results: z.array(
    z.object({
      result: z.enum(['logged', 'duplicate']),
      id: documentIdSchema,
      index: z.int(),
      proof: z.object({ checkpoint: z.string(), path: z.array(z.string()) }),
    }),
  ),
});

/** Sends documents in one request, or at the same time in several; unsure is what none of them was answered for. */
export async function send(
  client: Client,
  member: MemberKey,
  ledger: Ledger,
  sent: readonly Sent[],
  { times = 1, isAgain = false } = {},
): Promise<void> {
  const tries = await Promise.allSettled(Array.from({ length: times }, () => post(client, member, sent)));
  for (const one of tries) {
    if (one.status === 'rejected') continue;
    ledger.counts.answers++;
    for (const { id, index, proof, result } of one.value) {
      noteAnswer(ledger, id, { index, proof });
      if (isAgain) ledger.counts[result === 'duplicate' ? 'foundLogged' : 'foundLost']++;
    }
  }
  const failed = tries.find((one) => one.status === 'rejected');
  if (failed === undefined) return;
  if (!isRefusal(failed.reason)) noteUnsure(ledger, sent);
  throw failed.reason;
}

/** An answer, and no: it is not logged, and never will be. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ProtocolError && !PROBLEMS[error.type].retryable;
}

async function post(client: Client, { author, key, sign }: MemberKey, sent: readonly Sent[]) {
  const documents = await Promise.all(
    sent.map(async ({ payload }) => {
      const envelope = await signEnvelope({ payload, author, key, sign });
      return JSON.parse(new TextDecoder().decode(envelope)) as JsonObject; // an envelope is one JSON object
    }),
  );
  const attachments: JsonObject = Object.assign({}, ...sent.map((one) => one.attachments));
  const answer = await client.post('/documents', { documents, attachments });
  return answerSchema.parse(answer).results;
}

function noteUnsure(ledger: Ledger, sent: readonly Sent[]): void {
  for (const one of sent) {
    const id = documentIdOf(one.payload);
    if (!ledger.acknowledged.has(id)) ledger.unsure.set(id, one);
  }
}

function noteAnswer(ledger: Ledger, id: DocumentId, said: Acknowledged): void {
  const before = ledger.acknowledged.get(id);
  if (before !== undefined && before.index !== said.index)
    ledger.faults.push(`${id} was said to be at ${before.index} and at ${said.index}`);
  ledger.acknowledged.set(id, before?.proof == null ? said : before);
  ledger.unsure.delete(id);
}

/** A client that notes what is sent through it. An import begins anew after a crash, so its pages are not sent again. */
function noting(client: Client, ledger: Ledger): Client {
  const submitPayloads: Client['submitPayloads'] = async (payloads, attachments = {}) => {
    const placed = await client.submitPayloads(payloads, attachments);
    for (const { id, index } of placed) ledger.acknowledged.set(id, { index, proof: null });
    return placed;
  };
  return {
    ...client,
    submitPayloads,
    submit: (drafts) =>
      submitPayloads(
        drafts.map(({ payload }) => fromBase64url(payload) ?? new Uint8Array(0)),
        Object.assign({}, ...drafts.map(({ attachments }) => attachments as JsonObject)),
      ),
  };
}
