import { NOT_COUNTED } from '../../protocol/governance/codes.ts';
import { durationText } from '../duration-text.ts';
import type { ClientDraft, ClientVerdict } from './client.ts';

/** Whether something counts, in one sentence; with what is left of a limit where that is the reason. */
export function verdictWords({ status, code, detail, sentence }: ClientVerdict, isLogged: boolean): string {
  switch (status) {
    case 'counted':
      return isLogged ? 'It counts.' : 'It would count.';
    case 'pending':
      return isLogged
        ? 'It waits for a second signature.'
        : 'It would wait for a second signature, for 72 hours at most.';
    case 'unresolved':
      return 'Whether it counts cannot be told from here.';
    case 'not-counted':
      return `It ${isLogged ? 'does' : 'would'} not count (${code}): ${sentence ?? sentenceOf(code)}${rest(detail)}`;
  }
}

/** That something counts and nothing comes of it, in a sentence or two. */
export function idleWords({ code, sentence }: NonNullable<ClientDraft['idle']>, isLogged: boolean): string {
  return `Nothing ${isLogged ? 'comes' : 'would come'} of it (${code}): ${sentence}`;
}

function sentenceOf(code: string | null): string {
  const known: Readonly<Record<string, { readonly sentence: string }>> = NOT_COUNTED;
  return (code === null ? undefined : known[code]?.sentence) ?? 'The rules say no.';
}

/** What a limit or a stock still has. */
function rest(detail: ClientVerdict['detail']): string {
  const { limit, most, least, asked, used, left, seconds, from, until } = detail ?? {};
  if (limit === 'perDecision') return ` One decision may give ${most}; this one gives ${asked}.`;
  if (limit === 'perPeriod') {
    return ` Of ${most} in ${durationText(Number(seconds))}, ${used} are used and ${left} are left; this one gives ${asked}.`;
  }
  if (limit === 'budget')
    return asked === undefined
      ? ' It has to name the budget that it is drawn on (--budget).'
      : ` Of the budget of ${most}, ${used} are used and ${left} are left; this one gives ${asked}.`;
  if (least !== undefined && left !== undefined)
    return ` At least ${least} have to be left; with this ${left} would be.`;
  const isSaid = from !== undefined && until !== undefined; // when too little is left is in the sentence
  return left === undefined || asked === undefined || isSaid
    ? ''
    : ` ${left} are left; this one gives ${asked}.`;
}
