import type { FC } from 'hono/jsx';
import type { AgreementView } from '../../flows/views/agreements-view.ts';
import { STATUSES } from '../agreement-words.ts';
import { agreementHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Parties } from '../parts/party.tsx';
import { Badge } from '../parts/status.tsx';
import { Said } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';

/** Everything that we negotiate or have agreed with others, newest first. */
export const agreementsPage: Page<{ readonly agreements: readonly AgreementView[] }> = {
  section: 'agreements',
  title: () => 'Agreements',
  Body: ({ view: { agreements } }) => (
    <>
      <h1>Agreements</h1>
      <p class="lead">What we share with other commons, and what we are still talking about.</p>
      {agreements.length === 0 ? (
        <div class="empty">
          <p>There is no agreement yet, and no offer. A member makes one to a commons that is a peer:</p>
          <Command rest='offer --to "Tool library" --give "20000 of Fund" --get "1500 of Hours"' />
        </div>
      ) : (
        <ul class="cards">
          {agreements.map((view) => (
            <Agreement view={view} />
          ))}
        </ul>
      )}
    </>
  ),
};

const Agreement: FC<{ view: AgreementView }> = ({ view }) => {
  const { tone, short } = STATUSES[view.status];
  const latest = view.events.at(-1);
  return (
    <li class="card">
      <p class="card-title">
        <a href={agreementHref(view.negotiation)}>
          <Said texts={view.fields?.purpose ?? {}} otherwise="An offer without words" />
        </a>
      </p>
      <p>
        <Badge tone={tone}>{short}</Badge>
      </p>
      <p class="meta">
        Between <Parties view={view} />
        {latest === undefined ? null : (
          <>
            . Last step: <Time at={latest.at} />
          </>
        )}
      </p>
    </li>
  );
};
