import type { Adoptable, ThingType } from '../documents/adoptable.ts';
import { type EffectKind, type EffectPattern, effectSpecificity } from '../documents/effect-kind.ts';
import type { Binding, Operation } from '../documents/operation.ts';
import type { Ref, Scid, Subject } from '../ids.ts';

/** One thing that an operation does to the world, in the words that domains own. Spec §5. */
export interface Effect {
  readonly kind: EffectKind;
  readonly resource?: Subject;
  /** In the resource's smallest unit; 0 where nothing of our own is given. */
  readonly amount: number;
  readonly path?: string;
}

/**
 * What a binding part does, from the point of view of one commons. It alone chooses the domain: what the proposer says
 * of it has no say. Spec §5.
 */
export function effectsOf(binding: Binding, self: Scid): readonly Effect[] {
  return binding.operations.flatMap((operation) => effectsOfOperation(operation, self));
}

/** Kinds of effect, on one resource or on any: what a limit or a constraint is about. */
export interface About {
  readonly effects: readonly EffectPattern[];
  readonly resource?: Subject;
}

/** Whether a limit or constraint is about an effect. Spec §6, §12. */
export function concerns({ effects, resource }: About, effect: Effect): boolean {
  const named = effects.some((pattern) => effectSpecificity(pattern, effect.kind) !== null);
  return named && (resource === undefined || resource === effect.resource);
}

export function concernsAny(about: About, effects: readonly Effect[]): boolean {
  return effects.some((effect) => concerns(about, effect));
}

/** The resources of one commons that a binding part gives away, by the versions that it names. */
export function givenResources(binding: Binding, self: Scid): readonly Ref[] {
  return binding.operations.flatMap((operation) => {
    if (operation.op === 'transfer') return [operation.resource];
    if (operation.op !== 'agree') return [];
    return operation.fields.commitments
      .filter(({ provider }) => provider === self)
      .map(({ resource }) => resource);
  });
}

function effectsOfOperation(operation: Operation, self: Scid): readonly Effect[] {
  switch (operation.op) {
    case 'transfer':
      return [{ kind: 'transfer', resource: operation.resource.subject, amount: operation.quantity }];
    case 'adopt':
      return adoptionEffects(operation.adopts);
    case 'end':
      return [{ kind: adoption(operation.type), amount: 0 }];
    case 'agree': {
      const given = operation.fields.commitments.filter((commitment) => commitment.provider === self);
      if (given.length === 0) return [{ kind: 'agreement', amount: 0 }];
      return given.map(({ resource, quantity }) => ({
        kind: 'agreement',
        resource: resource.subject,
        amount: quantity,
      }));
    }
    case 'decline':
    case 'report':
    case 'terminate':
    case 'ask':
    case 'answer':
      return [{ kind: 'agreement', amount: 0 }];
    case 'change':
      return operation.paths.map((path) => ({ kind: 'change', path, amount: 0 }));
    case 'select':
    case 'recall':
    case 'suspend':
      return [{ kind: 'adopt:mandate', amount: 0 }];
    case 'erase':
      return [{ kind: 'erase', amount: 0 }];
    case 'resolve':
    case 'rule':
      return [];
  }
}

function adoptionEffects(adopts: Adoptable): readonly Effect[] {
  return [{ kind: adoption(adopts.type === 'set' ? adopts.of : adopts.type), amount: 0 }];
}

/** Who says what resources there are says what is set aside of them. Spec §15. */
function adoption(type: ThingType): EffectKind {
  return type === 'budget' ? 'adopt:resource' : `adopt:${type}`;
}
