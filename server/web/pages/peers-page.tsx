import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { PeerView } from '../../flows/views/peers-view.ts';
import { peerHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
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
        <p class="empty">
          There is no peer yet, so nobody else vouches for this record. A member adds one by its address.
        </p>
      ) : (
        <Peers view={view} />
      )}
    </>
  ),
};

const Peers: FC<{ view: PeersView }> = ({ view: { peers, entries } }) => (
  <Table
    caption={`${countText(peers.length, 'peer')}; our own record has ${countText(entries, 'entry', 'entries')}`}
    columns={[
      { label: 'Peer' },
      { label: 'Entries we have of theirs', kind: 'number' },
      { label: 'Of ours they have taken', kind: 'number' },
      { label: 'Of ours they have signed', kind: 'number' },
      { label: 'State' },
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
      peer.lastError === null ? (
        <Badge tone="good">Answers</Badge>
      ) : (
        <>
          <Badge tone={peer.pushed < entries ? 'bad' : 'partly'}>Last error</Badge>
          <br />
          <Quoted>{peer.lastError}</Quoted>
          {peer.pushed < entries ? (
            <>
              <br />
              <span class="aside">
                Next try: <Time at={peer.nextAttemptAt} />
              </span>
            </>
          ) : null}
        </>
      ),
    ])}
  />
);

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
