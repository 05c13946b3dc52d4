import type { JsonObject } from '../../../../protocol/canonical.ts';
import { attachmentsOf, parseDocument } from '../../../../protocol/documents/parse-document.ts';
import type { HiddenCommons } from './hidden-commons.ts';

/** A document of the log, as far as an address can be made of it. */
export interface Logged {
  readonly type: string;
  readonly audience: unknown;
  readonly hash: string;
  readonly subject: string;
  readonly attachments: readonly string[];
  /** All that it says. */
  readonly text: string;
}

export async function loggedIn({ home }: HiddenCommons): Promise<readonly Logged[]> {
  const entries = await home.instance.context.store.entries(home.commons, { after: -1, limit: 10_000 });
  return entries.map(({ id, document }) => {
    const content = JSON.parse(Buffer.from(document?.payload ?? '{}').toString()) as JsonObject;
    const { type, audience, subject } = content as { type: string; audience: unknown; subject: string };
    const attachments = attachmentsOf(parseDocument(content));
    return { type, audience, hash: id.slice(-43), subject, attachments, text: JSON.stringify(content) };
  });
}

/** Types by whose subject a stream can be filtered. */
const FILTERED: ReadonlySet<string> = new Set(['circle', 'domain']);

/** Streams of what is about one thing. Spec §19. */
export const filteredBy = ({ subject }: Pick<Logged, 'subject'>): readonly string[] => [
  `/log/live?domain=${subject}`,
  `/log/live?circle=${subject}`,
];

/** Feeds of everything and of each thing that has one, in each form. Spec §19. */
const FEEDS = ['decisions', 'proposals', 'all'].flatMap((name) =>
  ['atom', 'rss', 'json'].map((form) => `/feeds/${name}.${form}`),
);
const feedsBy = ({ subject }: Logged): readonly string[] =>
  ['domain', 'circle'].map((by) => `/feeds/all.json?${by}=${subject}`);

type Addresses = (logged: readonly Logged[]) => readonly string[];

const alone =
  (...paths: readonly string[]): Addresses =>
  () =>
    paths;
const each =
  (path: (one: Logged) => readonly string[]): Addresses =>
  (logged) => [...new Set(logged.flatMap(path))];

/**
 * What is asked at every route that answers a GET. A route that is not here fails the audit: whoever adds one says here
 * by which names its hidden things could be asked for.
 */
export const ADDRESSES: Readonly<Record<string, Addresses>> = {
  '/': alone('/'),
  '/commons': alone('/commons'),
  '/register': alone('/register', '/register?q=vault', '/register?q=a&limit=500'),
  '/register/path': alone(
    '/register/path?path=vault/inner/a',
    '/register/path?path=vault/outer/a',
    '/register/path?path=talk/a',
  ),
  '/register/lint': alone('/register/lint'),
  '/constraints': alone('/constraints'),
  '/agents': alone('/agents'),
  '/circles': alone('/circles'),
  '/roles': alone('/roles'),
  '/matters': alone('/matters'),
  '/emergencies': alone('/emergencies'),
  '/meetings': alone('/meetings'),
  '/proposals': alone('/proposals'),
  '/resources': alone('/resources'),
  '/resources/:subject': each(({ subject }) => [`/resources/${subject}`]),
  '/agreements': alone('/agreements'),
  '/erasures': alone('/erasures'),
  '/feeds/:file': (logged) => [
    ...FEEDS,
    ...new Set(logged.map(({ type }) => `/feeds/all.json?type=${type}`)),
    ...new Set(logged.flatMap((one) => (FILTERED.has(one.type) ? feedsBy(one) : []))),
  ],
  '/subscriptions': alone('/subscriptions'),
  '/calendar': alone('/calendar'),
  '/calendar.ics': alone('/calendar.ics'),
  '/calendar/:member/:file': each(({ subject }) => [`/calendar/${subject}/${'A'.repeat(32)}.ics`]),
  '/webhooks': alone('/webhooks'),
  '/webhooks/:id/deliveries': each(({ hash }) => [`/webhooks/${hash}/deliveries`]),
  '/me': alone('/me'),
  '/act': alone('/act'),
  '/act/:type': alone('/act/response'),
  '/peers': alone('/peers'),
  '/peers/:commons/did.jsonl': alone('/peers/none/did.jsonl'),
  '/peers/changes': alone('/peers/changes'),
  '/peers/list.csv': alone('/peers/list.csv'),
  '/domains/:subject': each(({ subject }) => [`/domains/${subject}`]),
  '/proposals/:name': each(({ subject, hash }) => [`/proposals/${subject}`, `/proposals/${hash}`]),
  '/agreements/:negotiation': each(({ subject }) => [`/agreements/${subject}`]),
  '/why/:id': each(({ subject, hash }) => [`/why/${hash}`, `/why/${subject}`]),
  '/documents/:id': each(({ hash }) => [`/documents/${hash}`]),
  '/attachments/:hash': each(({ attachments }) => attachments.map((hash) => `/attachments/${hash}`)),
  '/deposits/:id': each(({ hash }) => [`/deposits/${hash}`]),
  '/bundles/:id': each(({ hash }) => [`/bundles/${hash}`]),
  '/links/:id/:secret': each(({ hash }) => [`/links/${hash}/${'A'.repeat(32)}`]),
  '/witness/checkpoints/:log': alone('/witness/checkpoints/none'),
  '/log/checkpoint': alone('/log/checkpoint'),
  '/log/entries': alone(...[-1, 49, 99, 149, 199].map((after) => `/log/entries?after=${after}`)),
  // Whole, and by whatever a filter could tell of what is hidden.
  '/log/live': (logged) => [
    ...['/log/live', '/log/live?effect=change&effect=adopt', '/log/live?type=opaque'],
    ...new Set(logged.map(({ type }) => `/log/live?type=${type}`)),
    ...new Set(logged.flatMap((one) => (FILTERED.has(one.type) ? filteredBy(one) : []))),
  ],
  '/log/tile/entries/*': (logged) => [`/log/tile/entries/000.p/${Math.min(logged.length, 255)}`],
  '/log/tile/*': (logged) => [`/log/tile/0/000.p/${Math.min(logged.length, 255)}`],
  '/assets/:file': alone('/assets/none.css'),
  '/health/live': alone('/health/live'),
  '/health/ready': alone('/health/ready'),
  '/.well-known/did.jsonl': alone('/.well-known/did.jsonl'),
  '/.well-known/folkmoot': alone('/.well-known/folkmoot'),
  '/.well-known/security.txt': alone('/.well-known/security.txt'),
};

/** Where something is asked for by a name. */
export const NAMED = Object.keys(ADDRESSES).filter((pattern) => /:(?!file|log|commons)/.test(pattern));
