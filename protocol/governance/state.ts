import type { NegotiationState } from '../agreement/state.ts';
import type { AdoptedSet, ThingType } from '../documents/adoptable.ts';
import type { HeldKey } from '../documents/common.ts';
import type { Author, DocumentId, Multikey, Ref, Scid, Subject } from '../ids.ts';
import type { Calendar } from '../resource/calendar.ts';
import type { Ledger } from '../resource/ledger.ts';
import type { Millis } from '../time.ts';
import type { NotCountedCode } from './codes.ts';

/**
 * What a thread amounts to after its entries so far. All of it is JSON, so a server can keep it and compare it with a
 * rebuilt one. Spec §4.
 */
export type ThreadState =
  | CharterState
  | IdentityState
  | ParticipantState
  | ThingState
  | RoleState
  | ResourceState
  | BudgetState
  | SetState
  | RegisterState
  | ConstraintsState
  | UsageState
  | ProposalState
  | DecisionState
  | NegotiationState
  | EmergencyState
  | MatterState
  | DelegationState
  | MeetingState
  | SeatState
  | ErasuresState
  | PlainState;

export type StateOf<Kind extends ThreadState['kind']> = Extract<ThreadState, { readonly kind: Kind }>;

/** The founding: `foundedAt` is the index of the last founder's act, null while one is missing. */
export interface CharterState {
  readonly kind: 'charter';
  readonly founding: DocumentId;
  readonly inForce: DocumentId;
  readonly founders: readonly {
    readonly subject: Subject;
    readonly keys: readonly HeldKey[];
    readonly pseudonym: string;
  }[];
  readonly confirmed: readonly Subject[];
  readonly foundedAt: number | null;
  readonly drafts: readonly DocumentId[];
  /** Things that the founding act brought into force, as soon as it counts. */
  readonly adopts: readonly {
    readonly subject: Subject;
    readonly id: DocumentId;
    /** Of a mandate. */
    readonly role?: Subject;
  }[];
}

/** Key history of the commons: one version per `identity` entry, oldest first. */
export interface IdentityState {
  readonly kind: 'identity';
  readonly versions: readonly {
    readonly index: number;
    readonly id: DocumentId;
    readonly number: number;
    readonly line: string;
    readonly keys: readonly Multikey[];
  }[];
}

export interface ParticipantState {
  readonly kind: 'participant';
  readonly subject: Subject;
  readonly nature: 'human' | 'agent';
  readonly pseudonym: string;
  readonly keys: readonly HeldKey[];
  readonly status: 'active' | 'resting' | 'left';
  /** The version in force; the charter's id for a founder who has not changed anything. */
  readonly id: DocumentId;
  /** Of an agent. */
  readonly agent?: AgentState;
  /** Proxies that they hold, in the order given; some may be over. Spec §17. */
  readonly proxies?: readonly HeldProxy[];
}

/** Somebody may answer in the name of whoever gave it, when that circle votes. */
export interface HeldProxy {
  readonly id: DocumentId;
  readonly from: Author;
  readonly circle: Subject;
  readonly endsAt: Millis;
  /** The notice of the one meeting that it is for. */
  readonly meeting?: DocumentId;
}

/** Who answers for an agent, whether they said so for the version in force, and who has stopped it. Spec §13. */
export interface AgentState {
  readonly steward: Subject;
  readonly vouchedBy: DocumentId | null;
  readonly stops: readonly { readonly id: DocumentId; readonly author: Author }[];
}

/** Versions of one thing: drafts by id, the one adopted last, and whether it ended. */
export interface Versions {
  readonly drafts: readonly DocumentId[];
  readonly inForce: { readonly id: DocumentId; readonly by: DocumentId } | null;
  readonly endedBy: DocumentId | null;
}

export interface ThingState extends Versions {
  readonly kind: 'thing';
  readonly type: Exclude<ThingType, 'charter' | 'role' | 'resource' | 'budget'>;
}

