import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';

/** One case of spec/vectors/10-request-signature.json: one request at one receiver. */
export interface VectorCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly Pair[];
    /** base64url */
    readonly body: string;
  };
  readonly receiver: VectorReceiver;
  /** Only where valid. */
  readonly signatureBase?: string;
  readonly sender?: { readonly author: string; readonly key: string };
  /** Only where not valid. */
  readonly reason?: string;
}

interface VectorReceiver {
  readonly origin: string;
  readonly commons: string;
  readonly now: number;
  readonly keysInForce: readonly string[];
  readonly usedNonces: readonly (readonly [keyid: string, nonce: string])[];
}

export type Pair = readonly [name: string, value: string];

export interface TestKey {
  readonly name: string;
  /** Ed25519 seed (RFC 8032 §5.1.5) in base64url; published, so of no use but here. */
  readonly seed: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

/** Everything that a case can change before signing. Components and parameters are text as it stands in the field. */
export interface Draft {
  method: string;
  target: string;
  /** What the sender signs as `@authority`. */
  authority: string;
  body: Uint8Array;
  digest: string;
  destination: string;
  label: string;
  components: string[];
  parameters: Pair[];
  signer: TestKey;
  receiver: VectorReceiver;
  /** What is sent instead of what was signed. */
  sent: { method?: string; target?: string; body?: Uint8Array; headers?: (headers: Pair[]) => Pair[] };
}

/** What one case is about. No `reason`: it must be accepted. */
export interface Plan {
  readonly rule: string;
  readonly id: string;
  readonly what: string;
  readonly reason?: string;
  readonly change: (draft: Draft) => void;
}

export const RIVER = 'QmZQWQLWcimcuusGn5NKGKuSTX6J18f6FsZk7fzPVpdvAZ';
export const FOREST = 'QmS6r7ZCKD6VohtkZGq7hJZWjJjvegn5RXds9SjVwQS8pS';
export const NOW = 1_767_225_600;
export const NONCE = 'AAECAwQFBgcICQoLDA0ODw';
export const FOREST_KEY = keyNamed('forest');
export const PARTICIPANT_KEY = keyNamed('participant');
export const OTHER_KEY = keyNamed('other');
export const FOREST_KEYID = `${FOREST}#${FOREST_KEY.key}`;

/**
 * Builds and signs one case by joining strings, with node:crypto and not with the code under test, so that the two
 * check each other. What must be refused is signed properly over what it says, unless the signature itself is at
 * fault: it fails for its own reason and no other.
 */
export function caseOf(plan: Plan): VectorCase {
  const draft = newDraft();
  plan.change(draft);
  const input = `(${draft.components.join(' ')})${draft.parameters.map(([name, value]) => `;${name}=${value}`).join('')}`;
  const base = baseOf(draft, input);
  const signature = sign(null, Buffer.from(base), draft.signer.privateKey).toString('base64');
  const headers: Pair[] = [
    ['Content-Digest', draft.digest],
    ['Folkmoot-Destination', draft.destination],
    ['Signature-Input', `${draft.label}=${input}`],
    ['Signature', `${draft.label}=:${signature}:`],
  ];
  return {
    id: `R-${plan.rule}-${plan.id}`,
    rule: `R-${plan.rule}`,
    what: plan.what,
    valid: plan.reason === undefined,
    request: {
      method: draft.sent.method ?? draft.method,
      target: draft.sent.target ?? draft.target,
      headers: draft.sent.headers?.(headers) ?? headers,
      body: Buffer.from(draft.sent.body ?? draft.body).toString('base64url'),
    },
    receiver: draft.receiver,
    ...(plan.reason === undefined
      ? { signatureBase: base, sender: senderOf(draft) }
      : { reason: plan.reason }),
  };
}

/** A new body together with its digest. */
export function setBody(draft: Draft, body: Uint8Array): void {
  draft.body = body;
  draft.digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

export function setParameter(draft: Draft, parameter: string, value: string): void {
  draft.parameters = draft.parameters.map(([name, old]): Pair => [name, name === parameter ? value : old]);
}

export function setTimes(draft: Draft, created: number, expires: number): void {
  setParameter(draft, 'created', String(created));
  setParameter(draft, 'expires', String(expires));
}

/** Changes the text of one field after it was signed. */
export function changeField(draft: Draft, field: string, change: (value: string) => string): void {
  draft.sent.headers = (headers) =>
    headers.map(([name, value]): Pair => [name, name === field ? change(value) : value]);
}

function newDraft(): Draft {
  const draft: Draft = {
    method: 'POST',
    target: '/inbox',
    authority: 'river.example',
    body: new Uint8Array(),
    digest: '',
    destination: RIVER,
    label: 'folkmoot',
    components: [
      '"@method"',
      '"@authority"',
      '"@path"',
      '"@query"',
      '"content-digest"',
      '"folkmoot-destination"',
    ],
    parameters: [
      ['created', String(NOW)],
      ['expires', String(NOW + 300)],
      ['nonce', `"${NONCE}"`],
      ['keyid', `"${FOREST_KEYID}"`],
      ['alg', '"ed25519"'],
      ['tag', '"folkmoot"'],
    ],
    signer: FOREST_KEY,
    receiver: {
      origin: 'https://river.example',
      commons: RIVER,
      now: NOW,
      keysInForce: [FOREST_KEYID],
      usedNonces: [],
    },
    sent: {},
  };
  setBody(draft, Buffer.from('{"documents":[]}'));
  return draft;
}

function baseOf(draft: Draft, input: string): string {
  const queryAt = draft.target.indexOf('?');
  const values: Record<string, string> = {
    '"@method"': draft.method,
    '"@authority"': draft.authority,
    '"@path"': queryAt === -1 ? draft.target : draft.target.slice(0, queryAt),
    '"@query"': queryAt === -1 ? '?' : draft.target.slice(queryAt),
    '"content-digest"': draft.digest,
    '"folkmoot-destination"': draft.destination,
  };
  const lines = draft.components.map((component) => `${component}: ${values[component] ?? ''}`);
  return [...lines, `"@signature-params": ${input}`].join('\n');
}

function senderOf(draft: Draft): { author: string; key: string } {
  const keyid = draft.parameters.find(([name]) => name === 'keyid')?.[1].slice(1, -1) ?? '';
  const [author = '', key = ''] = keyid.split('#');
  return { author, key };
}

function keyNamed(name: string): TestKey {
  const seed = createHash('sha256').update(`folkmoot vector key ${name}`).digest();
  // RFC 8410 §7: the fixed head of a PKCS #8 Ed25519 private key, then the seed.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
  const key = multikeyOf(Uint8Array.from(Buffer.from(publicKey, 'base64url')));
  return { name, seed: seed.toString('base64url'), key, privateKey };
}
