import {
  type DocumentId,
  documentIdSchema,
  hashTextOf,
  type Scid,
  type Subject,
  subjectSchema,
} from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';

/** Words that people write, in whatever they name: they become an attachment as they are. Spec §10. */
const SAID = 'say';

/** A wish in which whatever its drafter may not read has the name of nothing. */
export interface Blinded<Value> {
  readonly wish: Value;
  /** Puts the names back that the drafter gave. */
  readonly named: <Given>(value: Given) => Given;
  /** An error in their names. */
  readonly problem: (error: unknown) => unknown;
}

/**
 * Whoever names in a draft what they may not read is answered as if it were not there: in what is filled in, in the verdict
 * that is foreseen, in words and in problems. So every such name is a name of nothing while the draft is made, and it is
 * only put back at the end. Spec §16.
 */
export async function blind<Value>(
  { store, random }: Pick<Context, 'store' | 'random'>,
  home: Scid,
  wish: Value,
  mayRead: MayRead,
): Promise<Blinded<Value>> {
  const texts = [...new Set(textsIn(wish))];
  const hidden = [
    ...(await hiddenDocuments(store, home, texts, mayRead)),
    ...(await hiddenSubjects(store, home, texts, mayRead)),
  ];
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  for (const name of hidden) {
    const nothing = subjectSchema.safeParse(name).success
      ? random.subject()
      : `ni:///sha-256;${hashTextOf(random.bytes(32))}`;
    there.set(name, nothing);
    back.set(nothing, name);
  }
  const named = <Given>(value: Given) => (back.size === 0 ? value : replaced(value, back));
  return {
    wish: there.size === 0 ? wish : replaced(wish, there),
    named,
    problem: (error) =>
      error instanceof ProtocolError && back.size > 0
        ? new ProtocolError(error.type, named(error.message), named(error.extensions), { cause: error.cause })
        : error,
  };
}

async function hiddenDocuments(
  store: Context['store'],
  home: Scid,
  texts: readonly string[],
  mayRead: MayRead,
): Promise<readonly DocumentId[]> {
  const ids = texts.flatMap((text) => documentIdSchema.safeParse(text).data ?? []);
  if (ids.length === 0) return [];
  return (await store.entries(home, { ids })).flatMap((entry) => {
    const document = readKnown(entry)?.document;
    return document === undefined || mayRead(document) ? [] : [entry.id];
  });
}

/** The key of a thread tells whether what opened it is public. Of the others, one document that can be read is enough. */
async function hiddenSubjects(
  store: Context['store'],
  home: Scid,
  texts: readonly string[],
  mayRead: MayRead,
): Promise<readonly Subject[]> {
  const names = texts.flatMap((text) => subjectSchema.safeParse(text).data ?? []);
  if (names.length === 0) return [];
  const hidden: Subject[] = [];
  for (const { name, key } of await store.threads(home, { names })) {
    if (key === name) continue;
    const at = await store.threadIndices(home, name, Number.MAX_SAFE_INTEGER);
    const documents = (await store.entries(home, { at })).flatMap(
      (entry) => readKnown(entry)?.document ?? [],
    );
    const own = documents.filter(({ subject }) => subject === name);
    if (!own.some(mayRead)) hidden.push(subjectSchema.parse(name));
  }
  return hidden;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === SAID ? [] : textsIn(inner)));
}

/** The same value with other names: alone in a member, or within a sentence. */
function replaced<Value>(value: Value, names: ReadonlyMap<string, string>): Value {
  return replace(value) as Value; // texts stay texts, and everything else keeps its form

  function replace(inner: unknown): unknown {
    if (typeof inner === 'string')
      return [...names].reduce((text, [name, other]) => text.replaceAll(name, other), inner);
    if (inner === null || typeof inner !== 'object') return inner;
    if (Array.isArray(inner)) return inner.map(replace);
    return Object.fromEntries(
      Object.entries(inner).map(([name, one]) => [name, name === SAID ? one : replace(one)]),
    );
  }
}
