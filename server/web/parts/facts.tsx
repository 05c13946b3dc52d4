import type { Child, FC } from 'hono/jsx';

/** One fact with its name; null facts are left out. */
export type Fact = readonly [name: string, value: Child];

/** Facts of one thing, as a list of names and values. */
export const Facts: FC<{ facts: readonly (Fact | null)[] }> = ({ facts }) => (
  <dl class="facts">
    {facts.map((fact) =>
      fact === null ? null : (
        <div class="fact">
          <dt>{fact[0]}</dt>
          <dd>{fact[1]}</dd>
        </div>
      ),
    )}
  </dl>
);
