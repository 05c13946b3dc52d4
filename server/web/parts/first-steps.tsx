import type { FC } from 'hono/jsx';
import { Command } from './command.tsx';

/** What a young commons does first: shown while nothing has been decided. */
export const FirstSteps: FC = () => (
  <section aria-labelledby="first-steps">
    <h2 id="first-steps">First steps</h2>
    <p>Whoever founded this commons types these in the folder where the server was started.</p>
    <ol class="steps">
      <li>
        <p>Ask somebody in: this makes an invitation for one person.</p>
        <Command rest="invite" />
      </li>
      <li>
        <p>Write down something that you share, and put it in force.</p>
        <Command rest='resource add Fund --kind money --unit "EUR cent" --quantity 100000' />
      </li>
      <li>
        <p>Decide something: who decided, by what right and why will stand on this page.</p>
        <Command rest='decide --give "4000 of Fund" --to "the tool shop" --reason "We need a drill."' />
      </li>
      <li>
        <p>Get to know another commons: each vouches that the other rewrites nothing.</p>
        <Command rest="peer add https://commons.example.org" />
      </li>
    </ol>
  </section>
);
