import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { PeerView } from '../../flows/views/peers-view.ts';
import { peerHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted } from '../parts/text.tsx';
import { Day, Time } from '../parts/time.tsx';

export interface PeersView {
  readonly peers: readonly PeerView[];
  /** Entries of our own record. */
  readonly entries: number;
}

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
    </>
  ),
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
        </span>
      </>,
      numberText(peer.mirrored),
      numberText(peer.pushed),
      numberText(peer.cosigned),
      <State peer={peer} entries={entries} />,
    ])}
  />
);

/** An old error is of no matter once the peer has everything. */
const State: FC<{ peer: PeerView; entries: number }> = ({ peer, entries }) => {
  if (peer.pushed >= entries && peer.cosigned >= entries) return <Badge tone="good">Up to date</Badge>;
  if (peer.lastError === null) return <Badge tone="partly">Catching up</Badge>;
  return (
    <>
      <Badge tone="bad">Does not answer</Badge>
      <p class="meta">
        <Quoted>{peer.lastError}</Quoted> Next try: <Time at={peer.nextAttemptAt} />
      </p>
    </>
  );
};

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
