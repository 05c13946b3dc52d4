import type { FC } from 'hono/jsx';
import { Quoted } from './text.tsx';

const numbers = new Intl.NumberFormat('en');

export function numberText(value: number): string {
  return numbers.format(value);
}

/** So many of what: `1 domain`, `3,158 domains`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/** An amount in the resource's own unit, as its commons wrote it. */
export const Amount: FC<{ quantity: number; unit: string | null }> = ({ quantity, unit }) => (
  <span class="amount">
    {numberText(quantity)}
    {unit === null ? null : (
      <>
        {' '}
        <Quoted>{unit}</Quoted>
      </>
    )}
  </span>
);
