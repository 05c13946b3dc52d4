import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import type { WhyView } from './why-view.ts';

/** Who decided what, under which domain, and whether it counts; our own words are English. Spec §9. */
export function sentenceOf(
  who: string,
  role: string | null,
  document: Decision | Outcome,
  what: readonly string[],
  domain: string,
  verdict: WhyView['verdict'],
): string {
  const by = role === null ? who : `${who}, as ${role},`;
  const noEffect = document.type === 'outcome' ? document.noEffect : undefined;
  const did =
    noEffect === undefined ? DID[document.result] : 'could not do what it had said on the proposal to';
  const sentence = `${by} ${did} ${what.join('; ')} — under “${domain}”.`;
  if (verdict.status === 'pending') return `${sentence} It waits for a second signature.`;
  if (verdict.sentence !== null) return `${sentence} It does not count: ${verdict.sentence}`;
  return noEffect === undefined
    ? sentence
    : `${sentence} For a month it could not be done: ${meaningOf(noEffect)}`;
}

function meaningOf(code: string): string {
  return Object.entries(NOT_COUNTED).find(([known]) => known === code)?.[1].sentence ?? code;
}

const DID = {
  adopted: 'decided to',
  'not-adopted': 'turned down the proposal to',
  default: 'came to the end of the escalation path, without a decision, on the proposal to',
} as const;
