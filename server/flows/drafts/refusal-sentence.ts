import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type Refusal, sentenceOf } from '../../../protocol/governance/verdict.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { closedSentence } from './closed-sentence.ts';

/** A document by its id, as far as the drafter may read it. */
type Known = (id: DocumentId) => Promise<FolkmootDocument | null>;

/**
 * Why what somebody is about to sign would not count. A code says it for all documents alike; where that would be untrue of
 * this one, it is said for this one. Spec §10.
 */
export async function refusalSentence(
  document: FolkmootDocument,
  refusal: Refusal,
  known: Known,
): Promise<string> {
  return (await ownSentence(document, refusal, known)) ?? sentenceOf(refusal.code);
}

function ownSentence(
  document: FolkmootDocument,
  { code, detail = {} }: Refusal,
  known: Known,
): string | null | Promise<string | null> {
  switch (code) {
    case 'not-eligible':
      return notEligible(document, detail, known);
    case 'unknown-reference':
      return nothingThere(document, detail, known);
    case 'reason-missing':
      return document.type === 'response' && detail.what === 'ground' ? GROUND(document.value) : null;
    case 'closed':
      return closedSentence(document, detail);
    case 'conflict':
      return document.type === 'answer-link'
        ? 'A link for a member is handed over by somebody else who is asked, and by nobody who put the matter forward.'
        : null;
    case 'too-late':
      return adoptsTerm(document) && detail.endsAt !== undefined
        ? 'The term that it gives is over already: let it end later.'
        : null;
    case 'contradictory':
      return adoptsTerm(document) && detail.startsAt !== undefined
        ? 'The term that it gives ends before it begins.'
        : null;
    case 'human-only':
      return humanOnly(document, detail);
    case 'no-right':
      return document.type === 'erasure' ? notOnesOwn(detail) : null;
    default:
      return null;
  }
}

function adoptsTerm(document: FolkmootDocument): boolean {
  return (
    'binding' in document &&
    document.binding !== undefined &&
    document.binding.operations.some(
      ({ op, ...rest }) => op === 'adopt' && 'adopts' in rest && rest.adopts.type === 'mandate',
    )
  );
}

const GROUND = (value: string) =>
  value === 'block'
    ? 'A block says on which ground it rests.'
    : 'Only a block rests on a ground: leave it out, or block.';

async function notEligible(
  document: FolkmootDocument,
  detail: NonNullable<Refusal['detail']>,
  known: Known,
): Promise<string | null> {
  switch (document.type) {
    case 'handling':
      return 'Only somebody whose matter it is hands it on or closes it; whoever raised it can close it too.';
    case 'objection-test':
      return (await known(document.of.id))?.author === document.author
        ? 'It is your own objection: the others say whether an argument was made.'
        : null;
    case 'tally': {
      if (detail.role !== undefined) return 'Only somebody who holds the role that counts is a teller here.';
      const proposed = await known(document.proposal.id);
      return proposed?.author === document.author
        ? 'Whoever put the proposal forward is no teller of it.'
        : null;
    }
    default:
      return null;
  }
}

async function nothingThere(
  document: FolkmootDocument,
  detail: NonNullable<Refusal['detail']>,
  known: Known,
): Promise<string | null> {
  switch (document.type) {
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion': {
      const about = await known(document.decision.id);
      if (about === null) return null;
      if (about.type === 'proposal')
        return 'This is a proposal: only what was decided, or announced, takes that.';
      return 'result' in about && about.result !== 'adopted'
        ? 'The proposal was turned down: nothing is in force that this could be about.'
        : 'Nothing is in force there that this could be about.';
    }
    case 'disavowal':
      return (await known(document.minutes)) === null
        ? null
        : 'Nobody has confirmed these minutes yet: so far nothing that they say counts.';
    case 'decision':
    case 'proposal': {
      const ruling = document.binding.operations.find(({ op }) => op === 'rule');
      const on = ruling?.op === 'rule' ? await known(ruling.on) : null;
      return on === null || (detail.on === undefined && detail.decision === undefined)
        ? null
        : 'There is nothing of the kind to rule on: no challenge, question or report waits for this word.';
    }
    default:
      return null;
  }
}

function humanOnly(document: FolkmootDocument, detail: NonNullable<Refusal['detail']>): string | null {
  if (document.type === 'delegation')
    return detail.to === undefined ? 'An agent delegates to nobody.' : 'Nobody delegates to an agent.';
  if ('rung' in detail)
    return 'Where people are asked, people decide: an agent decides only what a role decides alone.';
  if ('effect' in detail)
    return 'What this changes humans keep to themselves, in whatever domain: an agent can propose it.';
  if ('reverses' in detail || 'replaces' in detail || 'op' in detail)
    return 'What was decided is for humans to take back, to replace, or to rule on.';
  if ('standsInFor' in detail) return 'An agent stands in for nobody: it decides by its own mandate.';
  const isAboutDomain = document.type === 'decision' && Object.keys(detail).length === 0;
  return isAboutDomain ? null : 'This is for humans alone, and not for agents.';
}

function notOnesOwn({ ground }: NonNullable<Refusal['detail']>): string {
  return ground === undefined
    ? 'It was said in office, not for oneself: the commons erases it, by a decision.'
    : 'On this ground the commons erases, by a decision; oneself, one erases on one’s own request.';
}
