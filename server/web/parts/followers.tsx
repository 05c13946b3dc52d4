import type { FC } from 'hono/jsx';
import { countText, numberText } from '../../amount-text.ts';
import type { FollowedView, FollowerView } from '../../flows/views/subscriptions-view.ts';
import { Badge } from './status.tsx';
import { Table } from './table.tsx';
import { Quoted } from './text.tsx';
import { Time } from './time.tsx';

/** Who is told of what is new, how far each is, and what went wrong last. Spec §19. */
export const Followers: FC<{ followers: readonly FollowerView[]; entries: number; caption: string }> = ({
  followers,
  entries,
  caption,
}) => (
  <Table
    caption={`${caption}; the record has ${countText(entries, 'entry', 'entries')}`}
    columns={[{ label: 'Who' }, { label: 'Has', kind: 'number' }, { label: 'State', kind: 'long' }]}
    rows={followers.map((follower) => [
      <Who one={follower} />,
      numberText(follower.has),
      <State one={follower} isWhole={follower.has >= entries} />,
    ])}
  />
);

/** Whose records are kept here, how far, and what went wrong last. */
export const Followed: FC<{ followed: readonly FollowedView[] }> = ({ followed }) => (
  <Table
    caption="Records that this commons follows"
    columns={[{ label: 'Whose' }, { label: 'We have', kind: 'number' }, { label: 'State', kind: 'long' }]}
    rows={followed.map((one) => [
      <Who one={one} />,
      numberText(one.has),
      one.lastError === null && one.failures === 0 ? (
        <Badge tone="good">Followed</Badge>
      ) : (
        <Failing one={one} />
      ),
    ])}
  />
);

const Who: FC<{ one: Pick<FollowerView, 'name' | 'baseUrl'> }> = ({ one: { name, baseUrl } }) => (
  <>
    <Quoted>{name}</Quoted>
    <br />
    <span class="aside">
      <Quoted>{baseUrl}</Quoted>
    </span>
  </>
);

const State: FC<{ one: FollowerView; isWhole: boolean }> = ({ one, isWhole }) => {
  if (one.state === 'ended')
    return <Ended lastError={one.lastError} text="It wants nothing sent any more." />;
  if (one.state === 'pull-only')
    return <Ended lastError={one.lastError} text="It was away for seven days: nothing is sent by itself." />;
  if (one.failures > 0) return <Failing one={one} />;
  return isWhole ? <Badge tone="good">Up to date</Badge> : <Badge tone="partly">Catching up</Badge>;
};

const Ended: FC<{ lastError: string | null; text: string }> = ({ lastError, text }) => (
  <>
    <Badge tone="bad">Ended</Badge>
    <p class="meta">
      {text} {lastError !== null && <Quoted>{lastError}</Quoted>}
    </p>
  </>
);

const Failing: FC<{ one: FollowedView }> = ({ one: { failures, lastError, nextAttemptAt } }) => (
  <>
    <Badge tone="bad">
      {failures === 0 ? 'Something is wrong' : `Failed ${countText(failures, 'time')}`}
    </Badge>
    <p class="meta">
      {lastError !== null && <Quoted>{lastError}</Quoted>} Next try: <Time at={nextAttemptAt} />
    </p>
  </>
);
