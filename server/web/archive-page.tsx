import type { FC } from 'hono/jsx';
import { countText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { ArchiveView } from '../flows/views/archive-view.ts';
import { STYLESHEET } from './assets.ts';
import { WholeId } from './parts/id.tsx';
import { Quoted, Said } from './parts/text.tsx';
import { htmlOf } from './render.tsx';
import { plainShell, ShellProvider } from './shell.ts';
import { capital } from './words.ts';

const NO_NAME = 'A commons without a name';

/**
 * The page of an archive: what stands in the place of a commons that nobody serves any more. It needs no server and no
 * script, and its links stay in its folder. Spec §20.
 */
export async function renderArchivePage(view: ArchiveView): Promise<string> {
  const shell = plainShell(view.address ?? '', '/');
  return htmlOf(
    <ShellProvider value={shell}>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{anyLanguage(view.name, NO_NAME)}</title>
          <link rel="stylesheet" href={`.${STYLESHEET.path}`} />
        </head>
        <body>
          <main class="wrap">
            <Body view={view} />
          </main>
        </body>
      </html>
    </ShellProvider>,
  );
}

const Body: FC<{ view: ArchiveView }> = ({ view }) => (
  <>
    <div class="hero">
      <h1>
        <Said texts={view.name} otherwise={NO_NAME} />
      </h1>
      <p class="lead">
        {view.endedAt === null
          ? `A copy of the signed record of this commons, as of ${day(view.madeAt)}.`
          : `This commons ended on ${day(view.endedAt)}. Its signed record is kept here.`}
      </p>
      <p>
        <Said texts={view.purpose} />
      </p>
    </div>
    <dl class="facts">
      <dt>Commons</dt>
      <dd>
        <WholeId id={view.commons} />
      </dd>
      {view.foundedAt === null ? null : <Fact name="Founded" value={day(view.foundedAt)} />}
      {view.address === null ? null : <Fact name="Its last address" value={view.address} />}
      <Fact name="Record" value={countText(view.entries, 'entry', 'entries')} />
    </dl>
    <h2>Check it</h2>
    <p>
      Whoever has this folder can compute again, without any network, that no entry of the record was changed,
      left out or added, and which of the decisions were made by its rules. This page is for reading: only the
      record is signed.
    </p>
    <pre>
      <code>folkmoot verify FOLDER</code>
    </pre>
    <p>
      The files: <a href="archive.json">archive.json</a>, <a href="entries.jsonl">entries.jsonl</a>,{' '}
      <a href="log/checkpoint">log/checkpoint</a>, <a href=".well-known/did.jsonl">.well-known/did.jsonl</a>.
    </p>
    <h2>Decided, the newest first</h2>
    {view.decisions.length === 0 ? (
      <p class="empty">Nothing that everybody may read was decided.</p>
    ) : (
      <ol class="decisions">
        {view.decisions.map(({ id, at, what, by, result }) => (
          <li id={id}>
            <Quoted>{capital(what.join('; '))}</Quoted>
            {result === 'adopted' ? null : result === 'default' ? ' (ended by default)' : ' (turned down)'}
            <p class="meta">
              <Quoted>{capital(by)}</Quoted>, {day(at)} · <code>{id}</code>
            </p>
          </li>
        ))}
      </ol>
    )}
  </>
);

const Fact: FC<{ name: string; value: string }> = ({ name, value }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);

/** The day in UTC: an archive knows no zone of its reader. */
const day = (at: string) => at.slice(0, 10);
