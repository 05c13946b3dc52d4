import type { NegotiationStatus } from '../../../federation/negotiation/status.ts';
import type { Kept } from '../../../protocol/agreement/fulfilment.ts';
import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { Scid, Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import { readDocument } from '../record/read-document.ts';
import { type EndingView, owedEndings } from './ending-view.ts';
import { owedPromises } from './owed-promises.ts';

/** What is missing in a negotiation, and who can bring it. */
export interface OwedView {
  readonly commons: Scid;
  readonly by: string;
  readonly what: 'yes' | 'act' | 'seal' | 'lapse' | 'delivery' | 'word' | 'end' | 'answer';
  /** An act of ours that waits is done as soon as it can be; one that failed is tried again. */
  readonly state: 'open' | 'waits' | 'failed';
  readonly sentence: string;
}

/** Of these no question is open any more. */
const OVER: ReadonlySet<NegotiationStatus> = new Set(['lapsed', 'fulfilled', 'terminated']);

/** As much of a negotiation as says what is missing. */
interface Standing {
  readonly negotiation: Subject;
  readonly status: NegotiationStatus;
  readonly state: NegotiationState;
  readonly fields: TermsFields | null;
  readonly parties: readonly { readonly commons: Scid; readonly name: string; readonly accepted: boolean }[];
  readonly home: Scid;
  /** How far each promise is kept, once it is agreed. */
  readonly kept: readonly Kept[] | null;
  readonly ending: EndingView | null;
  readonly units: readonly (string | null)[];
  readonly now: Millis;
}

/** What is still to be done in a negotiation, and by whom; empty where it is over. */
export async function owedIn(context: Context, standing: Standing): Promise<readonly OwedView[]> {
  const acts = await ownActs(context, standing);
  const weDecided = acts.some(({ what }) => what === 'act');
  const words = [...owedWords(standing), ...owedAnswers(standing)];
  return [...acts, ...words.filter(({ commons }) => commons !== standing.home || !weDecided)];
}

/** Acts that follow from what was logged here, and that could not be done yet. */
async function ownActs(context: Context, { negotiation, home }: Standing): Promise<readonly OwedView[]> {
  const owed = await context.store.records.list('owed');
  const indices = owed.map(({ value }) => Number(value.index));
  const entries = await context.store.entries(home, { at: indices });
  const acts: OwedView[] = [];
  for (const entry of entries) {
    const document = readDocument(entry)?.document;
    if (document === undefined || !(await isOf(context, home, document, negotiation))) continue;
    const record = owed.find(({ value }) => value.index === entry.index)?.value;
    const waits = typeof record?.reason === 'string';
    const act = 'binding' in document || document.type === 'confirmation' ? 'Our answer' : 'Our next step';
    acts.push({
      commons: home,
      by: 'us',
      what: 'act',
      state: waits ? 'waits' : 'failed',
      sentence: waits
        ? `${act} is decided, and waits: ${record?.reason}`
        : `${act} is decided, and failed; it is tried again, and the operator’s log says why.`,
    });
  }
  return acts;
}

async function isOf(
  context: Context,
  home: Scid,
  document: FolkmootDocument,
  negotiation: Subject,
): Promise<boolean> {
  if (document.subject === negotiation) return true;
  const decided =
    document.type === 'confirmation' ? await documentIn(context.store, home, document.of.id) : document;
  return (
    decided !== null &&
    'binding' in decided &&
    decided.binding.operations.some(
      (operation) => 'negotiation' in operation && operation.negotiation === negotiation,
    )
  );
}

/** Questions that nobody has answered: whoever put the terms forward is asked first, and any other party can answer. */
function owedAnswers({ state, parties, home, status }: Standing): readonly OwedView[] {
  if (OVER.has(status)) return [];
  const { questions = [], answers = [], terms } = state;
  const nameOf = (commons: Scid) => parties.find((party) => party.commons === commons)?.name ?? commons;
  return questions.flatMap((asked): OwedView[] => {
    const author = terms.find(({ id }) => id === asked.terms)?.commons;
    const others = parties.filter(({ commons }) => commons !== asked.commons);
    const commons = others.find((party) => party.commons === author)?.commons ?? others[0]?.commons;
    if (commons === undefined || answers.some(({ question }) => question === asked.id)) return [];
    const who = commons === home ? 'We have' : `${nameOf(commons)} has`;
    const whose = asked.commons === home ? 'our question' : `the question of ${nameOf(asked.commons)}`;
    const sentence = `${who} not answered ${whose} about the terms yet.`;
    return [{ commons, by: nameOf(commons), what: 'answer', state: 'open', sentence }];
  });
}

function owedWords(standing: Standing): readonly OwedView[] {
  const { status, fields, parties, home } = standing;
  if (fields === null) return [];
  const registrar = parties.find(({ commons }) => commons === fields.registrar);
  const spoken = (what: 'seal' | 'lapse', sentence: (name: string) => string): readonly OwedView[] => [
    {
      commons: fields.registrar,
      by: registrar?.name ?? fields.registrar,
      what,
      state: 'open',
      sentence: sentence(
        fields.registrar === home
          ? 'We, the registrar,'
          : `The registrar, ${registrar?.name ?? fields.registrar},`,
      ),
    },
  ];
  switch (status) {
    case 'open':
    case 'accepted-by-us':
    case 'accepted-by-them':
      return parties.flatMap(({ commons, name, accepted }): OwedView[] => {
        if (accepted) return [];
        const who = commons === home ? 'We have' : `${name} has`;
        const sentence = `${who} not said yes to these terms yet; there is time until ${fields.acceptBy}.`;
        return [{ commons, by: name, what: 'yes', state: 'open', sentence }];
      });
    case 'accepted-by-all':
      return spoken('seal', (who) => `${who} can seal it, until ${fields.sealBy}.`);
    case 'rejected':
    case 'expired':
      return spoken('lapse', (who) => `${who} can only let it lapse.`);
    case 'in-doubt':
      return spoken(
        'seal',
        (who) =>
          `${who} has not said whether it was sealed; that is waited for until ${fields.inDoubt.until}.`,
      );
    case 'formed':
    case 'active':
    case 'claimed':
      return [
        ...owedPromises(standing),
        ...(standing.ending === null ? [] : owedEndings(standing.ending, fields, parties, home)),
      ];
    case 'terminated':
      return owedPromises(standing).filter(({ what }) => what === 'word');
    default:
      return [];
  }
}
