import * as fc from 'fast-check';
import { termOf } from '../../../protocol/documents/mandate.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { mandateFields } from '../example-things.ts';
import { createMatter } from './matter.ts';
import { endOfTerm, refTo, say, transfer, type Wishes, type World } from './world.ts';

const HOUR = 3600 * SECOND;
const DAY = DAY_SECONDS * SECOND;

/** A treasurer's role that rotates: three seats, at most two terms in a row. */
export const ROTATING: Wishes = {
  treasurer: { weight: 'light', seats: { min: 1, max: 3 }, maxConsecutiveTerms: 2, alternates: false },
  stocks: { X: 1_000_000 },
  charterLadder: {
    consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
  },
};

/** One thing that somebody tries about who is treasurer, or as one. Numbers pick people, terms and times. */
export type TermAct =
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'spend'; readonly who: number; readonly pick: number; readonly after: boolean }
  | { readonly do: 'spend-for'; readonly pick: number }
  | {
      readonly do: 'adopt';
      readonly who: number;
      readonly from: number;
      readonly days: number;
      readonly waived: boolean;
    }
  | {
      readonly do: 'adopt-next';
      readonly who: number;
      readonly pick: number;
      readonly from: number;
      readonly days: number;
    }
  | { readonly do: 'end'; readonly pick: number }
  | { readonly do: 'suspend'; readonly pick: number; readonly hours: number }
  | { readonly do: 'recall'; readonly pick: number }
  | { readonly do: 'delegate'; readonly pick: number; readonly to: number; readonly days: number };

const pick = fc.nat(20);
const who = fc.nat(3);
const from = fc.integer({ min: -100, max: 400 });
const days = fc.integer({ min: 1, max: 365 });
const act = <Do extends TermAct['do']>(name: Do, fields: object, weight = 2) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<TermAct>, // the fields of that act
});

export const termActs: fc.Arbitrary<TermAct[]> = fc.array(
  fc.oneof(
    act('wait', { hours: fc.oneof(fc.nat(48), fc.nat(2000), fc.nat(6000)) }, 3),
    act('spend', { who, pick, after: fc.boolean() }, 6),
    act('spend-for', { pick }, 3),
    act('adopt', { who, from, days, waived: fc.boolean() }, 4),
    act('adopt-next', { who, pick, from, days }, 3),
    act('end', { pick }, 1),
    act('suspend', { pick, hours: fc.nat(15 * 24) }),
    act('recall', { pick }, 1),
    act('delegate', { pick, to: who, days }),
  ),
  { minLength: 10, maxLength: 40, size: 'max' },
);

