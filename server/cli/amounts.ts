import { AMOUNT_MAX } from '../../protocol/amount.ts';
import type { Interval } from '../../protocol/documents/common.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { amountText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { ResourceShown } from '../client/views.ts';
import { intervalText } from '../interval-text.ts';
import { UsageError } from './usage-error.ts';

/** So much of a resource, as a person writes it. */
export interface AmountText {
  readonly quantity: number;
  /** The unit, where it was written: then it must be the resource's own. */
  readonly unit: string | null;
  readonly name: string;
}

/** So much of a resource that exists. */
export interface Amount {
  readonly quantity: number;
  readonly resource: ResourceShown;
  /** For how long, of what is used for a time. */
  readonly interval?: Interval;
}

/** How amounts are written, for help and errors. */
export const AMOUNT_FORM = '"4000 of Fund", "4000 EUR cent of Fund" or "Fund=4000"';

const QUANTITY = '\\d{1,3}(?:_\\d{3})+|\\d{1,16}';
const QUANTITY_FIRST = new RegExp(`^(${QUANTITY})(?:\\s+(\\S.*?))?\\s+of\\s+(\\S.*)$`);
const NAME_FIRST = new RegExp(`^(.+)=(${QUANTITY})$`);

/**
 * An amount as a person writes it; always whole, in the resource's smallest unit.
 *
 * @param name the option that it stands in.
 * @throws {UsageError}
 */
export function parseAmount(text: string, name: string): AmountText {
  const quantityFirst = QUANTITY_FIRST.exec(text.trim());
  const nameFirst = quantityFirst === null ? NAME_FIRST.exec(text.trim()) : null;
  const [quantity, unit, resource] =
    quantityFirst === null
      ? [nameFirst?.[2], undefined, nameFirst?.[1]]
      : [quantityFirst[1], quantityFirst[2], quantityFirst[3]];
  const number = Number((quantity ?? '').replaceAll('_', ''));
  if (resource !== undefined && number >= 1 && number <= AMOUNT_MAX) {
    return { quantity: number, unit: unit ?? null, name: resource.trim() };
  }
  throw new UsageError(
    `${name} takes an amount, whole and in the smallest unit, such as ${AMOUNT_FORM}, not “${text}”.`,
  );
}

/**
 * The resource that an amount is of.
 *
 * @param whose told in errors: `ours`, or a peer's name.
 * @throws {ProtocolError} `not-found`; {UsageError} where the unit is another, or several bear the name.
 */
export function amountIn(
  { quantity, unit, name }: AmountText,
  resources: readonly ResourceShown[],
  whose: string,
): Amount {
  const resource = resourceNamed(name, resources, whose);
  if (unit !== null && unit.toLowerCase() !== resource.unit.toLowerCase()) {
    throw new UsageError(
      `“${anyLanguage(resource.name)}” is counted in ${resource.unit}, not in ${unit}: write the amount in ${resource.unit}.`,
    );
  }
  return { quantity, resource };
}

/** An amount in words: `40.00 EUR of Fund`. */
export function amountWords({ quantity, resource, interval }: Amount): string {
  const time = interval === undefined ? '' : ` (${intervalText(interval)})`;
  return `${amountText(quantity, resource.unit)} of ${anyLanguage(resource.name)}${time}`;
}

/** Whether a resource bears the name, in any of its languages. */
export function isCalled({ name }: ResourceShown, wanted: string): boolean {
  const sought = wanted.trim().toLowerCase();
  return Object.values(name).some((known) => known.trim().toLowerCase() === sought);
}

/** @throws {ProtocolError} `not-found`; {UsageError} where several bear the name. */
export function resourceNamed(
  name: string,
  resources: readonly ResourceShown[],
  whose: string,
): ResourceShown {
  const wanted = name.toLowerCase();
  const found = resources.filter((resource) => resource.subject === wanted || isCalled(resource, name));
  const [first, second] = found;
  if (first === undefined) {
    const names = resources.map((resource) => anyLanguage(resource.name));
    throw new ProtocolError('not-found', `There is no resource “${name}” among ${whose}.`, {
      resources: names,
    });
  }
  if (second === undefined) return first;
  throw new UsageError(`Several resources among ${whose} are called “${name}”: name one by its subject.`, {
    subjects: found.map(({ subject }) => subject),
  });
}