/** A role with the terms that were adopted and ended in it: whoever reads its thread knows everybody who holds it. */
export interface RoleState extends Versions {
  readonly kind: 'role';
  /** In force by a decision. Those of the founding act stand in the charter. */
  readonly mandates: readonly Ref[];
  /** Terms, also of the founding act, that a decision ended or took the place of. */
  readonly over: readonly Subject[];
  /** Terms that were laid to rest to protect somebody, each once: also those that are over. Spec §15. */
  readonly suspended?: readonly Suspension[];
  /** When a decision first adopted each term. */
  readonly since?: readonly { readonly mandate: Subject; readonly at: Millis }[];
  /** Versions of terms that a decision ended, and when. */
  readonly past?: readonly Ref[];
  readonly endings?: readonly { readonly mandate: Subject; readonly at: Millis }[];
  /** Meetings that were called because it was silent. Spec §15. */
  readonly convened?: readonly { readonly meeting: DocumentId; readonly startsAt: Millis }[];
  /** What was passed on to the holders of terms. Spec §15. */
  readonly handovers?: readonly HandoverState[];
  /** When somebody was looked for, and who came. Spec §15. */
  readonly calls?: readonly {
    readonly id: DocumentId;
    readonly closesAt: Millis;
    readonly candidates: readonly Author[];
  }[];
}

/** A handover to the holder of one mandate: its parts, and what ended it. */
export interface HandoverState {
  readonly mandate: Subject;
  readonly parts: readonly DocumentId[];
  readonly acceptedBy: DocumentId | null;
  readonly waivedBy: DocumentId | null;
}

export interface Suspension {
  readonly mandate: Subject;
  readonly from: Millis;
  readonly until: Millis;
}

/** A budget with what was drawn on it: a new version goes on counting. Spec §15. */
export interface BudgetState extends Versions {
  readonly kind: 'budget';
  readonly used: number;
  /** What negotiations draw: each once, at its largest. Spec §15. */
  readonly promised?: readonly { readonly negotiation: Subject; readonly quantity: number }[];
}

export interface ResourceState extends Versions {
  readonly kind: 'resource';
  /** What was given and promised of it as a stock. */
  readonly ledger: Ledger;
  /** Who has it when, of slots; absent until somebody has. */
  readonly calendar?: Calendar;
}

/** Pages of sets under one subject, by root. */
export interface SetState {
  readonly kind: 'set';
  /** Whoever logged the first page; nobody else adds one. */
  readonly author: Author;
  readonly pages: readonly {
    readonly root: string;
    readonly page: number;
    readonly id: DocumentId;
    readonly n: number;
  }[];
}

/**
 * A set in force. `n` is the number of entries that its thread had when it was adopted: only those pages are looked at.
 * The founding act adopts before it can log pages, so there it is null: all pages with its root.
 */
export interface RegisteredSet extends AdoptedSet {
  readonly n: number | null;
}

/** Domains in force: one by one, and by sets; a single one takes the place of an item with its subject. */
export interface RegisterState {
  readonly kind: 'register';
  readonly domains: readonly { readonly subject: Subject; readonly id: DocumentId }[];
  readonly sets: readonly RegisteredSet[];
  readonly ended: readonly Subject[];
}

export interface ConstraintsState {
  readonly kind: 'constraints';
  readonly inForce: readonly Ref[];
  /** Versions that were ended or replaced and are kept to until then: nobody relies at once on what they changed. */
  readonly cooling: readonly (Ref & { readonly until: Millis })[];
  /** Participants who are agents: no roster asks them. */
  readonly agents: readonly Subject[];
  /** Participants who said that they are not there: no roster asks them. Spec §6 [R-6.3b]. */
  readonly absent?: readonly Subject[];
  /** Since when each of them is not there, in the order in which they went. Spec §5. */
  readonly away?: readonly { readonly subject: Subject; readonly at: Millis }[];
}

/** One limit's count in its current period; `start` is a multiple of the period since 1970. */
export interface UsageWindow {
  readonly limit: string;
  readonly start: Millis;
  readonly used: number;
}

/** What was decided under one domain: counted by limit, and what waits for a second signature. */
export interface UsageState {
  readonly kind: 'usage';
  readonly windows: readonly UsageWindow[];
  readonly pending: readonly PendingUse[];
  /** Whoever sees the thread from some entry on knows nothing of what came up to this time; null on a whole log. */
  readonly unknownUntil: Millis | null;
}

export interface PendingUse {
  readonly decision: DocumentId;
  readonly at: Millis;
  readonly uses: readonly UsageWindow[];
}

