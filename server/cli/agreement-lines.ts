import { amountText, numberText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { AgreementShown } from '../client/views.ts';
import { shortId } from './document-names.ts';
import { nextCommand } from './invocation.ts';
import type { ServerOptions } from './session.ts';

/** One negotiation as a person reads it. */
export function agreementLines(shown: AgreementShown, options: ServerOptions): readonly string[] {
  const { negotiation, status, fields, parties, commitments, events, seal, owed } = shown;
  const nameOf = (commons: string) => parties.find((party) => party.commons === commons)?.name ?? commons;
  return [
    `negotiation ${negotiation}: ${status}`,
    ...(fields === null
      ? []
      : [
          `  ${anyLanguage(fields.purpose)}`,
          ...commitments.map(
            (commitment) =>
              `  ${nameOf(commitment.provider)} → ${nameOf(commitment.receiver)}: ${promised(commitment)}`,
          ),
          `  accept by ${fields.acceptBy}, seal by ${fields.sealBy}, review at ${fields.reviewAt}; registrar: ${nameOf(fields.registrar)}; evidence up to ${fields.requires}`,
          `  accepted by: ${
            parties
              .filter(({ accepted }) => accepted)
              .map(({ name }) => name)
              .join(', ') || 'nobody yet'
          }`,
        ]),
    ...events.map(({ what, by, at, id }) => `  ${at}  ${what} by ${by}  ${shortId(id)}`),
    ...(owed.length === 0 ? [] : ['What is missing:', ...owed.map(({ sentence }) => `  ${sentence}`)]),
    ...(seal === null
      ? []
      : [`Its proof: ${nextCommand(options, `bundle ${negotiation} -o agreement.json`)}`]),
  ];
}

/** So much of what; the other's log may not show it. */
function promised({ quantity, unit, resource }: AgreementShown['commitments'][number]): string {
  if (unit === null || resource === null)
    return `${numberText(quantity)} of something that its log does not show`;
  return `${amountText(quantity, unit)} of ${anyLanguage(resource)}`;
}
