const whole = new Intl.NumberFormat('en');

/** Money is counted in hundredths of a currency, so that every amount is whole. */
const CENT = /^([A-Z]{3}) cents?$/;
/** Units whose plural we know; every other one stays as its commons wrote it. */
const COUNTABLE = new Set(['minute', 'hour', 'day', 'week', 'month', 'year', 'unit']);
const MINUTES_PER_HOUR = 60;

/** A number as people read it: `3,158`. */
export function numberText(value: number): string {
  return whole.format(value);
}

/** So many of what: `1 domain`, `3,158 domains`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/** An amount of a resource as people read it: `240.00 EUR` for 24000 of `EUR cent`, `25 hours` for 1500 of `minute`. */
export function amountText(quantity: number, unit: string): string {
  const [, currency] = CENT.exec(unit) ?? [];
  if (currency !== undefined) {
    // In whole numbers: a fraction of the largest amounts would be off by a hundredth.
    const hundredths = String(quantity % 100).padStart(2, '0');
    return `${numberText(Math.floor(quantity / 100))}.${hundredths} ${currency}`;
  }
  if (unit === 'minute' && quantity >= MINUTES_PER_HOUR) {
    const minutes = quantity % MINUTES_PER_HOUR;
    const hours = amountText((quantity - minutes) / MINUTES_PER_HOUR, 'hour');
    return minutes === 0 ? hours : `${hours} ${amountText(minutes, unit)}`;
  }
  return countText(quantity, unit, COUNTABLE.has(unit) ? `${unit}s` : unit);
}
