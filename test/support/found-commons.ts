import { toBase64url } from '../../protocol/bytes.ts';
import type { Charter } from '../../protocol/documents/charter.ts';
import { createDid } from '../../protocol/identity/did-create.ts';
import { hashTextSchema, type Subject } from '../../protocol/ids.ts';
import { parseTime } from '../../protocol/time.ts';
import { type CommonsKeyring, createLogBuilder, type Draft, type LogBuilder } from './log-builder.ts';
import { keyOf, person, type Signer, subjectOf } from './people.ts';

export interface TestCommons {
  readonly log: LogBuilder;
  /** The commons' document key, as signer. */
  readonly self: Signer;
  readonly line: string;
}

/** A commons with a DID of its own and an empty log; every key and time follows from the label. */
export async function createCommons(label: string, time: string): Promise<TestCommons> {
  const keyring: CommonsKeyring = {
    document: keyOf(`${label} document`),
    request: keyOf(`${label} request`),
    checkpoint: keyOf(`${label} checkpoint`),
    witness: keyOf(`${label} witness`),
  };
  const { scid, line } = await didOf(label, time, keyring);
  const log = createLogBuilder(scid, keyring);
  log.setClock(time);
  return { log, self: { ...keyring.document, author: scid }, line };
}

/** DIDs that were made: the same label and time give the same one. */
const made = new Map<string, ReturnType<typeof createDid>>();

function didOf(label: string, time: string, keyring: CommonsKeyring): ReturnType<typeof createDid> {
  const update = keyOf(`${label} update`);
  const did =
    made.get(`${label} ${time}`) ??
    createDid({
      host: `${label}.example.org`,
      baseUrl: `https://${label}.example.org`,
      keys: {
        document: [keyring.document.key],
        request: [keyring.request.key],
        checkpoint: keyring.checkpoint.key,
        witness: keyring.witness.key,
      },
      updateKey: { publicKey: update.publicKey, sign: update.sign },
      nextUpdateKeys: [keyOf(`${label} next update`).key],
      now: parseTime(time) ?? 0,
    });
  made.set(`${label} ${time}`, did);
  return did;
}

/** A charter's fields with everything that a test does not care about. */
export function charterFields(
  founders: readonly (Signer & { readonly author: Subject; readonly name: string })[],
  adopts: Charter['adopts'],
): Omit<Draft<'charter'>, 'type'> {
  return {
    subject: subjectOf(`charter of ${founders.map(({ name }) => name).join(' ')}`),
    name: { en: 'A small commons' },
    purpose: { en: 'To share what we have and decide together.' },
    values: [{ title: { en: 'Care' }, sentence: { en: 'We look after what we use.' } }],
    founders: founders.map(({ author, name, key }) => ({
      subject: author,
      pseudonym: name,
      keys: [{ key, custody: 'device' }],
    })),
    languages: ['en'],
    timeZone: 'Europe/Vienna',
    ladder: {},
    exitTerms: { en: 'Whoever leaves takes what they brought.' },
    replant: { dueAfterSeconds: 18 * 30 * 86_400, overdueAfterSeconds: 24 * 30 * 86_400 },
    adopts: [...adopts],
  };
}

export function founder(name: string) {
  return { ...person(name), name };
}

/** What a `heads` document says of the log as it stands. */
export function headsOf({ log }: Pick<TestCommons, 'log'>) {
  const { size, count, root } = log.headsFields();
  return { size, count, root: hashTextSchema.parse(toBase64url(root)) };
}
