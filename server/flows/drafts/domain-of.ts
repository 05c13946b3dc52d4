import type { DomainRef } from '../../../protocol/documents/common.ts';
import { type Binding, bindingSchema } from '../../../protocol/documents/operation.ts';
import { type Effect, effectsOf } from '../../../protocol/governance/effects.ts';
import { fallsTo, hasRetired } from '../../../protocol/governance/scope/falls-to.ts';
import { parentDomain } from '../../../protocol/governance/scope/parent-domain.ts';
import type { RegisteredDomain, RegisterIndex } from '../../../protocol/governance/scope/register-index.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import { type Ref, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { schemaIssues } from '../../../protocol/schema-issues.ts';
import type { Millis } from '../../../protocol/time.ts';
import { askFreely, askNow } from '../record/current.ts';
import { seatRight } from './complete-claim.ts';
import type { DraftContext, Wish } from './draft.ts';
import { mandateOf } from './own-mandate.ts';

/**
 * The domain that owns the effects, or the one that the wish names where there are none.
 *
 * @throws {ProtocolError} `conflict` where nobody, or several, own them: then nobody can decide it like this.
 */
export async function domainOf(
  draft: DraftContext,
  wished: unknown,
  binding: Binding,
): Promise<{ readonly registered: RegisteredDomain; readonly ref: DomainRef }> {
  const effects = effectsOf(binding, draft.home);
  const parsed = subjectSchema.safeParse(wished);
  const named = parsed.success ? parsed.data : null;
  const fallen = await askFreely(draft.record, (view) => circleFor(view, effects, named, draft.now));
  if (fallen !== null) return fallen;
  const registered = await askNow(draft.record, ['register'], (view) =>
    ownerOf(view.register(), effects, named),
  );
  const ref = await domainRef(draft, registered);
  return { registered, ref };
}

/** The circle to which the effects fall, where no single domain owns them; null where one does, or was named. Spec §5. */
function circleFor(view: RuleView, effects: readonly Effect[], named: Subject | null, now: Millis) {
  const register = view.register();
  const domain = named === null ? null : register.bySubject(named);
  const isGone = domain !== null && hasRetired(view, domain, now);
  if (domain !== null && !isGone) return null;
  if (named === null && effects.length === 0 && register.all().length > 0) return null;
  // Where nothing has retired a reference says nothing of that.
  const before = fallsTo(view, effects);
  const by = fallsTo(view, effects, now);
  const same = before.kind === 'falls' && by.kind === 'falls' && before.circle.subject === by.circle.subject;
  const falls = same ? before : by;
  if (falls.kind !== 'falls' || (named !== null && !isGone && named !== falls.circle.subject)) return null;
  const { circle, through } = falls;
  const body = parentDomain(view, circle);
  if (body === null) return null;
  const registered: RegisteredDomain = {
    subject: circle.subject,
    body,
    source: { kind: 'document', id: circle.id },
  };
  return {
    registered,
    ref: { ...circle, through: [...through], ...(same ? {} : { retired: true as const }) },
  };
}

function ownerOf(
  register: RegisterIndex,
  effects: readonly Effect[],
  named: Subject | null,
): RegisteredDomain {
  const [first] = effects;
  if (named !== null) {
    const domain = register.bySubject(named);
    if (domain === null)
      throw new ProtocolError('not-found', 'No domain with this subject is in force.', { domain: named });
    return domain;
  }
  if (first === undefined) {
    throw new ProtocolError('malformed', 'A text without effects needs the domain it belongs to.');
  }
  const owner = register.owner(first);
  if (owner.kind === 'one') return owner.domain;
  const sentence =
    owner.kind === 'none' ? 'No domain owns this effect.' : 'Several domains own this effect equally.';
  const domains = owner.kind === 'several' ? owner.domains.map(({ subject }) => subject) : [];
  const code = owner.kind === 'none' ? 'no-domain' : 'ambiguous-domain';
  throw new ProtocolError('conflict', sentence, { code, effect: first, domains });
}

async function domainRef({ record }: DraftContext, domain: RegisteredDomain): Promise<DomainRef> {
  const { source, subject } = domain;
  if (source.kind === 'document') return { subject, id: source.id };
  const page = await askNow(record, ['register', source.set], (view) => {
    const state = view.state(source.set);
    const pages = state?.kind === 'set' ? state.pages : [];
    return pages.find(({ id }) => {
      const document = view.content(id);
      return document.type === 'set' && document.content.items.some((item) => item.subject === subject);
    });
  });
  if (page === undefined)
    throw new ProtocolError('not-found', 'The page of this domain is not here.', { subject });
  return { subject, id: page.id, set: source.set };
}

/** The drafter's mandate for the role that owns the domain; where they have none, the rules will say so. */
export async function rightOf(
  draft: DraftContext,
  domain: RegisteredDomain,
): Promise<{ mandate?: Ref; role?: Ref }> {
  const { owner } = domain.body;
  const held = await seatRight(draft, owner);
  if (held !== null) return held;
  if (owner.kind !== 'role') {
    throw new ProtocolError('conflict', 'No role owns this domain: it is not decided by delegation.', {
      code: 'wrong-rung',
      owner: owner.kind,
      rung: domain.body.rung,
    });
  }
  const right = await mandateOf(draft, owner.subject);
  if (right === null) {
    throw new ProtocolError('forbidden', 'Nobody holds the role that owns this domain.', {
      role: owner.subject,
    });
  }
  return right;
}

/** The binding part of a wish. @throws {ProtocolError} `malformed`. */
export function bindingIn(wish: Wish): Binding {
  const parsed = bindingSchema.safeParse(wish.binding ?? { operations: wish.operations });
  if (parsed.success) return parsed.data;
  const sentence = 'The operations do not have the required form.';
  throw new ProtocolError('malformed', sentence, schemaIssues(parsed.error));
}
