import * as fc from 'fast-check';
import { SECOND } from '../../../protocol/time.ts';
import type { LoggedEntry } from '../log-builder.ts';
import type { Said } from './partner.ts';
import type { Table } from './table.ts';
import { confirmationOf, refTo, say, stock, transfer, type World } from './world.ts';

/** One thing that somebody tries, whatever the rules say to it. Numbers pick people, documents and amounts. */
export type Act =
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'spend'; readonly who: number; readonly from: 'X' | 'Z'; readonly amount: number }
  | { readonly do: 'confirm'; readonly who: number; readonly pick: number }
  | { readonly do: 'reverse'; readonly who: number; readonly pick: number }
  | { readonly do: 'resize'; readonly capacity: number }
  | { readonly do: 'end-stock' }
  | { readonly do: 'offer'; readonly who: number; readonly amount: number; readonly pick: number }
  | { readonly do: 'accept'; readonly pick: number; readonly who: number; readonly by: number | null }
  | { readonly do: 'hear-terms'; readonly amount: number; readonly pick: number }
  | { readonly do: 'hear-acceptance'; readonly pick: number }
  | { readonly do: 'hear-withdrawal'; readonly pick: number }
  | { readonly do: 'withdraw'; readonly pick: number; readonly reversed: boolean }
  | { readonly do: 'seal'; readonly pick: number; readonly ours: boolean }
  | { readonly do: 'lapse'; readonly pick: number; readonly ours: boolean };

const pick = fc.nat(20);
/** Ben and Cem may; Dia may only for Ben while he rests; Ana may not. */
const who = fc.constantFrom(0, 0, 0, 1, 2, 3);
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 300 }) },
  fc.integer({ min: 1, max: 900 }),
);

const act = <Do extends Act['do']>(name: Do, fields: object = {}, weight = 4) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<Act>, // the fields of that act
});

/** Acts by all, with what makes something happen more often than what ends it. */
export const actsArbitrary: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    act('wait', { hours: fc.nat(60) }),
    act('spend', { who, from: fc.constantFrom('X', 'Z'), amount }),
    act('confirm', { who: fc.constantFrom(1, 1, 0, 2), pick }),
    act('reverse', { who, pick }, 1),
    act('resize', { capacity: fc.nat(2000) }, 1),
    act('end-stock', {}, 1),
    act('offer', { who, amount, pick }),
    // Mostly by a decision that says yes to just these terms.
    act('accept', { pick, who, by: fc.option(pick, { freq: 2 }) }, 8),
    act('hear-terms', { amount, pick }),
    act('hear-acceptance', { pick }, 8),
    act('hear-withdrawal', { pick }, 1),
    act('withdraw', { pick, reversed: fc.boolean() }, 2),
    act('seal', { pick, ours: fc.constantFrom(true, true, false) }),
    act('lapse', { pick, ours: fc.constantFrom(true, true, false) }, 2),
  ),
  { minLength: 5, maxLength: 40, size: 'max' },
);

