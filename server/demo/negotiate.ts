import type { DocumentId, Subject } from '../../protocol/ids.ts';
import { counterTerms, newTerms } from '../cli/terms.ts';
import { readLogged } from '../client/log.ts';
import { type AgreementShown, agreementsSchema } from '../client/views.ts';
import { systemRandom } from '../random.ts';
import { type Actor, act, addResource, expectThat, resourceOf } from './actor.ts';
import { hours, money } from './money.ts';
import type { Play } from './play.ts';
import { waitUntil } from './wait-until.ts';

/** In cent and minutes. */
const OFFERED = { money: 15_000, minutes: 1_200 };
const ASKED = { money: 20_000, minutes: 1_500 };
const HOURS_TO_GIVE = 60_000;

/** Offer, counter-offer, two decisions, two acceptances, seal. @returns the negotiation. */
export function agree(play: Play, ana: Actor, ben: Actor): Promise<Subject> {
  const { narrator, signal } = play;
  return play.step({
    name: 'negotiate',
    title: 'The two agree to share',
    why: [
      `${ana.name} has money and no gardeners; ${ben.name} has gardeners and no money. Neither server decides for the other: each commons says yes by its own rules, and the agreement stands when both have said yes to the very same words.`,
    ],
    async run() {
      await addResource(ben, {
        kind: 'hours',
        name: 'Garden hours',
        unit: 'minute',
        quantity: HOURS_TO_GIVE,
      });
      const negotiation = systemRandom.subject();
      const seen = (actor: Actor, what: string, holds: (view: AgreementShown) => boolean) =>
        waitUntil(what, signal, () => agreementAt(actor, negotiation, holds));

      await offer(ana, ben, negotiation);
      const offered = await seen(ben, 'the offer is with Ben', ({ events }) => events.length === 1);
      narrator.show('offer', `Ana: ${money(OFFERED.money)} for ${hours(OFFERED.minutes)}`);

      const counter = await counterOffer(ben, ana, negotiation, offered);
      const countered = await seen(ana, 'the counter-offer is with Ana', ({ events }) => events.length === 2);
      narrator.show('counter', `Ben: ${money(ASKED.money)} for ${hours(ASKED.minutes)}`);

      await sayYes(ana, countered, negotiation);
      narrator.show('decision', `Ana says yes, by her own right; ${money(ASKED.money)} are held back`);
      await seen(ben, 'the acceptance of Ana is with Ben', ({ status }) => status === 'accepted-by-them');

      await act(ben, 'decision', {
        proposal: await subjectOf(ben, counter),
        reason: { say: 'Twenty-five hours we can do before June.' },
      });
      narrator.show('decision', `Ben says yes, by his; ${hours(ASKED.minutes)} are held back`);
      const sealed = await Promise.all(
        [ana, ben].map((actor) =>
          seen(actor, `${actor.name} has the seal`, ({ status }) => status === 'formed'),
        ),
      );
      narrator.show('sealed', 'both acceptances are in, and what was promised is given');

      const given = { money: (await resourceOf(ana)).available, minutes: (await resourceOf(ben)).available };
      expectThat(given.minutes === HOURS_TO_GIVE - ASKED.minutes, 'the hours are given once', given);
      narrator.show('page', `${ana.origin}/agreements/${negotiation}`);
      return {
        value: negotiation,
        facts: {
          negotiation,
          status: sealed.map(({ status }) => status),
          events: (sealed[0]?.events ?? []).map(({ what }) => what),
          left: given,
        },
      };
    },
  });
}

async function offer(ana: Actor, ben: Actor, negotiation: Subject): Promise<void> {
  const fields = newTerms(await exchange(ana, ben, OFFERED), { purpose: 'Planting the yard.' }, Date.now());
  await act(ana, 'proposal', {
    operations: [{ op: 'agree', negotiation, fields }],
    driver: { say: 'Our yard is bare, and they know how to plant.' },
  });
}

async function counterOffer(
  ben: Actor,
  ana: Actor,
  negotiation: Subject,
  { fields: before }: AgreementShown,
): Promise<DocumentId> {
  expectThat(before !== null, 'the offer has its words', before);
  const { gives: gets, gets: gives } = await exchange(ana, ben, ASKED);
  const mirrored = { us: ben.commons, them: ana.commons, gives, gets, language: 'en' };
  const fields = counterTerms(before, mirrored, {}, Date.now());
  const { id } = await act(ben, 'proposal', {
    operations: [{ op: 'agree', negotiation, fields }],
    driver: { say: 'For a little more we can give 25 hours.' },
  });
  return id;
}

async function sayYes(ana: Actor, { terms, fields }: AgreementShown, negotiation: Subject): Promise<void> {
  expectThat(terms !== null && fields !== null, 'the counter-offer has its words', terms);
  await act(ana, 'decision', {
    operations: [{ op: 'agree', negotiation, terms, fields: { ...fields } }],
    reason: { say: 'A fair exchange.' },
  });
}

/** What Ana gives and gets. */
async function exchange(ana: Actor, ben: Actor, amounts: typeof OFFERED) {
  return {
    us: ana.commons,
    them: ben.commons,
    gives: [{ quantity: amounts.money, resource: await resourceOf(ana) }],
    gets: [{ quantity: amounts.minutes, resource: await resourceOf(ben) }],
    language: 'en',
  };
}

async function agreementAt(
  { client }: Actor,
  negotiation: Subject,
  holds: (view: AgreementShown) => boolean,
): Promise<AgreementShown | null> {
  const { agreements } = await client.read('/agreements', agreementsSchema);
  return agreements.find((view) => view.negotiation === negotiation && holds(view)) ?? null;
}

async function subjectOf({ client }: Actor, id: DocumentId): Promise<Subject> {
  return (await readLogged(client, id)).subject;
}
