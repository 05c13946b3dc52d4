import { fromBase64url, toBase64url, utf8 } from '../../../../protocol/bytes.ts';
import type { JsonObject } from '../../../../protocol/canonical.ts';
import { protectedHeaderOf } from '../../../../protocol/envelope/header.ts';
import { deactivateDid } from '../../../../protocol/identity/did-create.ts';
import { hashTextSchema, type Scid } from '../../../../protocol/ids.ts';
import { leafHash, rootOf } from '../../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import type { ShownEntry } from '../../../../protocol/verify/bundle.ts';
import { verifyArchive } from '../../../../protocol/verify/verify-archive.ts';
import { verifyWithNode } from '../../../../server/keys/node-verify.ts';
import { createCommons, type TestCommons } from '../../found-commons.ts';
import { keyOf, subjectOf, textOf } from '../../people.ts';
import { type SmallCommons, smallCommons } from '../../verify/small-commons.ts';
import { type Change, json, patched } from './json-patch.ts';

const DESCRIPTION = [
  'Archives, and what a verifier finds in them (§20). `archives` holds the files of each as one object: `didLines` the lines of',
  '`.well-known/did.jsonl`, `checkpoint` the note of `log/checkpoint`, `entries` the lines of `entries.jsonl`, `attachments` the files of',
  'that folder in base64url by name, `witnesses` the DID logs of `witnesses/`. A case names one of them; `patch` (RFC 6902), where there is one, changes it first; `trust` names whom the verifier trusts, `now` is the time there. `expected` is a',
  '`problem`, or what §20 lists, with each fault’s code once. A case is `valid` if its result is `pass`.',
].join(' ');

interface ArchivePlan {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly archive: 'ended' | 'going-on' | 'after-end' | 'witnessed';
  readonly patch?: readonly Change[];
  /** Whether the verifier trusts the witness. */
  readonly trusting?: true;
  readonly now?: string;
}

/** Of the one decision, as the small commons gives it: its reason, and to whom it transfers. */
const REASON = textOf('archive reason 1');
const RECEIVER = textOf('somebody who sells tools');

const PLANS: readonly ArchivePlan[] = [
  { id: 'ended', rule: 'R-20.6', what: 'a commons that ended, whole', archive: 'ended' },
  { id: 'going-on', rule: 'R-20.6', what: 'a copy of a commons that goes on', archive: 'going-on' },
  { id: 'after-end', rule: 'R-1.38', what: 'a decision after the end', archive: 'after-end' },
  {
    id: 'withheld',
    rule: 'R-20.2',
    what: 'the leaf of a decision alone: nothing is wrong, and one document is hidden',
    archive: 'ended',
    patch: [{ op: 'remove', path: '/entries/10/envelope' }],
  },
  {
    id: 'role-withheld',
    rule: 'R-20.6',
    what: 'without its role nobody can tell whether a decision counts',
    archive: 'ended',
    patch: [{ op: 'remove', path: '/entries/4/envelope' }],
  },
  {
    id: 'entry-missing',
    rule: 'R-20.5',
    what: 'an entry is left out',
    archive: 'ended',
    patch: [{ op: 'remove', path: '/entries/10' }],
  },
  {
    id: 'end-missing',
    rule: 'R-20.5',
    what: 'the last entry is left out',
    archive: 'ended',
    patch: [{ op: 'remove', path: '/entries/11' }],
  },
  {
    id: 'twice',
    rule: 'R-20.4',
    what: 'a position is there twice',
    archive: 'ended',
    patch: [{ op: 'replace', path: '/entries/10/index', value: 9 }],
  },
  {
    id: 'leaf-altered',
    rule: 'R-20.5',
    what: 'a leaf has another time',
    archive: 'ended',
    patch: [{ op: 'replace', path: '/entries/10/leaf/at', value: '2026-01-10T12:00:00.001Z' }],
  },
  {
    id: 'payload-altered',
    rule: 'R-20.5',
    what: 'a document is another one',
    archive: 'ended',
    patch: [{ op: 'replace', path: '/entries/10/envelope/payload', value: 'e30' }],
  },
  {
    id: 'checkpoint-altered',
    rule: 'R-20.5',
    what: 'the checkpoint is not signed by this log',
    archive: 'ended',
    patch: [{ op: 'replace', path: '/checkpoint', value: 'folkmoot/nobody\n1\nAAAA\n\n' }],
  },
  {
    id: 'did-line-missing',
    rule: 'R-20.5',
    what: 'the DID log lacks the end that the entries have',
    archive: 'ended',
    patch: [{ op: 'remove', path: '/didLines/1' }],
  },
  {
    id: 'attachment-altered',
    rule: 'R-20.5',
    what: 'an attachment is not what its name says',
    archive: 'ended',
    patch: [
      { op: 'replace', path: `/attachments/${REASON.text.attachment}`, value: toBase64url(utf8('another')) },
    ],
  },
  {
    id: 'attachment-missing',
    rule: 'R-20.6',
    what: 'an attachment is not there: nothing is wrong, and it is told',
    archive: 'ended',
    patch: [{ op: 'remove', path: `/attachments/${REASON.text.attachment}` }],
  },
  {
    id: 'witness-trusted',
    rule: 'R-20.5',
    what: 'a trusted witness, known by the DID log in the archive',
    archive: 'witnessed',
    trusting: true,
  },
  { id: 'witness-unknown', rule: 'R-20.5', what: 'nobody is trusted', archive: 'witnessed' },
  {
    id: 'witness-log-missing',
    rule: 'R-20.5',
    what: 'the DID log of the trusted witness is not there: nobody knows its key',
    archive: 'witnessed',
    trusting: true,
    patch: [{ op: 'replace', path: '/witnesses', value: [] }],
  },
  {
    id: 'witness-log-damaged',
    rule: 'R-20.5',
    what: 'the DID log of a witness does not verify',
    archive: 'witnessed',
    trusting: true,
    patch: [{ op: 'replace', path: '/witnesses/0/lines/0', value: '{}' }],
  },
  {
    id: 'witness-in-future',
    rule: 'R-20.5',
    what: 'a clock that is behind does not know the witness yet',
    archive: 'witnessed',
    trusting: true,
    now: '2025-01-01T00:00:00.000Z',
  },
];

