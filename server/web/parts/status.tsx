import type { Child, FC } from 'hono/jsx';

/** How something stands: said in words and by a sign; colour only adds to it. */
export type Tone = 'good' | 'partly' | 'bad' | 'open';

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', partly: '◐', bad: '✗', open: '○' };

export const Badge: FC<{ tone: Tone; children: Child }> = ({ tone, children }) => (
  <span class={`badge ${tone}`}>
    <span aria-hidden="true">{SIGNS[tone]}</span> {children}
  </span>
);

/** A sentence that the reader must not miss. */
export const Note: FC<{ tone: Tone; children: Child }> = ({ tone, children }) => (
  <div class={`note ${tone}`} role="note">
    {children}
  </div>
);
