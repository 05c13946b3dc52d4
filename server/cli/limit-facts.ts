import { amountText, countText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { Why } from '../client/why-view.ts';
import { durationText } from '../duration-text.ts';

/** The limits that a decision had to keep, with what it took of each, and what the period has used with it. */
export function limitFacts({ limits }: Why): readonly (readonly [string, string])[] {
  return limits.map((limit) => {
    const { effects, resource, asked, perDecision, perPeriod } = limit;
    const much = (quantity: number) => muchText(limit, quantity);
    const on = `${effects.join(', ')}${resource === null ? '' : ` (${anyLanguage(resource.name)})`}`;
    const each = perDecision === null ? '' : ` of at most ${much(perDecision)} at once`;
    const all =
      perPeriod === null
        ? ''
        : `; ${much(perPeriod.used)} of ${much(perPeriod.most)} used in ${durationText(perPeriod.seconds)}, until ${perPeriod.end}`;
    return ['limit', `${on}: ${much(asked)}${each}${all}`];
  });
}

/** Without a named resource it is in the smallest unit of whichever resource it is. */
function muchText({ measure, resource }: Why['limits'][number], quantity: number): string {
  return measure === 'count'
    ? countText(quantity, 'decision')
    : amountText(quantity, resource?.unit ?? 'unit');
}
