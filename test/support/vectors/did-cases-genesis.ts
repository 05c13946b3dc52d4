import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DidCase, type Forgery, forgedCase } from './did-case.ts';
import { headOf } from './did-commons.ts';
import type { RawEntry } from './did-forge.ts';

/** First versions that are hashed and signed well and still refused, and two that are not hashed well. */
export function genesisCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  return Promise.all(FORGERIES.map((forgery) => forgedCase(life.slice(0, 1), forgery)));
}

const OTHER_HASH = `Qm${'1'.repeat(44)}`;

const FORGERIES: readonly Forgery[] = [
  {
    id: 'method-0.5',
    rule: 'R-1.1',
    what: 'an older version of the method',
    fault: 'method',
    change: parameters({ method: 'did:webvh:0.5' }),
  },
  {
    id: 'method-1.1',
    rule: 'R-1.1',
    what: 'an unknown version of the method',
    fault: 'method',
    change: parameters({ method: 'did:webvh:1.1' }),
  },
  {
    id: 'method-missing',
    rule: 'R-1.1',
    what: 'no version of the method',
    fault: 'method',
    change: (entry) => Reflect.deleteProperty(entry.parameters, 'method'),
  },
  {
    id: 'not-portable',
    rule: 'R-1.3',
    what: 'portable: false, so that the commons could never move',
    fault: 'portability',
    change: parameters({ portable: false }),
  },
  {
    id: 'portable-missing',
    rule: 'R-1.3',
    what: 'no word on portability, which the method reads as false',
    fault: 'portability',
    change: (entry) => Reflect.deleteProperty(entry.parameters, 'portable'),
  },
  {
    id: 'no-promise',
    rule: 'R-1.27',
    what: 'no promise of a next update key',
    fault: 'rotation',
    change: parameters({ nextKeyHashes: [] }),
  },
  {
    id: 'promise-missing',
    rule: 'R-1.27',
    what: 'nextKeyHashes is missing',
    fault: 'form',
    change: (entry) => Reflect.deleteProperty(entry.parameters, 'nextKeyHashes'),
  },
  {
    id: 'born-dead',
    rule: 'R-1.33',
    what: 'a first version that is deactivated',
    fault: 'deactivated',
    change: parameters({ deactivated: true }),
  },
  {
    id: 'scid-swapped',
    rule: 'R-1.23',
    what: 'another SCID in the parameters',
    fault: 'scid',
    spoil: parameters({ scid: OTHER_HASH }),
  },
  {
    id: 'scid-not-hash',
    rule: 'R-1.23',
    what: 'content that is not what the SCID is the hash of',
    fault: 'scid',
    spoil: (entry) => Object.assign(entry.state, { note: 'x' }),
  },
  {
    id: 'genesis-hash',
    rule: 'R-1.24',
    what: 'a first version whose versionId is not its hash',
    fault: 'hash',
    spoil: (entry) => Object.assign(entry, { versionId: `1-${OTHER_HASH}` }),
  },
  {
    id: 'genesis-head',
    rule: 'R-1.30',
    what: 'a head named before there is a log',
    fault: 'statement',
    change: ({ state }) => Object.assign(endpoint(state, 'FolkmootLog'), headOf(0)),
  },
];

function parameters(members: Record<string, unknown>) {
  return (entry: RawEntry) => Object.assign(entry.parameters, members);
}

/** What `serviceEndpoint` of the service of this type holds. */
export function endpoint(state: RawEntry['state'], type: string): Record<string, unknown> {
  return service(state, type).serviceEndpoint as Record<string, unknown>; // of the log and the witness alone
}

export function service(state: RawEntry['state'], type: string): Record<string, unknown> {
  const services = state.service as Record<string, unknown>[]; // as `didDocumentOf` writes it
  return services.find((candidate) => candidate.type === type) ?? {};
}
