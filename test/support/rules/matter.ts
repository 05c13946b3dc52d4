import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import type { Counts, Outcome } from '../../../protocol/documents/outcome.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import { hashTextOf, hashTextSchema, type Subject } from '../../../protocol/ids.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import type { Draft, LoggedEntry } from '../log-builder.ts';
import { type Signer, saltOf } from '../people.ts';
import { refTo, say, transfer, type World } from './world.ts';

/** How a matter is opened, where a case wants it otherwise than the domain says. */
type OpeningMore = Partial<Omit<Draft<'opening'>, 'type' | 'roster'>> & {
  /** Who is on the roster; the whole circle unless said otherwise. */
  readonly people?: readonly { readonly subject: Subject; readonly affected?: true }[];
  readonly bodies?: readonly Subject[];
  readonly roster?: Partial<Opening['roster']>;
};

/**
 * A proposal to spend 60, and what people and the commons log about it. Every document is right unless a case says
 * otherwise; what an outcome says is given by the case, so that nothing here repeats the rules.
 */
export function createMatter(world: World) {
  const { log, own, self, things, bodies, people } = world;
  log.keepAlive(self);
  const P = own('P');
  const operations: readonly Operation[] = [transfer(things.X, 60)];
  let count = 0;
  const next = (what: string) => own(`${what} ${++count}`);

  const propose = (more: Partial<Omit<Draft<'proposal'>, 'type'>> = {}, by: Signer = people.ana) =>
    log.append('proposal', by, {
      subject: P,
      domain: things.spending,
      driver: say('It is broken.'),
      binding: { operations: [...operations] },
      explanation: [],
      alternatives: [],
      ...more,
    });

  /** Two entries: the roster and the opening. */
  async function open(
    proposal: LoggedEntry,
    { people: asked, bodies: named, roster, ...more }: OpeningMore = {},
  ) {
    const everybody = Object.values(people).map(({ author }) => ({ subject: author }));
    const items = [...(asked ?? everybody)]
      .sort((a, b) => (a.subject < b.subject ? -1 : 1))
      .map((person) => ({ ...person, salt: saltOf(`roster ${person.subject}`) }));
    const subject = next('roster');
    const root = rootText(items.map((item) => canonicalBytes({ ...item })));
    const page = await log.append('set', self, {
      subject,
      page: 1,
      pages: 1,
      count: items.length,
      root,
      content: { of: 'roster', bodies: [...(named ?? [things.circle.subject])], items },
    });
    const { rung, parameters } = bodies.spending;
    return log.append('opening', self, {
      subject: next('opening'),
      proposal: refTo(proposal),
      domain: things.spending,
      circle: things.circle,
      asked: [],
      rung,
      parameters,
      constraints: [],
      rulesVersion: 1,
      ...more,
      roster: { subject, root, count: items.length, pages: [page.entry.id], ...roster },
    });
  }

  const respond = (
    by: Signer,
    proposal: LoggedEntry,
    value: Answer,
    more: Partial<Omit<Draft<'response'>, 'type'>> = {},
  ) => log.append('response', by, { subject: next('response'), proposal: refTo(proposal), value, ...more });

  const object = (by: Signer, proposal: LoggedEntry, more: Partial<Omit<Draft<'objection'>, 'type'>> = {}) =>
    log.append('objection', by, {
      subject: next('objection'),
      proposal: refTo(proposal),
      ground: 'harms-aim',
      argument: say('It empties the fund.'),
      resolvedBy: say('Half of it.'),
      ...more,
    });

  /** What the commons found of the claims of an objection or block. */
  const check = (
    opening: LoggedEntry,
    objection: LoggedEntry,
    finds: Draft<'objection-check'>['finds'],
    more: Partial<Omit<Draft<'objection-check'>, 'type'>> = {},
  ) =>
    log.append('objection-check', self, {
      subject: next('check'),
      of: { subject: P, id: objection.entry.id },
      opening: opening.entry.id,
      domain: things.spending,
      finds: [...finds],
      ...more,
    });

  const test = (by: Signer, objection: { readonly entry: { readonly id: LoggedEntry['entry']['id'] } }) =>
    log.append('objection-test', by, {
      subject: next('test'),
      of: { subject: P, id: objection.entry.id },
      argumentMade: false,
      reason: say('There is none.'),
    });

  const withdraw = (by: Signer, act: LoggedEntry, more: Partial<Omit<Draft<'withdrawal'>, 'type'>> = {}) =>
    log.append('withdrawal', by, {
      subject: next('withdrawal'),
      of: { subject: P, id: act.entry.id },
      fate: 'withdrawn',
      ...more,
    });

  const advise = (by: Signer, proposal: LoggedEntry, stance: 'for' | 'against' | 'neutral' = 'for') =>
    log.append('advice', by, {
      subject: next('advice'),
      proposal: refTo(proposal),
      stance,
      text: say('Ask the neighbours first.'),
    });

  /** An outcome that says so; evidence and hash are those of the log as it stands. */
  function outcome(
    proposal: LoggedEntry,
    opening: LoggedEntry,
    said: { readonly counts: Counts } & Partial<
      Pick<
        Outcome,
        'selection' | 'result' | 'objections' | 'fallback' | 'minutes' | 'byDefault' | 'interim' | 'noEffect'
      >
    >,
    more: Partial<Omit<Draft<'outcome'>, 'type'>> = {},
  ) {
    const { document } = opening.entry;
    if (document.type !== 'opening') throw new TypeError('an outcome follows from an opening');
    const { counts, result = 'adopted', objections = [], fallback, minutes } = said;
    const { byDefault, interim, noEffect } = said;
    const selection = said.selection === undefined ? {} : { selection: said.selection };
    const evidenceRoot = rootText(
      log.entries
        .filter(({ leaf }) => leaf.threads.some(({ key }) => key === proposal.entry.document.subject))
        .map(({ entry }) => fromBase64url(entry.id.slice('ni:///sha-256;'.length)) ?? new Uint8Array(0)),
    );
    const hashed = {
      ...{ counts, evidenceRoot, objections, result, proposal: proposal.entry.id },
      ...selection,
      ...(fallback === undefined ? {} : { fallback }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(byDefault === undefined ? {} : { byDefault }),
      ...(interim === undefined ? {} : { interim }),
      ...(noEffect === undefined ? {} : { noEffect }),
    };
    return log.append('outcome', self, {
      subject: next('outcome'),
      proposal: refTo(proposal),
      opening: opening.entry.id,
      circle: document.circle,
      roster: document.roster.subject,
      domain: document.domain,
      binding: { operations: [...operations] },
      result,
      reviewAt: formatMillis(log.now() + 30 * DAY_SECONDS * SECOND),
      tags: [],
      rulesVersion: 1,
      counts,
      objections,
      ...selection,
      ...(fallback === undefined ? {} : { fallback }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(byDefault === undefined ? {} : { byDefault }),
      ...(interim === undefined ? {} : { interim }),
      ...(noEffect === undefined ? {} : { noEffect }),
      evidenceRoot,
      outcomeHash: hashTextOf(canonicalBytes(hashed as unknown as JsonObject)), // counts and ids are JSON values
      ...more,
    });
  }

  return {
    ...{
      world,
      P,
      people,
      operations,
      propose,
      open,
      respond,
      object,
      check,
      test,
      withdraw,
      advise,
      outcome,
    },
    setClock: log.setClock,
    /** The server is switched off from now on. */
    fallSilent: () => log.keepAlive(null),
    /** It runs again. */
    speak: () => log.keepAlive(self),
  };
}

export type TestMatter = ReturnType<typeof createMatter>;

function rootText(entries: readonly Uint8Array[]) {
  return hashTextSchema.parse(toBase64url(rootOf(entries.map(leafHash))));
}
