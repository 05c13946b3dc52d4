import { registrarAct } from '../../../federation/negotiation/registrar.ts';
import { currentTerms, newestOf } from '../../../federation/negotiation/status.ts';
import { givenBy, saysYesTo } from '../../../protocol/agreement/judge.ts';
import { hasEnded, openTerms } from '../../../protocol/agreement/state.ts';
import { concatBytes, fromBase64url } from '../../../protocol/bytes.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Agree } from '../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { sameJson } from '../../../protocol/governance/binding.ts';
import type { NotCountedCode } from '../../../protocol/governance/codes.ts';
import { sentenceOf } from '../../../protocol/governance/verdict.ts';
import { type DocumentId, hashTextOf, type Ref, type Subject } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTime } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { isGood, type Level, reachedLevels } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import { actAsCommons, tryAsCommons } from '../acts/commons-act.ts';
import { exportBundle, publicOnly } from '../acts/export-bundle.ts';
import type { Committer } from '../log/committer.ts';
import { checkpointOf } from '../peers/evidence.ts';
import { documentIn } from '../record/document-in.ts';
import { liaisonWith } from './liaison.ts';
import { heldBy, readNegotiation } from './negotiation.ts';

/**
 * The commons' own acts in negotiations. Each follows from what members decided, and is logged only if the rules yield
 * it; so calling them twice, or from two processes, does nothing. Spec §8.
 */

/** An own proposal or decision with `agree` and no terms yet: the offer goes out as terms. Spec §8. */
export async function makeTerms(
  context: Context,
  committer: Committer,
  agree: Agree,
  basis: Ref,
): Promise<void> {
  const { state, home, fieldsOf } = await readNegotiation(context, agree.negotiation);
  const supersedes = currentTerms(state);
  if (state.terms.some(({ id, commons }) => commons === home && sameJson(fieldsOf(id), agree.fields))) return;
  const proposed = await documentIn(context.store, home, basis.id);
  const others = agree.fields.parties.filter((party) => party !== home);
  const by = proposed?.type === 'proposal' ? await liaisonWith(context, proposed.author, others) : null;
  await actAsCommons(context, committer, 'terms', {
    subject: agree.negotiation,
    fields: agree.fields,
    basis,
    ...(by === null ? {} : { by }),
    ...(supersedes === null ? {} : { supersedes }),
  });
}

/** What may pass without anybody deciding anew: a stock has room again as soon as another promise ends. */
const WAITING = [
  'over-capacity',
  'calendar-full',
  'constraint-violated',
] as const satisfies readonly NotCountedCode[];

/**
 * A counted yes to terms that are here: acceptance, with hold and evidence. Spec §8, [R-8.15].
 *
 * @throws {ProtocolError} `unavailable` while the evidence is not good enough, or there is no room for the hold.
 */
export async function makeAcceptance(
  context: Context,
  committer: Committer,
  agree: Agree,
  decided: { readonly ref: Ref; readonly document: Decision | Outcome },
): Promise<void> {
  const { state, home, fieldsOf } = await readNegotiation(context, agree.negotiation);
  const accepted = (terms: DocumentId) =>
    state.acceptances.some((yes) => yes.commons === home && yes.terms === terms && yes.withdrawnBy === null);
  const meant = openTerms(state).filter(({ id }) => {
    const fields = fieldsOf(id);
    return fields !== null && saysYesTo(agree, agree.negotiation, id, fields);
  });
  const terms = newestOf(state, meant);
  const fields = terms === null ? null : fieldsOf(terms);
  if (terms === null || fields === null || accepted(terms)) return;
  // What can come no more is owed no more, however short its evidence is.
  const acceptBy = parseTime(fields.acceptBy);
  if (hasEnded(state) || (acceptBy !== null && (await context.now()) >= acceptBy)) return;

  const { text, bytes, size } = await evidenceOf(context, decided.ref.id, fields.requires);
  const { code } = await tryAsCommons(
    context,
    committer,
    'acceptance',
    {
      subject: agree.negotiation,
      terms,
      domain: decided.document.domain,
      decision: decided.ref,
      holds: givenBy(fields, home).map((given) => ({ ...given, until: fields.inDoubt.until })),
      evidence: { bundle: text, size },
      provisional: false,
    },
    new Map([[text.attachment, bytes]]),
  );
  const waits = WAITING.find((known) => known === code);
  if (waits !== undefined) throw new ProtocolError('unavailable', sentenceOf(waits), { code: waits });
}

