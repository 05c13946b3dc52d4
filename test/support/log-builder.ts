import { toBase64url } from '../../protocol/bytes.ts';
import { composeDocument, type Fields } from '../../protocol/documents/compose.ts';
import type { ThreadName } from '../../protocol/documents/define.ts';
import type { DocumentTypeName, FolkmootDocument } from '../../protocol/documents/document.ts';
import { parseDocument } from '../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import { type Verified, verifyEnvelope } from '../../protocol/envelope/verify.ts';
import type { Admitted } from '../../protocol/governance/admit.ts';
import type { ThreadState } from '../../protocol/governance/state.ts';
import { resolveDidLog } from '../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../protocol/identity/did-version.ts';
import { type DocumentId, hashTextSchema, logOrigin, type Scid } from '../../protocol/ids.ts';
import { formatCheckpoint } from '../../protocol/log/checkpoint.ts';
import { cosign } from '../../protocol/log/cosignature.ts';
import { headsRoot, type ThreadHead } from '../../protocol/log/heads-tree.ts';
import { formatNote, signNote } from '../../protocol/log/note.ts';
import type { NoteSignature } from '../../protocol/log/note-form.ts';
import { consistencyRanges } from '../../protocol/log/ranges.ts';
import { inclusionPath, leafHash, rootOf } from '../../protocol/log/tree.ts';
import { verifierKey } from '../../protocol/log/vkey.ts';
import { type Millis, parseTime, SECOND } from '../../protocol/time.ts';
import type { EvidenceEntry, EvidenceLog } from '../../protocol/verify/collect-bundle.ts';
import { verifyWithNode } from '../../server/keys/node-verify.ts';
import { type Signer, saltOf, subjectOf, type TestKey } from './people.ts';
import { createRecord } from './rules/record.ts';

/** A log that says something this often is not silent. */
const SPOKEN_WITHIN = 36 * 3600 * SECOND;

/** Keys of a commons that a test plays. */
export interface CommonsKeyring {
  readonly document: TestKey;
  readonly request: TestKey;
  readonly checkpoint: TestKey;
  readonly witness: TestKey;
}

export interface LoggedEntry extends Admitted {
  readonly envelope: Uint8Array;
  readonly verified: Verified;
  /** Of another commons' document: whether it counts in its own log. */
  readonly countsAtHome?: boolean;
}

/** What a test gives of a document; the rest follows. */
export type Draft<Type extends DocumentTypeName> = Omit<
  Fields<Type>,
  'commons' | 'author' | 'issuedAt' | 'audience' | 'salt'
> & { readonly audience?: FolkmootDocument['audience']; readonly salt?: string };

/**
 * A whole log in memory, by the rules of `protocol/` alone: no server, no database. The caller moves its clock.
 */
