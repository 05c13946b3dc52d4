import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../protocol/canonical.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { formatMillis } from '../../protocol/time.ts';
import { type AgreementShown, agreementsSchema } from '../../server/client/views.ts';
import { systemRandom } from '../../server/random.ts';
import { isRefusal, type Ledger, send, sentOf, startLoad } from '../server/crash/support/load.ts';
import type { Chance } from '../simulation/engine/chance.ts';
import { type House, STOCK } from './town.ts';

/** Documents of one commons beside its negotiations: one after the other, and not as many as a machine can. */
const PUBLISHERS = 1;
const PAUSE_MS = 700;
/** Between two thoughts of somebody who negotiates. */
const THOUGHT_MS = [400, 1400] as const;
/** Whoever is not answered comes again. */
const AGAIN_MS = 200;
/** Offers of one commons that may wait for an answer at a time. */
const OPEN_MAX = 2;
/** Some want more than there is beside others. */
const SHARE_MOST = 0.3;
const MINUTE_MS = 60_000;

/** The members of one commons: they publish and negotiate, and say again whatever was not answered. */
export interface People {
  readonly ledger: Ledger;
  /** From now on they begin nothing new, and only answer what others offered. */
  readonly calmDown: () => void;
  /** Whether they have an answer to all that they said, and have answered all that they were offered. */
  readonly isQuiet: () => boolean;
  readonly end: () => Promise<void>;
}

export function settle(house: House, houses: readonly House[], ledger: Ledger, chance: Chance): People {
  const said = new Set<string>();
  let [ended, calm, answered] = [false, false, false];

  async function publish(): Promise<void> {
    while (!ended) {
      if (!house.isReady() || (calm && ledger.unsure.size === 0)) {
        await sleep(AGAIN_MS);
        continue;
      }
      const wish = { publishers: PUBLISHERS, imports: false, pauseMs: PAUSE_MS };
      const load = startLoad(house.direct, house.member, ledger, wish);
      while (!ended && !calm && house.isReady() && (await isGoingOn(load.over))) await sleep(1);
      if (calm) await Promise.race([load.over, untilSure()]);
      await load.end();
    }
  }

  async function untilSure(): Promise<void> {
    while (!ended && ledger.unsure.size > 0) await sleep(AGAIN_MS);
  }

  async function negotiate(): Promise<void> {
    while (!ended) {
      await sleep(chance.integer(...THOUGHT_MS));
      if (!house.isReady()) continue;
      try {
        answered = !(await think());
      } catch {
        await sleep(AGAIN_MS); // the server died, or says no: what was sent and not answered is in the ledger
      }
    }
  }

  /** @returns whether there was something to say. */
  async function think(): Promise<boolean> {
    const { agreements } = await house.client.read('/agreements', agreementsSchema);
    const open = agreements.filter(({ status }) => OPEN.has(status));
    const offered = open.filter((one) => one.terms !== null && !said.has(one.terms) && mayAnswer(one));
    const chosen = chance.pickAny(offered);
    if (chosen !== null && (calm || chance.happens(0.7))) {
      await say(answerTo(chosen), chosen.terms ?? '');
      return true;
    }
    const own = open.filter(({ fields }) => fields?.parties[0] === house.commons);
    if (calm || own.length >= OPEN_MAX) return offered.length > 0;
    await say({ op: 'agree', negotiation: systemRandom.subject(), fields: newFields(house, houses, chance) });
    return true;
  }

  /** A party whose yes is missing. */
  function mayAnswer({ parties }: AgreementShown): boolean {
    return parties.some(({ us, accepted }) => us && !accepted);
  }

  function answerTo({ negotiation, terms, fields }: AgreementShown): JsonObject {
    const isTaken = chance.happens(0.9);
    return isTaken
      ? { op: 'agree', negotiation, terms, fields: { ...fields } as JsonObject } // as the server showed them
      : { op: 'decline', negotiation, terms };
  }

  async function say(operation: JsonObject, terms = ''): Promise<void> {
    const wish = { operations: [operation], reason: { say: 'We looked at it.' } };
    try {
      const drafted = await house.client.draft('decision', wish);
      if (drafted.verdict.status !== 'counted') throw new ProtocolError('conflict', 'It would not count.');
      await send(house.client, house.member, ledger, [sentOf(drafted)]);
    } catch (error) {
      if (!isRefusal(error)) throw error; // nobody answered: it is said again
    }
    if (terms !== '') said.add(terms); // also what is too late, or too much: nobody says that twice
  }

  const all = [publish(), negotiate()];
  return {
    ledger,
    calmDown: () => {
      [calm, answered] = [true, false];
    },
    isQuiet: () => ledger.unsure.size === 0 && answered,
    end: async () => {
      ended = true;
      await Promise.all(all);
    },
  };
}

const OPEN: ReadonlySet<string> = new Set(['open', 'accepted-by-them', 'accepted-by-us']);

async function isGoingOn(over: Promise<unknown>): Promise<boolean> {
  return Promise.race([over.then(() => false), sleep(AGAIN_MS).then(() => true)]);
}

/** Something of ours for something of theirs; now and then in a ring of three, or with a registrar who is none of them. */
function newFields(house: House, houses: readonly House[], chance: Chance): JsonObject {
  const others = houses.filter((one) => one !== house);
  const first = chance.pickAny(others) ?? house;
  const third = chance.happens(0.25) ? chance.pickAny(others.filter((one) => one !== first)) : null;
  const parties = [house, first, ...(third === null ? [] : [third])];
  const registrar = chance.happens(0.7) ? house : (chance.pickAny(houses) ?? house);
  const acceptBy = Date.now() + 20 * MINUTE_MS;
  const sealBy = acceptBy + MINUTE_MS;
  const until = sealBy + 20 * MINUTE_MS;
  return {
    parties: parties.map(({ commons }) => commons),
    commitments: parties.map(({ commons, stock }, at) => ({
      provider: commons,
      receiver: parties[(at + 1) % parties.length]?.commons ?? commons,
      action: 'deliver-service',
      resource: { ...stock },
      quantity: chance.integer(1, STOCK * SHARE_MOST),
    })),
    acceptBy: formatMillis(acceptBy),
    sealBy: formatMillis(sealBy),
    sealGraceSeconds: 3600,
    registrar: registrar.commons,
    inDoubt: { until: formatMillis(until), policy: 'release' },
    reviewAt: formatMillis(until + 90 * 24 * 60 * MINUTE_MS),
    amendment: 'all-parties',
    termination: { noticeSeconds: 86_400, by: 'any-party' },
    disputePath: [
      { mode: 'talk', maxSeconds: 86_400 },
      { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
    ],
    requires: chance.happens(0.5) ? 'V2' : 'V4',
    rulesVersion: 1,
    purpose: { en: 'One thing for another.' },
  };
}
