import type { JsonObject } from '../../protocol/canonical.ts';
import { whySchema } from '../client/why-view.ts';
import { type Actor, act, addResource, expectThat, resourceOf } from './actor.ts';
import { money } from './money.ts';
import type { Play } from './play.ts';

/** In cent. The founding template lets a coordinator give 1,000 EUR by one decision, and 3,000 EUR in 30 days. */
const FUND = 500_000;
const WITHIN = 25_000;
const BEYOND = 150_000;

/** A decision by delegation, within its limit. */
export function decideAlone(play: Play, ana: Actor): Promise<void> {
  const { narrator } = play;
  return play.step({
    name: 'decide',
    title: 'Ana decides alone, within her limit',
    why: [
      `Small things should not wait for a meeting. The rules of ${ana.name} let its coordinator give away up to ${money(100_000)} by one decision: this is called delegation. Ana writes down what the repair fund holds, and gives ${money(WITHIN)} of it for a used drill press.`,
    ],
    async run() {
      await addResource(ana, { kind: 'money', name: 'Repair fund', unit: 'EUR cent', quantity: FUND });
      const decided = await act(
        ana,
        'decision',
        await gift(ana, WITHIN, 'A drill press', 'Ours is beyond repair.'),
      );
      const why = await ana.client.read(`/why/${encodeURIComponent(decided.id)}`, whySchema);
      const { available } = await resourceOf(ana);
      expectThat(available === FUND - WITHIN, `${money(FUND - WITHIN)} are left`, available);
      narrator.show('why', why.sentence);
      narrator.show('right', why.chain.map(({ what }) => what).join(' ← '));
      narrator.show('left', money(available));
      narrator.say('Who decided this, by what right, and why: one question, answered from the log alone.');
      return {
        value: undefined,
        facts: {
          decision: decided.id,
          verdict: decided.verdict.status,
          left: available,
          sentence: why.sentence,
        },
      };
    },
  });
}

/** A decision over the limit: foreseen, logged, and not counted. */
export function decideTooMuch(play: Play, ana: Actor): Promise<void> {
  const { narrator } = play;
  return play.step({
    name: 'over-limit',
    title: 'Ana tries more than she may',
    why: [
      `Now ${money(BEYOND)} for a roof. The rules answer before she signs. She signs nevertheless: everything is written down, and what breaks the rules does not count.`,
    ],
    async run() {
      const wish = await gift(ana, BEYOND, 'The roofer', 'The roof leaks.');
      const drafted = await ana.client.draft('decision', wish);
      const foreseen = drafted.verdict;
      expectThat(foreseen.code === 'limit-exceeded', 'the draft warns of the limit', foreseen);
      narrator.show('before', `would not count (${foreseen.code}): ${foreseen.sentence ?? ''}`);
      const [placed] = await ana.client.submit([drafted]);
      const verdict = placed?.verdict;
      expectThat(
        verdict?.status === 'not-counted' && verdict.code === 'limit-exceeded',
        'it does not count',
        verdict,
      );
      const { available } = await resourceOf(ana);
      expectThat(available === FUND - WITHIN, 'the fund is as it was', available);
      narrator.show('logged', `entry ${placed?.index}, not counted (${verdict.code})`);
      narrator.show('left', `${money(available)}, as before`);
      narrator.say('Nobody had to say no: whoever reads the log computes the same answer.');
      return {
        value: undefined,
        facts: {
          draft: { status: foreseen.status, code: foreseen.code },
          logged: { status: verdict.status, code: verdict.code },
          left: available,
        },
      };
    },
  });
}

async function gift(ana: Actor, quantity: number, to: string, reason: string): Promise<JsonObject> {
  const { subject, id } = await resourceOf(ana);
  return {
    operations: [{ op: 'transfer', resource: { subject, id }, quantity, to: { named: { say: to } } }],
    reason: { say: reason },
  };
}