/** Does one act at a table. What it would need and is not there is left out. */
export async function perform(world: World, table: Table, act: Act, count: number): Promise<void> {
  const { log, people, things } = world;
  const signers = [people.ben, people.cem, people.dia, people.ana];
  const { ben, cem, dia, ana } = things.mandates;
  const right = (who: number) => ({
    by: signers[who] ?? people.ben,
    mandate: [ben, cem, dia, ana][who] ?? ben,
  });
  const label = `act ${count}`;
  const decisions = ofType(world, 'decision');
  const terms = ofType(world, 'terms');
  const acceptances = ofType(world, 'acceptance');
  const ours = acceptances.filter(({ entry }) => entry.document.commons === log.commons);
  const theirs = acceptances.filter(({ entry }) => entry.document.commons !== log.commons);

  switch (act.do) {
    case 'wait':
      return log.setClock(log.now() + act.hours * 3600 * SECOND);
    case 'spend':
      await world.decide(label, [transfer(things[act.from], act.amount)], right(act.who));
      return;
    case 'confirm': {
      const decision = chosen(decisions, act.pick);
      if (decision === null) return;
      const { by, mandate } = right(act.who);
      const { treasurer: role, spending: domain } = things;
      const fields = confirmationOf(decision, { mandate, role, domain });
      await log.append('confirmation', by, { subject: world.own(label), ...fields });
      return;
    }
    case 'reverse': {
      const decision = chosen(decisions, act.pick);
      if (decision === null) return;
      const reverses = refTo(decision);
      const words = [{ op: 'resolve' as const, text: say('A mistake.') }];
      await world.decide(label, words, { ...right(act.who), reverses });
      return;
    }
    case 'resize': {
      const inForce = currentStock(world);
      const fields = stock(things.X.subject, things.spending.subject, 'Fund', act.capacity);
      await world.adopt(label, 'resource', {
        ...fields,
        ...(inForce === null ? {} : { supersedes: inForce }),
      });
      return;
    }
    case 'end-stock': {
      const id = currentStock(world);
      if (id === null) return;
      const thing = { subject: things.X.subject, id };
      await world.structureDecides(label, [{ op: 'end', type: 'resource', thing }]);
      return;
    }
    case 'offer': {
      const offer = table.fields({}, act.amount);
      const decision = await table.agree(offer, undefined, right(act.who));
      await table.terms(offer, decision, supersedes(chosen(terms, act.pick)));
      return;
    }
    case 'hear-terms': {
      await table.hear(table.b.terms(table.fields({}, act.amount), supersedes(chosen(terms, act.pick))));
      return;
    }
    case 'accept': {
      const to = chosen(terms, act.pick);
      if (to?.entry.document.type !== 'terms') return;
      const other = act.by === null ? null : chosen(decisions, act.by);
      await table.accept(to, other ?? (await table.agree(to.entry.document.fields, to, right(act.who))));
      return;
    }
    case 'hear-acceptance': {
      const to = chosen(terms, act.pick);
      if (to !== null) await table.hear(table.b.acceptance(to));
      return;
    }
    case 'hear-withdrawal': {
      const acceptance = chosen(theirs, act.pick);
      if (acceptance !== null) await table.hear(table.b.withdrawal(acceptance));
      return;
    }
    case 'withdraw': {
      const acceptance = chosen(ours, act.pick);
      if (acceptance?.entry.document.type !== 'acceptance') return;
      const basis = acceptance.entry.document.decision;
      const words = [{ op: 'resolve' as const, text: say('A mistake.') }];
      if (act.reversed) await world.decide(label, words, { reverses: basis });
      await table.withdraw(acceptance, { basis, releases: [{ commons: log.commons, resource: things.X }] });
      return;
    }
    case 'seal': {
      const complete = terms.find((to) => acceptances.filter((yes) => says(yes, to)).length > 1);
      const to = complete ?? chosen(terms, act.pick);
      const named = to === null ? [] : acceptances.filter((yes) => says(yes, to));
      if (to === null || named.length === 0) return;
      await (act.ours ? table.seal(to, named) : table.hear(table.b.seal(to, named)));
      return;
    }
    case 'lapse': {
      const to = chosen(terms, act.pick);
      if (to === null) return;
      const named = acceptances.filter(({ verdict }) => verdict.status === 'counted');
      await (act.ours ? table.lapse(to, named) : table.hear(table.b.lapse(to, named)));
    }
  }
}

/** A yes to these terms that counts. */
function says({ entry, verdict }: LoggedEntry, to: LoggedEntry): boolean {
  const { document } = entry;
  return verdict.status === 'counted' && document.type === 'acceptance' && document.terms === to.entry.id;
}

function supersedes(terms: Said | null) {
  return terms === null ? {} : { supersedes: terms.entry.id };
}

function ofType({ log }: World, type: string): readonly LoggedEntry[] {
  return log.entries.filter(({ entry }) => entry.document.type === type);
}

function chosen(entries: readonly LoggedEntry[], number: number): LoggedEntry | null {
  return entries.length === 0 ? null : (entries[number % entries.length] ?? null);
}

/** The version of X that is in force. */
export function currentStock({ log, things }: World) {
  const state = log.state(things.X.subject);
  if (state?.kind !== 'resource' || state.endedBy !== null) return null;
  return state.inForce?.id ?? things.X.id;
}
