import { updateDid } from '../../../protocol/identity/did-create.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import type { Multikey } from '../../../protocol/ids.ts';
import { type DidCase, linesOf, validCase } from './did-case.ts';
import { endpoint } from './did-cases-genesis.ts';
import { headOf, namedKey, namedMultikey, nextFields } from './did-commons.ts';
import { forgeLast, type RawEntry } from './did-forge.ts';
import { verifyEd25519 } from './ed25519.ts';

/** Second versions as another implementation may write them: unlike ours, and just as good. */
export async function toleratedCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const cases: DidCase[] = [];
  for (const [id, rule, what, change] of CHANGES) {
    const lines = await forgeLast(linesOf(life.slice(0, 2)), second(), (entry) => void change(entry));
    cases.push(validCase(id, rule, what, await resolved(lines)));
  }
  const versions = await keyReturns(life);
  return [...cases, validCase('key-returns', 'R-1.31', 'a former document key is listed again', versions)];
}

type Row = readonly [id: string, rule: string, what: string, change: (entry: RawEntry) => unknown];

const CHANGES: readonly Row[] = [
  ['method-again', 'R-1.1', 'the method is stated again', set({ method: 'did:webvh:1.0' })],
  [
    'renounced',
    'R-1.3',
    'portable: false in a later version: the commons gives up moving',
    set({ portable: false }),
  ],
  [
    'defaults',
    'R-1.21',
    "the method's other parameters at rest",
    set({ ttl: 60, watchers: [], witness: {}, deactivated: false }),
  ],
  [
    'no-created',
    'R-1.26',
    'a proof that does not say when it was made',
    (entry) => Reflect.deleteProperty(entry.proof[0] ?? {}, 'created'),
  ],
  [
    'milliseconds',
    'R-1.25',
    'a time with three decimals',
    (entry) => Object.assign(entry, { versionTime: '2026-01-02T00:00:00.001Z' }),
  ],
  ['other-service', 'R-1.29', 'a service of another kind', otherService],
  [
    'other-member',
    'R-1.28',
    'a member that a DID document may have, in another script',
    ({ state }) => Object.assign(state, { note: 'Allmende € 𝄞' }),
  ],
  [
    'empty-log',
    'R-1.30',
    'version 2 before the log has an entry',
    ({ state }) => Object.assign(endpoint(state, 'FolkmootLog'), headOf(0)),
  ],
  ['bare', 'R-1.28', 'no controller, no context, empty relationships', bare],
];

function second() {
  return { multikey: namedMultikey('update-2'), sign: namedKey('update-2').sign };
}

function resolved(lines: readonly string[]): Promise<DidVersion[]> {
  return resolveDidLog(lines, { now: nextFields(3).now, verify: verifyEd25519 });
}

function set(members: Record<string, unknown>) {
  return ({ parameters }: RawEntry) => Object.assign(parameters, members);
}

function otherService({ state }: RawEntry): void {
  const services = state.service as unknown[]; // as `didDocumentOf` writes it
  services.push({ id: '#files', type: ['relativeRef'], serviceEndpoint: ['https://commons.example/'] });
}

function bare({ state }: RawEntry): void {
  Reflect.deleteProperty(state, 'controller');
  Reflect.deleteProperty(state, '@context');
  Object.assign(state, { keyAgreement: [], capabilityInvocation: [], capabilityDelegation: [] });
}

/** document-1, then document-2 alone, then document-1 beside it. */
async function keyReturns(life: readonly DidVersion[]): Promise<DidVersion[]> {
  const versions = life.slice(0, 1);
  const lists: Multikey[][] = [
    [namedMultikey('document-2')],
    [namedMultikey('document-2'), namedMultikey('document-1')],
  ];
  for (const document of lists) {
    const fields = nextFields(versions.length + 1);
    versions.push((await updateDid(versions, { ...fields, keys: { document } })).version);
  }
  return versions;
}
