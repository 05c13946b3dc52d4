import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { useShell } from '../shell.ts';

/** What there is before there is a commons: exactly what to do next. */
export const unfoundedPage: Page<null> = {
  section: null,
  title: () => 'There is no commons here yet',
  Body: () => {
    const { origin } = useShell();
    return (
      <>
        <h1>There is no commons here yet</h1>
        <p class="lead">
          This server runs and waits for a group to found its commons on it. That takes a minute, and whoever
          looks after the server does it.
        </p>
        <h2>What to do</h2>
        <ol class="steps">
          <li>
            <p>
              Open a second terminal on the machine where this server runs, in the folder where it was
              started.
            </p>
          </li>
          <li>
            <p>Found the commons, with its name and yours:</p>
            <Command rest='init --name "Our commons" --founder "Your name"' />
            <p class="hint">
              Several people can found it together: <code>init --help</code> says how.
            </p>
          </li>
          <li>
            <p>
              Load <a href="/">{origin}</a> again: your commons stands there.
            </p>
          </li>
        </ol>
        <h2>What it means</h2>
        <p>
          A commons is a group that decides together: a co-operative, a working group, a district. Founding it
          makes its keys, its first circle and its first rules. Every decision after that is signed, and
          anybody can check who made it and by what right.
        </p>
      </>
    );
  },
};