/** A decision or outcome that was logged in a thread. */
export interface Decided {
  readonly id: DocumentId;
  readonly type: 'decision' | 'outcome';
  readonly index: number;
  readonly at: Millis;
  readonly author: Author;
  readonly status: 'counted' | 'pending' | 'not-counted';
  readonly code: NotCountedCode | null;
  readonly result: 'adopted' | 'not-adopted' | 'default';
  readonly confirmedBy: DocumentId | null;
  readonly reversedBy: DocumentId | null;
  readonly replacedBy: DocumentId | null;
  /** Of a yes to an agreement: constraints that its holds must keep, when they are made. */
  readonly constraints?: readonly DocumentId[];
}

/** Thread of a self-contained decision. */
export interface DecisionState {
  readonly kind: 'decision';
  readonly decided: readonly Decided[];
}

export interface ProposalState {
  readonly kind: 'proposal';
  readonly versions: readonly {
    readonly id: DocumentId;
    readonly author: Author;
    readonly at: Millis;
    readonly binding: string;
  }[];
  readonly opening: { readonly id: DocumentId; readonly at: Millis } | null;
  readonly withdrawnBy: DocumentId | null;
  /** People who have asked for time: each may once. */
  readonly paused: readonly Author[];
  /** Who has handed it on since it was opened. */
  readonly referredBy: readonly Author[];
  /** Who takes no part in deciding it, for an interest of their own. Spec §15. */
  readonly recused?: readonly { readonly author: Author; readonly id: DocumentId }[];
  readonly objections: readonly {
    readonly id: DocumentId;
    readonly author: Author;
    readonly endedBy: DocumentId | null;
  }[];
  /** Answers, and minutes with what confirms them, by keys that the instance holds. Spec §14. */
  readonly held?: readonly DocumentId[];
  /** Minutes of it were confirmed: then fewer entries than people can be all answers. Spec §14. */
  readonly minuted?: true;
  readonly decided: readonly Decided[];
}

/** What the holder of a term let somebody else decide, and whether they took it back. Spec §15. */
export interface DelegationState {
  readonly kind: 'delegation';
  readonly id: DocumentId;
  readonly author: Author;
  readonly withdrawnBy: DocumentId | null;
}

/** A meeting: its notice in its current version, from when on time and place are as it says, and its minutes. Spec §14. */
export interface MeetingState {
  readonly kind: 'meeting';
  readonly id: DocumentId;
  readonly at: Millis;
  /** The first version, once there is another; and what was put on the agenda since `at`. Spec §14. */
  readonly changed?: {
    readonly first: DocumentId;
    readonly added: readonly { readonly proposal: Subject; readonly at: Millis }[];
  };
  readonly minutes: readonly {
    readonly id: DocumentId;
    readonly at: Millis;
    readonly author: Author;
    /** What they record something of. */
    readonly proposals: readonly Subject[];
    readonly confirmedBy: DocumentId | null;
  }[];
}

/** An issue before it is a proposal. Spec §6. */
export interface MatterState {
  readonly kind: 'matter';
  readonly id: DocumentId;
  readonly author: Author;
  readonly at: Millis;
  /** Whose matter it is now: a circle, a role or a person. */
  readonly with: Subject;
  readonly referrals: readonly {
    readonly id: DocumentId;
    readonly by: Author;
    readonly to: Subject;
    readonly at: Millis;
  }[];
  /** Proposals that came of it. */
  readonly proposals: readonly Subject[];
  readonly closedBy: DocumentId | null;
}

/** An act in an emergency, and the word on it. Spec §17. */
export interface EmergencyState {
  readonly kind: 'emergency';
  readonly id: DocumentId;
  readonly author: Author;
  readonly at: Millis;
  readonly domain: Subject;
  readonly ruled: {
    readonly by: DocumentId;
    readonly at: Millis;
    readonly ruling: 'ratified' | 'reversed';
  } | null;
}

/** An unclaimed seat of an imported register: who has claimed it, and the term that was granted last. */
export interface SeatState {
  readonly kind: 'seat';
  readonly claims: readonly { readonly id: DocumentId; readonly author: Author; readonly mandate: Ref }[];
  readonly held: { readonly mandate: Ref; readonly holder: Subject; readonly endsAt: Millis } | null;
}

/** How far the erasures of other logs were carried out here: up to which size of each. Spec §16. */
export interface ErasuresState {
  readonly kind: 'erasures';
  readonly acknowledged: readonly { readonly log: Scid; readonly size: number }[];
}

/** A thread that only remembers its last document: `description`, `notice`. */
export interface PlainState {
  readonly kind: 'plain';
  readonly latest: DocumentId;
}
