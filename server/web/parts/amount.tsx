import type { FC } from 'hono/jsx';
import { amountText } from '../../amount-text.ts';
import { Quoted } from './text.tsx';

/** A short amount does not break in two. */
const SHORT_CHARACTERS = 16;

/** An amount of a resource; its unit is in the words of its commons. */
export const Amount: FC<{ quantity: number; unit: string }> = ({ quantity, unit }) => {
  const text = amountText(quantity, unit);
  return (
    <span class="amount">
      <Quoted>{text.length <= SHORT_CHARACTERS ? text.replaceAll(' ', '\u00a0') : text}</Quoted>
    </span>
  );
};
