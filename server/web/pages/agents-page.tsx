import type { FC } from 'hono/jsx';
import { numberText } from '../../amount-text.ts';
import { durationText } from '../../duration-text.ts';
import type { AgentsView, AgentView } from '../../flows/views/agents-view.ts';
import { documentHref, hashOf, whyHref } from '../hrefs.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { Quoted } from '../parts/text.tsx';
import { Time } from '../parts/time.tsx';
import { effectText } from '../words.ts';

/** Programs that act here: who answers for them, and what waits for a human. Spec §13. */
export const agentsPage: Page<AgentsView> = {
  section: 'register',
  title: () => 'Agents',
  Body: ({ view: { agents, waiting } }) => (
    <>
      <h1>Agents</h1>
      <p class="lead">
        Programs that act in this commons. A human answers for each, anybody can stop it, and only somebody
        else lets it go on. People decide everything that an agent may not.
      </p>
      <section aria-labelledby="waiting">
        <h2 id="waiting">What waits for a human</h2>
        {waiting.length === 0 ? <p class="empty">Nothing waits.</p> : <Waiting waiting={waiting} />}
      </section>
      <section aria-labelledby="agents">
        <h2 id="agents">Who they are</h2>
        {agents.length === 0 ? <p class="empty">No agent takes part here.</p> : <Agents agents={agents} />}
      </section>
    </>
  ),
};

const Waiting: FC<{ waiting: AgentsView['waiting'] }> = ({ waiting }) => (
  <>
    <Table
      caption="Decisions that take effect once a human has signed them too"
      columns={[{ label: 'What' }, { label: 'By' }, { label: 'Until' }]}
      rows={waiting.map(({ id, by, until, what }) => [
        <a href={whyHref(id)}>
          <Quoted>{what.join('; ')}</Quoted>
        </a>,
        <Quoted>{by}</Quoted>,
        <Time at={until} />,
      ])}
    />
    <Command rest={`confirm ${hashOf(waiting[0]?.id ?? 'ID')}`} />
  </>
);

const Agents: FC<{ agents: AgentsView['agents'] }> = ({ agents }) => (
  <Table
    caption="Agents of this commons"
    columns={[{ label: 'Agent' }, { label: 'Who answers for it' }, { label: 'Now' }]}
    rows={agents.map((agent) => [
      <a href={documentHref(agent.id)}>
        <Quoted>{agent.name}</Quoted>
      </a>,
      <Quoted>{agent.steward.name}</Quoted>,
      <>
        <State agent={agent} />
        <Totals agent={agent} />
      </>,
    ])}
  />
);

const State: FC<{ agent: AgentView }> = ({ agent: { runs, vouched, stoppedBy, steward, status } }) => {
  if (runs) return <Badge tone="good">May act</Badge>;
  if (stoppedBy.length > 0) {
    return (
      <>
        <Badge tone="bad">Stopped</Badge> by <Quoted>{stoppedBy.join(', ')}</Quoted>
      </>
    );
  }
  if (!vouched) return <Badge tone="open">Nobody answers for it as it is now</Badge>;
  if (steward.mandate === null) return <Badge tone="open">Its steward holds no role just now</Badge>;
  return <Badge tone="open">{status === 'resting' ? 'Rests' : 'Has left'}</Badge>;
};

/** In all its domains together. Spec §13. */
const Totals: FC<{ agent: AgentView }> = ({ agent: { totals } }) => (
  <>
    {totals.map(({ effects, measure, perDecision, perPeriod }) => (
      <p class="meta">
        To {effects.map(effectText).join(' or ')}, in all its domains together
        {measure === 'count' ? ', decisions' : null}
        {perDecision === null ? null : `: at most ${numberText(perDecision)} at once`}
        {perPeriod === null
          ? null
          : `: ${numberText(perPeriod.used)} of ${numberText(perPeriod.most)} used in ${durationText(perPeriod.seconds)}`}
      </p>
    ))}
  </>
);