/** A counted no: rejection, with the decision's reason. Spec §8. */
export async function makeRejection(
  context: Context,
  committer: Committer,
  negotiation: Subject,
  terms: DocumentId,
  decided: { readonly ref: Ref; readonly document: Decision },
): Promise<void> {
  const { state, home } = await readNegotiation(context, negotiation);
  if (state.rejections.some((rejection) => rejection.commons === home && rejection.terms === terms)) return;
  await actAsCommons(context, committer, 'rejection', {
    subject: negotiation,
    terms,
    decision: decided.ref,
    reason: decided.document.reason,
  });
}

/** The registrar seals or lets lapse, as soon as the rules yield it. Spec §8, [R-8.7]. */
export async function actAsRegistrar(
  context: Context,
  committer: Committer,
  negotiation: Subject,
): Promise<void> {
  const known = await readNegotiation(context, negotiation);
  const act = registrarAct(known.state, known.fieldsOf, known.home, await context.now());
  if (act === null) return;

  if (act.kind === 'seal') {
    const { terms, acceptances } = act;
    const resources = heldBy(
      known,
      acceptances.map(({ id }) => id),
    );
    await actAsCommons(context, committer, 'seal', { subject: negotiation, terms, acceptances, resources });
  } else {
    const { terms, cause } = act;
    const resources = heldBy(known, act.acceptances);
    await actAsCommons(context, committer, 'lapse', { subject: negotiation, terms, cause, resources });
  }
}

/**
 * The proof bundle of a decision as a salted attachment, as of the newest checkpoint.
 *
 * @throws {ProtocolError} `unavailable` while it does not reach the level that the terms demand: an acceptance sent now
 * would be void. It reaches it once a witness has seen the decision. `too-large` where no acceptance can carry it.
 */
async function evidenceOf(context: Context, decision: DocumentId, requires: Level) {
  await assertCovered(context, decision);
  const bundle = await exportBundle(context, decision, publicOnly, { withoutTexts: true });
  const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
  const short = reachedLevels(requires).find((level) => !isGood(report.levels[level]));
  if (short !== undefined) {
    throw new ProtocolError(
      'unavailable',
      `The evidence does not reach ${short} yet: ${report.levels[short].reason}`,
    );
  }
  const salt = fromBase64url(context.random.salt()) ?? new Uint8Array(0);
  const bytes = concatBytes(salt, bundleBytes(bundle));
  if (bytes.length > ATTACHMENT_BYTES_MAX) {
    throw new ProtocolError(
      'too-large',
      `The evidence of the decision takes ${bytes.length} bytes; an acceptance carries at most ${ATTACHMENT_BYTES_MAX}.`,
      { decision },
    );
  }
  const { size } = parseCheckpoint(parseNote(checkpointOf(bundle)).text);
  const text = { attachment: hashTextOf(bytes), bytes: bytes.length, media: 'application/json' } as const;
  return { text, bytes, size };
}

/** Between the commit of a decision and its checkpoint there is nothing to prove it with. */
async function assertCovered({ store, commons }: Context, decision: DocumentId): Promise<void> {
  const home = await commons();
  const index = await store.indexOf(home, decision);
  const [newest] = await store.checkpoints(home, 'newest');
  if (index !== null && newest !== undefined && index < newest.size) return;
  throw new ProtocolError('unavailable', 'No checkpoint of ours covers the decision yet.');
}
