import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { RuleView } from '../../flows/views/peer-rules-view.ts';
import type { PeersView, PeerView } from '../../flows/views/peers-view.ts';
import { peerHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';

/** Other commons that we know: how far each has our record, and we theirs. */
export const peersPage: Page<PeersView> = {
  section: 'peers',
  title: () => 'Peers',
  Body: ({ view }) => (
    <>
      <h1>Peers</h1>
      <p class="lead">
        Peers are other commons that we know. Each keeps a copy of the others’ public record and signs what it
        has seen, so that nobody can rewrite theirs unseen.
      </p>
      {view.peers.length === 0 ? (
        <div class="empty">
          <p>
            There is no peer yet, so nobody else vouches for this record. A member adds one by its address:
          </p>
          <Command rest="peer add https://commons.example.org" />
        </div>
      ) : (
        <Peers view={view} />
      )}
      <p>{MODES[view.mode]}</p>
      {view.rules.length > 0 && <Rules rules={view.rules} />}
    </>
  ),
};

const MODES: Readonly<Record<PeersView['mode'], string>> = {
  closed: 'Peers are those that members add: this commons is closed to others.',
  open: 'Any commons can introduce itself and become a peer: this commons is open.',
};

/** What is said of commons and hosts, peers or not. Members see the rest with their key. */
const Rules: FC<{ rules: readonly RuleView[] }> = ({ rules }) => (
  <Table
    caption="What members say of commons and hosts"
    columns={[
      { label: 'Commons or host' },
      { label: 'Standing' },
      { label: 'Note', kind: 'long' },
      { label: 'Until' },
    ]}
    rows={rules.map(({ target, standing, publicNote, until }) => [
      <Quoted>{target}</Quoted>,
      <StandingBadge standing={standing} />,
      <Quoted>{publicNote}</Quoted>,
      until === null ? 'it is lifted' : <Time at={until} />,
    ])}
  />
);

const StandingBadge: FC<{ standing: RuleView['standing'] }> = ({ standing }) => {
  if (standing === 'allow') return <Badge tone="good">Allowed</Badge>;
  return standing === 'limit' ? <Badge tone="partly">Limited</Badge> : <Badge tone="bad">Blocked</Badge>;
};

const Peers: FC<{ view: PeersView }> = ({ view: { peers, entries } }) => (
  <Table
    caption={`${countText(peers.length, 'peer')}, by entries; our own record has ${countText(entries, 'entry', 'entries')}`}
    columns={[
      { label: 'Peer' },
      { label: 'Of theirs we have', kind: 'number' },
      { label: 'Of ours they have', kind: 'number' },
      { label: 'Of ours they signed', kind: 'number' },
      { label: 'State', kind: 'long' },
    ]}
    rows={peers.map((peer) => [
      <>
        <PeerLink peer={peer} />
        <br />
        <span class="aside">
          since <Day at={peer.addedAt} />
          {peer.introduced && ', by introducing itself'}
        </span>
      </>,
      numberText(peer.mirrored),
      numberText(peer.pushed),
      numberText(peer.cosigned),
      <>
        {peer.standing !== 'allow' && <StandingBadge standing={peer.standing} />}
        <State peer={peer} entries={entries} />
        {peer.publicNote !== '' && (
          <p class="meta">
            <Quoted>{peer.publicNote}</Quoted>
          </p>
        )}
        {peer.misconduct.map((words) => (
          <p class="meta">
            <Badge tone="bad">Evidence kept</Badge> {words}
          </p>
        ))}
        {peer.keepsDeposits && <p class="meta">Members can leave there what this server does not take.</p>}
        {peer.keptForIt > 0 && (
          <p class="meta">
            <Badge tone="partly">Kept for it</Badge> {countText(peer.keptForIt, 'document')} that its record
            has not taken.
          </p>
        )}
        {peer.owedToUs > 0 && (
          <p class="meta">
            <Badge tone="bad">Not handed out</Badge> {countText(peer.owedToUs, 'document')} that it says it
            keeps for us.
          </p>
        )}
        {peer.waiting.map(({ count, why }) => (
          <p class="meta">
            <Badge tone="partly">Not taken in yet</Badge> {countText(count, 'negotiation')}, {why}.
          </p>
        ))}
        {peer.unsupported.length > 0 && <p class="meta">It does not know: {peer.unsupported.join(', ')}.</p>}
      </>,
    ])}
  />
);

/** An old error is of no matter once the peer has everything. */
const State: FC<{ peer: PeerView; entries: number }> = ({ peer, entries }) => {
  if (peer.endedAt !== null)
    return (
      <>
        <Badge tone="partly">Ended</Badge> on <Day at={peer.endedAt} />
      </>
    );
  if (peer.pushed >= entries && peer.cosigned >= entries) return <Badge tone="good">Up to date</Badge>;
  if (peer.lastError === null) return <Badge tone="partly">Catching up</Badge>;
  return (
    <>
      <Badge tone="bad">Does not answer</Badge>
      <p class="meta">
        <Quoted>{peer.lastError}</Quoted> {nextOf(peer)}
      </p>
    </>
  );
};

function nextOf({ following, nextAttemptAt }: PeerView) {
  switch (following) {
    case 'active':
      return (
        <>
          Next try: <Time at={nextAttemptAt} />
        </>
      );
    case 'pull-only':
      return 'It was away for seven days: nothing is sent any more until it comes by itself.';
    case 'ended':
      return 'It wants nothing sent any more.';
  }
}

const PeerLink: FC<{ peer: PeerView }> = ({ peer }) => {
  const href = peerHref(peer.baseUrl);
  return href === null ? (
    <Quoted>{peer.name}</Quoted>
  ) : (
    <a href={href} rel="noopener" title={peer.commons}>
      <Quoted>{peer.name}</Quoted>
    </a>
  );
};
