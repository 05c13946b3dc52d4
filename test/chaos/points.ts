import type { KillPoint } from '../server/crash/support/kill-point.ts';

const logged = (type: string) => `convert_from(new.leaf, 'UTF8') like '%"type":"${type}"%'`;

/**
 * Named moments between taking a document and delivering it, and in the life of an agreement, at which a server is held
 * in the midst of its statement, and killed. Quality goal C1, C2.
 */
export const POINTS: readonly KillPoint[] = [
  {
    name: 'a document is being written into the log',
    at: 'trigger hold before insert on entries for each row',
  },
  {
    name: 'the head of a log moves on',
    at: 'trigger hold before update on logs for each row when (old.size <> new.size)',
  },
  {
    name: 'all of a batch is written, and being committed',
    at: 'constraint trigger hold after insert on entries deferrable initially deferred for each row',
  },
  {
    name: 'a batch is committed, and its checkpoint being written',
    at: 'trigger hold before insert on checkpoints for each row',
  },
  {
    name: 'a follower is about to be told',
    at: 'trigger hold before update on cursors for each row when (old.fence <> new.fence)',
  },
  {
    name: 'a follower has taken it, and that is being written down',
    at: 'trigger hold before update on cursors for each row when (old."after" <> new."after")',
  },
  {
    name: 'a checkpoint of a peer is cosigned, and that is being written down',
    at: "trigger hold before insert or update on records for each row when (new.kind = 'witnessed')",
  },
  {
    name: 'what a peer logged for us is taken in, and that is being written down',
    at: "trigger hold before update on records for each row when (new.kind = 'peer' and old.value->'received' <> new.value->'received')",
  },
  {
    name: 'an offer is being logged',
    at: `constraint trigger hold after insert on entries deferrable initially deferred for each row when (${logged('terms')})`,
  },
  {
    name: 'a yes is being logged, with what it holds back',
    at: `constraint trigger hold after insert on entries deferrable initially deferred for each row when (${logged('acceptance')})`,
  },
  {
    name: 'a seal is being logged',
    at: `constraint trigger hold after insert on entries deferrable initially deferred for each row when (${logged('seal')})`,
  },
];