/** Does one act after another. What it would need and is not there is left out. */
export function createTermActs(world: World) {
  const { log, own, people, things } = world;
  const matter = createMatter(world);
  const { treasurer: role } = things;
  const everybody = [people.ana, people.ben, people.cem, people.dia];
  let count = 0;
  const next = (what: string) => own(`${what} ${++count}`);
  const soon = (moment = log.now()) => ({ reviewAt: formatMillis(moment + 1000) });

  /** Every version of a term that was ever drafted, adopted or not. */
  function terms() {
    return log.entries.flatMap(({ entry: { id, document } }) =>
      document.type === 'mandate' && document.role.subject === role.subject
        ? [{ ref: { subject: document.subject, id }, document }]
        : [],
    );
  }

  const justEnded = (endsAt: Millis) => endsAt <= log.now() && log.now() < endsAt + 32 * DAY;
  const chosen = <One>(list: readonly One[], index: number): One | null => list[index % list.length] ?? null;

  async function perform(act: TermAct): Promise<void> {
    switch (act.do) {
      case 'wait':
        return log.setClock(log.now() + act.hours * HOUR);
      case 'spend': {
        const ended = terms().filter(({ document }) => justEnded(termOf(document).endsAt));
        const term = chosen(act.after && ended.length > 0 ? ended : terms(), act.pick);
        const holder = everybody.find(({ author }) => author === term?.document.holder);
        // Mostly the holder, now and then somebody else.
        const by = act.pick % 4 === 0 ? everybody[act.who] : holder;
        if (term !== null && by !== undefined)
          await spend(term.ref, { by, ...(act.after ? { caretaker: true } : {}) });
        return;
      }
      case 'spend-for': {
        const given = chosen(
          log.entries.flatMap(({ entry }) => (entry.document.type === 'delegation' ? [entry] : [])),
          act.pick,
        );
        if (given?.document.type !== 'delegation') return;
        const { subject, mandate, to, author } = given.document;
        const by = everybody.find((one) => one.author === to);
        if (by !== undefined)
          await spend(mandate, { by, delegation: { subject, id: given.id, from: author as never } }); // people delegate
        return;
      }
      case 'adopt':
        return adopt(next('term'), act, act.waived ? { waiver: say('They know all of it.') } : {});
      case 'adopt-next': {
        const before = chosen(terms(), act.pick);
        if (before === null) return;
        const same =
          act.who % 2 === 0
            ? { who: everybody.findIndex(({ author }) => author === before.document.holder) }
            : {};
        const inForce = log.state(before.ref.subject);
        const known =
          inForce?.kind === 'thing' && inForce.endedBy === null
            ? (inForce.inForce?.id ?? before.ref.id)
            : null;
        return adopt(
          before.ref.subject,
          { ...act, ...same },
          {},
          known === null ? {} : { supersedes: known },
        );
      }
      case 'end': {
        const term = chosen(terms(), act.pick);
        if (term !== null) await world.structureDecides(`end ${++count}`, [endOfTerm(term.ref, role)]);
        return;
      }
      case 'suspend': {
        const term = chosen(terms(), act.pick);
        if (term === null) return;
        const until = formatMillis(log.now() + act.hours * HOUR);
        const suspend: Operation = { op: 'suspend', mandate: term.ref, role: role.subject, until };
        await world.structureDecides(`suspend ${++count}`, [suspend], soon());
        return;
      }
      case 'recall': {
        const term = chosen(terms(), act.pick);
        if (term !== null) await recall(term.ref, term.document.holder);
        return;
      }
      case 'delegate': {
        const term = chosen(terms(), act.pick);
        const by = everybody.find(({ author }) => author === term?.document.holder);
        const to = everybody[act.to];
        if (term === null || by === undefined || to === undefined) return;
        await log.append('delegation', by, {
          subject: next('delegation'),
          ...{
            mandate: term.ref,
            role,
            to: to.author as never,
            domains: [things.spending.subject],
            limits: [],
          }, // a person
          endsAt: formatMillis(log.now() + act.days * DAY),
        });
        return;
      }
    }
  }

  async function spend(mandate: Ref, more: Parameters<World['decide']>[2]): Promise<void> {
    await world.decide(`spend ${++count}`, [transfer(things.X, 1)], { mandate, ...more });
  }

  async function adopt(
    subject: Ref['subject'],
    {
      who: holder,
      from,
      days: length,
    }: { readonly who: number; readonly from: number; readonly days: number },
    said: object,
    more: object = {},
  ): Promise<void> {
    const startsAt = log.now() + from * DAY;
    const by = everybody[holder] ?? people.ana;
    const fields = mandateFields(
      ...([subject, role, by.author as never] as const), // a person
      formatMillis(startsAt),
      formatMillis(startsAt + length * DAY),
    );
    const { entry } = await log.append('mandate', people.ana, { ...fields, ...more });
    const adopts = { type: 'mandate' as const, subject, id: entry.id, role: role.subject, ...said };
    await world.structureDecides(`adopt ${++count}`, [{ op: 'adopt', adopts }]);
  }

  /** All of it: three sign, it is opened, three agree, and the outcome is logged after a week. */
  async function recall(mandate: Ref, holder: string): Promise<void> {
    const others = everybody.filter(({ author }) => author !== holder);
    const operation: Operation = { op: 'recall', mandate, role: role.subject };
    const binding = { operations: [operation] };
    const proposal = await matter.propose({ subject: next('recall'), domain: things.structure, binding });
    for (const by of others)
      await log.append('support', by, {
        ...{ subject: next('support'), proposal: refTo(proposal), role, circle: things.circle },
      });
    const opening = await matter.open(proposal, {
      ...{ domain: things.structure, rung: 'consent', parameters: ROTATING.charterLadder ?? {} },
      ...{ seat: { role, mandate }, people: others.map(({ author }) => ({ subject: author })) },
    });
    for (const by of others) await matter.respond(by, proposal, 'consent');
    log.setClock(log.now() + 7 * DAY);
    const counts = { roster: 3, base: 3, responders: 3, decisive: 3, answers: { consent: 3 }, objections: 0 };
    await matter.outcome(proposal, opening, { counts }, { binding });
  }

  return { perform, terms, spend, everybody };
}
