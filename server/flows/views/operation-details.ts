import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import { type Author, type DocumentId, isScid } from '../../../protocol/ids.ts';
import { numberText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import { documentText, groundText } from '../../web/words.ts';
import { findPeer } from '../peers/peer-record.ts';
import { limitedResource } from './limit-views.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import { type ThingTelling, type ToldThing, thingWords } from './thing-words.ts';

/** Who is told, and how attached words are read for them: null where they are not at hand. */
export interface DetailTelling extends ThingTelling {
  readonly wordsOf: (text: AttachedText) => Promise<string | null>;
}

type Of<Op extends Operation['op']> = Extract<Operation, { readonly op: Op }>;

/** A text that is signed is shown as far as this; whoever wrote more knows how it goes on. */
const WORDS_MAX = 2000;
/** What one operation erases, or promises, as far as one sentence holds it. */
const LIST_SHOWN = 10;

/**
 * What the words of an operation leave out, for whoever signs it: what a thing says that is adopted, the whole of a text,
 * on what is ruled, what is promised, what is erased. Spec §10 [R-10.30].
 *
 * @returns the rest of the sentence, empty where the words say all.
 */
export async function operationDetail(telling: DetailTelling, operation: Operation): Promise<string> {
  switch (operation.op) {
    case 'adopt':
      return adoptionDetail(telling, operation);
    case 'ask':
    case 'answer':
    case 'resolve':
      return textDetail(
        telling,
        operation.text,
        await operationWords(telling.context, telling.record, operation, telling),
      );
    case 'rule':
      return `${await decisionDetail(telling, operation.decision.id)}${await textDetail(telling, operation.text, '')}`;
    case 'decline': {
      const terms = await telling.record.document(operation.terms);
      return terms?.type === 'terms' && telling.mayRead(terms)
        ? ` (“${anyLanguage(terms.fields.purpose)}”)`
        : '';
    }
    case 'agree':
      return agreementDetail(telling, operation);
    case 'erase':
      return erasureDetail(telling, operation);
    default:
      return '';
  }
}

/** What a decision does that another one speaks of, in brackets; nothing where it is not here, or not for the reader. */
export async function decisionDetail(telling: DetailTelling, id: DocumentId): Promise<string> {
  const { context, record, mayRead } = telling;
  const document = await record.document(id);
  if (document === null || !('binding' in document) || document.binding === undefined || !mayRead(document))
    return '';
  const words = document.binding.operations.map((one) => operationWords(context, record, one, telling));
  return ` (${(await Promise.all(words)).join('; ')})`;
}

async function adoptionDetail(telling: DetailTelling, { adopts }: Of<'adopt'>): Promise<string> {
  if (adopts.type === 'set') return '';
  const thing = await telling.record.document(adopts.id);
  if (thing === null || thing.type !== adopts.type || !telling.mayRead(thing)) return '';
  // Who comes and who goes is said of a circle already, and a charter is read whole.
  return thing.type === 'circle' || thing.type === 'charter'
    ? ''
    : `: ${await thingWords(telling, thing as ToldThing)}`;
}

/** Not again what stands in the words already. */
async function textDetail({ wordsOf }: DetailTelling, text: AttachedText, said: string): Promise<string> {
  const words = await wordsOf(text);
  if (words === null || said.includes(words)) return '';
  return words.length <= WORDS_MAX
    ? `: “${words}”`
    : `: “${words.slice(0, WORDS_MAX)}…” and ${numberText(words.length - WORDS_MAX)} characters more`;
}

async function agreementDetail(telling: DetailTelling, { fields }: Of<'agree'>): Promise<string> {
  const home = await telling.context.commons();
  const promised = await Promise.all(
    fields.commitments.slice(0, LIST_SHOWN).map(async ({ provider, receiver, resource, quantity }) => {
      const known =
        provider === home ? await limitedResource(telling.record, resource.subject, telling.mayRead) : null;
      const name = known === null ? '' : ` of “${anyLanguage(known.name)}” (${known.unit})`;
      const from = provider === home ? 'we give' : `${await nameOf(telling, provider)} gives`;
      return `${from} ${numberText(quantity)}${name} to ${receiver === home ? 'us' : await nameOf(telling, receiver)}`;
    }),
  );
  const more = fields.commitments.length - promised.length;
  return `: ${promised.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function erasureDetail(telling: DetailTelling, { erases, ground }: Of<'erase'>): Promise<string> {
  const named = await Promise.all(
    erases.slice(0, LIST_SHOWN).map(async ({ document: id }) => {
      const document = await telling.record.document(id);
      if (document === null || !telling.mayRead(document)) return 'something that is not for you';
      return `${documentText(document.type)} by ${await nameOf(telling, document.author)}`;
    }),
  );
  const more = erases.length - named.length;
  return ` (${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}; ${groundText(ground).toLowerCase()})`;
}

async function nameOf({ context, record, mayRead }: DetailTelling, author: Author): Promise<string> {
  if (!isScid(author)) return (await personBy(context, record, author, mayRead)).name;
  return author === (await context.commons())
    ? 'the commons'
    : ((await findPeer(context.store, author))?.name ?? author);
}
