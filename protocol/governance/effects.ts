import type { Adoptable, ThingType } from '../documents/adoptable.ts';
import type { EffectKind } from '../documents/effect-kind.ts';
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
      return [{ kind: 'agreement', amount: 0 }];
    case 'change':
      return operation.paths.map((path) => ({ kind: 'change', path, amount: 0 }));
    case 'resolve':
      return [];
  }
}

function adoptionEffects(adopts: Adoptable): readonly Effect[] {
  return [{ kind: adoption(adopts.type === 'set' ? adopts.of : adopts.type), amount: 0 }];
}

function adoption(type: ThingType): EffectKind {
  return `adopt:${type}`;
}