export function createLogBuilder(commons: Scid, keyring: CommonsKeyring) {
  const entries: LoggedEntry[] = [];
  const didVersions = new Map<DocumentId, DidVersion>();
  const { record, threads, entriesOf, foreign, add } = createRecord(commons, (id) => {
    const version = didVersions.get(id);
    return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
  });
  const notes: { note: string; size: number }[] = [];
  let clock: Millis = 0;
  let count = 0;
  let keeper: { readonly signer: Signer; readonly since: Millis } | null = null;

  async function appendEnvelope(envelope: Uint8Array, countsAtHome?: boolean): Promise<LoggedEntry> {
    const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
    const document = parseDocument(verified.content);
    if (document.type === 'identity' && document.commons === commons)
      await learnDid(verified.id, document.line);
    if (countsAtHome !== undefined) foreign.set(verified.id, countsAtHome);
    const admitted = add({ index: entries.length, at: clock, verified, document });
    const logged = {
      ...admitted,
      envelope,
      verified,
      ...(countsAtHome === undefined ? {} : { countsAtHome }),
    };
    entries.push(logged);
    return logged;
  }

  /** The log states its heads as long as time goes by without anything else: a server that runs. */
  async function passTime(): Promise<void> {
    const now = clock;
    for (;;) {
      if (keeper === null) return;
      clock = Math.max(keeper.since, entries.at(-1)?.entry.at ?? 0) + SPOKEN_WITHIN;
      if (clock >= now) break;
      const { root, ...stated } = headsFields();
      await appendSigned('heads', keeper.signer, {
        subject: subjectOf(`${commons} heads ${clock}`),
        ...stated,
        root: hashTextSchema.parse(toBase64url(root)),
      });
    }
    clock = now;
  }

  async function appendSigned<Type extends DocumentTypeName>(
    type: Type,
    signer: Signer,
    draft: Omit<Draft<Type>, 'type'>,
  ): Promise<LoggedEntry> {
    const { payload } = compose(type, signer, draft);
    return appendEnvelope(await sign(payload, signer));
  }

  function headsFields() {
    const heads = [...threads.values()].map(({ key, n, last }) => ({ key, n, last }));
    return { size: entries.length, count: heads.length, root: headsRoot(heads) };
  }

  async function learnDid(id: DocumentId, line: string) {
    const lines = [...didVersions.values()].map((version) => version.line);
    const versions = await resolveDidLog([...lines, line], { now: clock, verify: verifyWithNode });
    const version = versions.at(-1);
    if (version !== undefined) didVersions.set(id, version);
  }

  function compose<Type extends DocumentTypeName>(
    type: Type,
    signer: Signer,
    draft: Omit<Draft<Type>, 'type'>,
  ) {
    count++;
    const fields = {
      type,
      commons,
      author: signer.author,
      issuedAt: new Date(clock).toISOString(),
      audience: 'public',
      salt: saltOf(`${commons} ${count}`),
      ...draft,
    };
    return composeDocument<Type>(fields as unknown as Fields<Type>); // composeDocument checks every field
  }

  async function sign(payload: Uint8Array, signer: Signer): Promise<Uint8Array> {
    return signEnvelope({ payload, author: signer.author, key: signer.key, sign: signer.sign });
  }

  const leafHashes = () => entries.map((entry) => leafHash(entry.leafBytes));

  async function checkpointNote(size: number, extra: readonly NoteSignature[] = []): Promise<string> {
    const name = logOrigin(commons);
    const text = formatCheckpoint({ origin: name, size, root: rootOf(leafHashes().slice(0, size)) });
    const key = verifierKey(name, 'note', keyring.checkpoint.publicKey);
    return formatNote({
      text,
      signatures: [await signNote(text, { key, sign: keyring.checkpoint.sign }), ...extra],
    });
  }

  return {
    commons,
    keyring,
    entries,
    record,
    didVersions,
    appendEnvelope,
    compose,
    sign,
    state: (name: ThreadName): ThreadState | null => record.thread(name).state,
    /** Every thread as it stands. States are never changed, so this stays as it is. */
    states: (): ReadonlyMap<ThreadName, ThreadState | null> =>
      new Map([...threads].map(([name, { state }]) => [name, state])),
    setClock: (time: string | Millis) => {
      const millis = typeof time === 'number' ? time : parseTime(time);
      if (millis === null) throw new TypeError(`no time: ${time}`);
      clock = millis;
    },
    now: () => clock,

    /** Takes another commons' document in, as counted at its home or not. */
    receive: ({ envelope }: Pick<LoggedEntry, 'envelope'>, countsAtHome = true) =>
      appendEnvelope(envelope, countsAtHome),

    /** Composes, signs and logs a document in one go. */
    async append<Type extends DocumentTypeName>(
      type: Type,
      signer: Signer,
      draft: Omit<Draft<Type>, 'type'>,
    ) {
      await passTime();
      return appendSigned(type, signer, draft);
    },

    /** From now on the log never falls silent, or does again: `null`. */
    keepAlive: (signer: Signer | null) => {
      keeper = signer === null ? null : { signer, since: clock };
    },

    /** Logs at once what keeps the log from being silent up to its clock; else the next entry does. */
    passTime,

    /** A checkpoint of the log as it stands, cosigned by the given witnesses at the log's own time. */
    async checkpoint(witnesses: readonly { commons: Scid; witness: TestKey }[] = []): Promise<string> {
      const size = entries.length;
      const text = formatCheckpoint({ origin: logOrigin(commons), size, root: rootOf(leafHashes()) });
      const cosignatures = await Promise.all(
        witnesses.map(({ commons: other, witness }) =>
          cosign(
            text,
            { key: verifierKey(logOrigin(other), 'cosignature', witness.publicKey), sign: witness.sign },
            clock,
          ),
        ),
      );
      const note = await checkpointNote(size, cosignatures);
      notes.push({ note, size });
      return note;
    },

    heads(): ThreadHead[] {
      return [...threads.values()].map(({ key, n, last }) => ({ key, n, last }));
    },

    headsFields,

    /** The log as evidence, up to the newest checkpoint that was made. */
    evidence(): EvidenceLog {
      const newest = notes.at(-1);
      if (newest === undefined) throw new TypeError('make a checkpoint first');
      const shown = (index: number): EvidenceEntry => {
        const entry = entries[index];
        if (entry === undefined) throw new TypeError(`no entry ${index}`);
        return { index, leaf: entry.leaf, verified: entry.verified, document: entry.entry.document };
      };
      const hashes = leafHashes().slice(0, newest.size);
      return {
        commons,
        size: newest.size,
        checkpoint: newest.note,
        checkpointsAround: async (index) => {
          const before = notes.findLast(({ size }) => size <= index);
          const after = notes.find(({ size }) => size > index);
          return [before, after].filter((note) => note !== undefined);
        },
        didVersions,
        indexOf: async (id) => {
          const index = entries.findIndex(({ leaf }) => leaf.doc === id);
          return index < 0 || index >= newest.size ? null : index;
        },
        threadIndices: async (name) =>
          entriesOf(name)
            .map(({ index }) => index)
            .filter((index) => index < newest.size),
        read: async (indices) => indices.map(shown),
        inclusionPaths: async (indices) => indices.map((index) => inclusionPath(hashes, index)),
        consistencyPath: async (fromSize) =>
          consistencyRanges(fromSize, newest.size).map(({ begin, end }) => rootOf(hashes.slice(begin, end))),
        heads: async () => {
          const stated = entries.findLast(({ entry }) => entry.document.type === 'heads');
          if (stated?.entry.document.type !== 'heads') return null;
          return { id: stated.entry.id, of: headsAt(stated.entry.document.size) };
        },
      };
    },
  };

  function headsAt(size: number): ThreadHead[] {
    const heads = new Map<string, ThreadHead>();
    for (const { leaf } of entries.slice(0, size)) {
      for (const { key, n } of leaf.threads) heads.set(key, { key, n: n + 1, last: indexOfLeaf(leaf) });
    }
    return [...heads.values()];
  }

  function indexOfLeaf(leaf: LoggedEntry['leaf']): number {
    return entries.findIndex((entry) => entry.leaf === leaf);
  }
}

export type LogBuilder = ReturnType<typeof createLogBuilder>;
