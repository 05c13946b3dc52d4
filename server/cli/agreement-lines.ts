import { terminationRule } from '../../protocol/agreement/termination.ts';
import type { TermsFields } from '../../protocol/documents/terms-fields.ts';
import { amountText, numberText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { AgreementShown } from '../client/views.ts';
import { disputeText } from '../dispute-words.ts';
import { durationText } from '../duration-text.ts';
import { shortId } from './document-names.ts';
import { nextCommand } from './invocation.ts';
import type { ServerOptions } from './session.ts';

/** Statuses of a negotiation that has become an agreement. */
export const SEALED: ReadonlySet<string> = new Set([
  'formed',
  'active',
  'claimed',
  'fulfilled',
  'terminated',
]);

/** One negotiation as a person reads it. */
export function agreementLines(shown: AgreementShown, options: ServerOptions): readonly string[] {
  const { negotiation, status, fields, parties, commitments, events, seal, owed, ending, questions } = shown;
  const nameOf = (commons: string) => parties.find((party) => party.commons === commons)?.name ?? commons;
  return [
    `negotiation ${negotiation}: ${status}`,
    ...(fields === null
      ? []
      : [
          `  ${anyLanguage(fields.purpose)}`,
          ...commitments.map(
            (commitment, place) =>
              `  ${commitment.kept === null ? '' : `${place + 1}. `}${nameOf(commitment.provider)} → ${nameOf(commitment.receiver)}: ${promised(commitment)}${keptWords(commitment)}`,
          ),
          `  accept by ${fields.acceptBy}, seal by ${fields.sealBy}, review at ${fields.reviewAt}; registrar: ${nameOf(fields.registrar)}; evidence up to ${fields.requires}`,
          `  ended by ${endedBy(fields)}`,
          `  accepted by: ${
            parties
              .filter(({ accepted }) => accepted)
              .map(({ name }) => name)
              .join(', ') || 'nobody yet'
          }`,
        ]),
    ...events.flatMap((event) => eventLines(event, shown)),
    ...questions.flatMap((question) => questionLines(question, parties)),
    ...commitments.flatMap(disputeLines),
    ...(ending === null || status === 'fulfilled' ? [] : [`  ${endingText(ending, status)}`]),
    ...(owed.length === 0 ? [] : ['What is missing:', ...owed.map(({ sentence }) => `  ${sentence}`)]),
    ...(seal === null
      ? []
      : [`Its proof: ${nextCommand(options, `bundle ${negotiation} -o agreement.json`)}`]),
  ];
}

/** What happened, and below it why, in the words of whoever did it. */
function eventLines(
  { what, by, at, id, liaison, about, reason }: AgreementShown['events'][number],
  { commitments }: AgreementShown,
): readonly string[] {
  const unit = about === null ? null : (commitments[about.commitment]?.unit ?? 'unit');
  const amount =
    about === null || unit === null
      ? ''
      : `: ${amountText(about.quantity, unit)} of promise ${about.commitment + 1}`;
  const drafted = liaison === null ? '' : `, drafted by its ${anyLanguage(liaison.role)}`;
  return [
    `  ${at}  ${what} by ${by}${amount}${drafted}  ${shortId(id)}`,
    ...(reason === null ? [] : reason.split('\n').map((line) => `    ${line}`)),
  ];
}

/** What was asked about the terms, and below it what was answered. */
function questionLines(
  { id, commons, words, answers }: AgreementShown['questions'][number],
  parties: AgreementShown['parties'],
): readonly string[] {
  const who = (party: string) => {
    const found = parties.find((one) => one.commons === party);
    return found?.us === true ? 'we' : (found?.name ?? party);
  };
  const said = (text: string | null) => (text ?? 'words that are not here').split('\n').join('\n      ');
  return [
    `  ${who(commons)} asked: ${said(words)}  ${shortId(id)}`,
    ...answers.map((answer) => `    ${who(answer.commons)} answered: ${said(answer.words)}`),
  ];
}

/** Where a claim of what did not come stands. */
function disputeLines({ kept }: AgreementShown['commitments'][number], place: number): readonly string[] {
  return kept?.dispute == null ? [] : [`  promise ${place + 1}: ${disputeText(kept.dispute)}`];
}

/** Who may end it once it is agreed, and with which notice. */
function endedBy(fields: TermsFields): string {
  const { by, noticeSeconds } = terminationRule(fields);
  const notice = noticeSeconds === 0 ? 'at once' : `with notice of ${durationText(noticeSeconds)}`;
  return `${by === 'any-party' ? 'any party' : 'all parties together'}, ${notice}`;
}

/** When it ends, and who said so. */
function endingText({ at, said }: NonNullable<AgreementShown['ending']>, status: string): string {
  const who = said.map(({ name, endsAt }) => `${name} (for ${endsAt})`).join(', ');
  if (at === null) return `to be ended, as said by: ${who}; it goes on until all parties have said so`;
  return `${status === 'terminated' ? 'ended' : 'ends'} at ${at}, as said by: ${who}`;
}

/** How far it is kept; nothing before it is agreed. */
function keptWords({ kept, unit }: AgreementShown['commitments'][number]): string {
  if (kept === null) return '';
  const amount = (quantity: number) => amountText(quantity, unit ?? 'unit');
  if (kept.deliveries.length === 0)
    return kept.state === 'ended' ? ' (not delivered)' : ' (not delivered yet)';
  const missing = kept.missing === 0 ? '' : `, ${amount(kept.missing)} did not come`;
  return ` (${amount(kept.delivered)} delivered, ${amount(kept.received)} received${missing})`;
}

/** So much of what; the other's log may not show it. */
function promised({ quantity, unit, resource }: AgreementShown['commitments'][number]): string {
  if (unit === null || resource === null)
    return `${numberText(quantity)} of something that its log does not show`;
  return `${amountText(quantity, unit)} of ${anyLanguage(resource)}`;
}
