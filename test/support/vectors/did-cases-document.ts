import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DidCase, forgedCase } from './did-case.ts';
import { endpoint, service } from './did-cases-genesis.ts';
import { LOCAL_HOST, namedMultikey } from './did-commons.ts';
import type { RawEntry } from './did-forge.ts';

/** First versions whose DID document does not say what a commons must say. */
export function documentCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  return Promise.all(
    FORGERIES.map(([id, rule, what, change]) =>
      forgedCase(life.slice(0, 1), {
        id,
        rule,
        what,
        fault: 'document',
        change: ({ state }) => change(state),
      }),
    ),
  );
}

type State = RawEntry['state'];
type Row = readonly [id: string, rule: string, what: string, change: (state: State) => void];

const FORGERIES: readonly Row[] = [
  ['host-address', 'R-1.22', 'an IPv4 address as host', renamed('127.0.0.1%3A4180')],
  ['host-number', 'R-1.22', 'a host that a URL parser reads as an IPv4 address', renamed('commons.0x7f')],
  ['host-capital', 'R-1.22', 'a capital letter in the host', renamed('Commons.example')],
  ['host-unicode', 'R-1.22', 'a host that is not written in A-labels', renamed('gemeingüter.example')],
  ['host-path', 'R-1.22', 'a path after the host', renamed('commons.example:a')],
  ['host-escape', 'R-1.22', 'the colon as %3a', renamed('localhost%3a4180')],
  ['host-port', 'R-1.22', 'a port above 65535', renamed('localhost%3A65536')],
  ['controller', 'R-1.28', 'another controller', (state) => set(state, { controller: 'did:example:1' })],
  [
    'embedded',
    'R-1.28',
    'a key inside a list instead of its id',
    (state) => set(state, { authentication: methods(state) }),
  ],
  ['no-request-key', 'R-1.28', 'no key for requests', (state) => set(state, { authentication: [] })],
  [
    'unlisted',
    'R-1.28',
    'a key in neither list',
    (state) => methods(state).push(method(state, 'document-9')),
  ],
  [
    'listed-twice',
    'R-1.28',
    'a key in both lists',
    (state) => set(state, { authentication: state.assertionMethod }),
  ],
  ['not-there', 'R-1.28', 'a list names a key that is not there', (state) => methods(state).pop()],
  ['exchanged', 'R-1.28', 'a list names another key than the one that is there', exchanged],
  ['key-name', 'R-1.28', 'a key under another name than its own', misnamed],
  ['other-purpose', 'R-1.28', 'a key for a purpose that a commons does not have', otherPurpose],
  ['no-log', 'R-1.29', 'no log service', (state) => services(state).splice(1, 1)],
  ['two-logs', 'R-1.29', 'two log services', (state) => services(state).push(service(state, 'FolkmootLog'))],
  [
    'log-fragment',
    'R-1.29',
    'a service of another type under #log',
    secondService({ type: 'Other', fragment: '#log' }),
  ],
  [
    'log-type',
    'R-1.29',
    'a service of our type elsewhere',
    secondService({ type: 'FolkmootLog', fragment: '#log2' }),
  ],
  ['log-relative', 'R-1.29', 'the id of the log service without the DID', relativeId],
  [
    'log-member',
    'R-1.29',
    'one member too many in the log service',
    (state) => set(endpoint(state, 'FolkmootLog'), { x: 1 }),
  ],
  [
    'origin-host',
    'R-1.2',
    'a log origin that hangs on the host',
    (state) => set(endpoint(state, 'FolkmootLog'), { origin: `folkmoot/${LOCAL_HOST}` }),
  ],
  [
    'witness-host',
    'R-1.2',
    'a witness name that hangs on the host',
    (state) => set(endpoint(state, 'FolkmootWitness'), { name: `folkmoot/${LOCAL_HOST}` }),
  ],
  ['base-url-host', 'R-1.29', 'a base URL at another host', baseUrl('https://commons.example')],
  ['base-url-path', 'R-1.29', 'a base URL with a path', baseUrl(`http://${LOCAL_HOST}/`)],
  ['base-url-scheme', 'R-1.29', 'a base URL of another scheme', baseUrl(`ftp://${LOCAL_HOST}`)],
];

function set(target: Record<string, unknown>, members: Record<string, unknown>): void {
  Object.assign(target, members);
}

/** The whole document under another host, written as given. */
function renamed(host: string) {
  return (state: State) => {
    const text = JSON.stringify(state).replaceAll('localhost%3A4180', host);
    Object.assign(state, JSON.parse(text));
  };
}

function methods(state: State): Record<string, unknown>[] {
  return state.verificationMethod as Record<string, unknown>[]; // as `didDocumentOf` writes it
}

function services(state: State): Record<string, unknown>[] {
  return state.service as Record<string, unknown>[]; // as `didDocumentOf` writes it
}

function method(state: State, label: string): Record<string, unknown> {
  const key = namedMultikey(label);
  return { id: `${state.id}#${key}`, type: 'Multikey', controller: state.id, publicKeyMultibase: key };
}

function exchanged(state: State): void {
  methods(state).splice(1, 1, method(state, 'document-9'));
}

function misnamed(state: State): void {
  set(methods(state)[0] ?? {}, { id: `${state.id}#key` });
  set(state, { assertionMethod: [`${state.id}#key`] });
}

function otherPurpose(state: State): void {
  set(state, { capabilityInvocation: state.assertionMethod });
}

function secondService({ type, fragment }: { type: string; fragment: string }) {
  return (state: State) => {
    const { serviceEndpoint } = service(state, 'FolkmootLog');
    services(state).push({ id: `${state.id}${fragment}`, type, serviceEndpoint });
  };
}

function relativeId(state: State): void {
  set(service(state, 'FolkmootLog'), { id: '#log' });
}

function baseUrl(url: string) {
  return (state: State) => set(service(state, 'FolkmootInstance'), { serviceEndpoint: url });
}