/** Long after everything that the archives hold. */
const NOW = '2027-06-01T00:00:00.000Z';

/** The vectors of chapter 20. */
export async function archiveVectors() {
  const archives = json({
    ended: await archiveOf(async (commons) => end(commons)),
    'going-on': await archiveOf(async () => undefined),
    witnessed: await archiveOf(async () => undefined, [await witnessCommons()]),
    'after-end': await archiveOf(async (commons) => {
      await end(commons);
      await commons.decide(commons.people.ana, 50);
    }),
  });
  const witness = (await witnessCommons()).log.commons;
  const cases = [];
  for (const { id, rule, what, trusting, now = NOW, ...rest } of PLANS) {
    const input = { ...rest, trust: trusting ? [witness] : [], now };
    const changed = patched(archives[input.archive] ?? null, input.patch ?? []) as JsonObject; // patches change what is in it
    const expected = await foundIn(changed, input);
    cases.push({
      id,
      rule,
      what,
      valid: 'result' in expected && expected.result === 'pass',
      ...input,
      expected,
    });
  }
  return { description: DESCRIPTION, archives, cases };
}

/** What a verifier finds in an archive, in the words of the vectors. */
export async function foundIn(
  files: JsonObject,
  { trust, now }: { readonly trust: readonly string[]; readonly now: string },
) {
  const { attachments, ...archive } = files as unknown as Files; // made by `archiveOf`, or patched from it
  try {
    const { faults, findings, singleHistory, ...report } = await verifyArchive(
      { ...archive, attachments: contents(attachments) },
      { verify: verifyWithNode, trust, now: Date.parse(now) },
    );
    return {
      ...report,
      faults: codesOf(faults),
      findings: codesOf(findings),
      singleHistory: singleHistory.result,
    };
  } catch (error) {
    if (error instanceof ProtocolError) return { problem: error.type };
    throw error;
  }
}

function codesOf(found: readonly { readonly code: string }[]): readonly string[] {
  return [...new Set(found.map(({ code }) => code))].sort();
}

async function* contents(attachments: Files['attachments']) {
  for (const [hash, text] of Object.entries(attachments))
    yield { hash, content: fromBase64url(text) ?? new Uint8Array() };
}

/** The files of an archive as one value. */
interface Files {
  readonly commons: SmallCommons['log']['commons'];
  readonly didLines: readonly string[];
  readonly checkpoint: string;
  readonly entries: readonly ShownEntry[];
  readonly attachments: Readonly<Record<string, string>>;
  readonly witnesses: { readonly commons: Scid; readonly lines: string[] }[];
}

/** One that cosigns the log of another. */
function witnessCommons(): Promise<TestCommons> {
  return createCommons('witness', '2026-01-05T09:00:00Z');
}

async function archiveOf(
  then: (commons: SmallCommons) => Promise<unknown>,
  witnesses: readonly TestCommons[] = [],
): Promise<Files> {
  const commons = await smallCommons('archive');
  const { log } = commons;
  log.setClock('2026-01-10T12:00:00.000Z');
  await commons.decide(commons.people.ana, 100);
  await then(commons);
  return {
    commons: log.commons,
    didLines: [...log.didVersions.values()].map(({ line }) => line),
    checkpoint: await log.checkpoint(
      witnesses.map(({ log: { commons: witness, keyring } }) => ({
        commons: witness,
        witness: keyring.witness,
      })),
    ),
    entries: log.entries.map(({ leaf, verified }, index) => ({
      index,
      leaf: leaf as never, // a leaf is JSON
      envelope: {
        payload: toBase64url(verified.payload),
        protected: protectedHeaderOf(verified.kid),
        signature: toBase64url(verified.signature),
      },
    })),
    attachments: Object.fromEntries(
      [REASON, RECEIVER].map(({ text, bytes }) => [text.attachment, toBase64url(bytes)]),
    ),
    witnesses: witnesses.map(({ log: { commons: witness }, line }) => ({ commons: witness, lines: [line] })),
  };
}

/** The last entry of a log. */
async function end({ log, self }: SmallCommons): Promise<void> {
  const root = rootOf(log.entries.map((entry) => leafHash(entry.leafBytes)));
  const { line } = await deactivateDid([...log.didVersions.values()], {
    updateKey: keyOf('archive next update'),
    head: { size: log.entries.length, root: hashTextSchema.parse(toBase64url(root)) },
    now: log.now(),
  });
  await log.append('identity', self, {
    subject: log.entries[2]?.entry.document.subject ?? subjectOf('archive identity'),
    version: 2,
    line,
  });
}
