import type { AgreementView } from '../../flows/views/agreements-view.ts';
import { hashOf } from '../hrefs.ts';
import { type Possible, possibleIn } from './possible.ts';

/** What those who decide about agreements can do about one. Spec §8, [R-8.18], [R-8.21]. */
export function agreementCommands(view: AgreementView): readonly Possible[] {
  const { negotiation, status, parties, commitments, ending } = view;
  const us = parties.find((party) => party.us)?.commons;
  if (us === undefined) return [];
  const waiting = view.questions.filter(({ commons, answers }) => commons !== us && answers.length === 0);
  const talks = [
    ...waiting.map(({ id }) => `answer ${negotiation} --question ${hashOf(id)} --words "…"`),
    ...(status === 'lapsed' ? [] : [`ask ${negotiation} --words "…"`]),
  ];
  const who = 'Whoever decides about agreements:';
  if (view.seal === null || status === 'contested' || status === 'fulfilled')
    return possibleIn({ who, lines: talks });
  const goesOn = status !== 'terminated';
  const delivers = commitments.flatMap(({ provider, kept }, place) =>
    goesOn && provider === us && (kept?.left ?? 0) > 0 ? [place + 1] : [],
  );
  const unanswered = commitments.flatMap(({ receiver, kept }) =>
    receiver === us ? (kept?.deliveries ?? []).filter(({ received }) => received === null) : [],
  );
  const saidSo = ending?.said.some(({ commons }) => commons === us) ?? false;
  return possibleIn({
    who,
    lines: [
      ...talks,
      ...delivers.map((number) => `delivered ${negotiation} --promise ${number} --reason "…"`),
      ...unanswered.map(({ id }) => `received ${negotiation} --delivery ${hashOf(id)} --reason "…"`),
      ...(goesOn && !saidSo ? [`terminate ${negotiation} --at 30d --reason "…"`] : []),
    ],
  });
}
