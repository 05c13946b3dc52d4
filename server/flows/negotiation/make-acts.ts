import { registrarAct } from '../../../federation/negotiation/registrar.ts';
import { currentTerms } from '../../../federation/negotiation/status.ts';
import { givenBy, saysYesTo } from '../../../protocol/agreement/judge.ts';
import { heldResources } from '../../../protocol/agreement/questions.ts';
import { NO_NEGOTIATION } from '../../../protocol/agreement/state.ts';
import { concatBytes, fromBase64url } from '../../../protocol/bytes.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Agree } from '../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import { sameJson } from '../../../protocol/governance/binding.ts';
import { type DocumentId, hashTextOf, type Ref, type Subject } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { isGood, type Level, reachedLevels } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import { exportBundle, publicOnly } from '../acts/export-bundle.ts';
import type { Committer } from '../log/committer.ts';
import { checkpointOf } from '../peers/evidence.ts';
import { documentIn } from '../record/document-in.ts';

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
  const state = await negotiationState(context, agree.negotiation);
  const supersedes = currentTerms(state);
  for (const { id, commons } of state.terms) {
    if (commons === (await context.commons()) && sameJson(await fieldsOf(context, id), agree.fields)) return;
  }
  await actAsCommons(context, committer, 'terms', {
    subject: agree.negotiation,
    fields: agree.fields,
    basis,
    ...(supersedes === null ? {} : { supersedes }),
  });
}

/** A counted yes to terms that are here: acceptance, with hold and evidence. Spec §8. */
export async function makeAcceptance(
  context: Context,
  committer: Committer,
  agree: Agree,
  decided: { readonly ref: Ref; readonly document: Decision | Outcome },
): Promise<void> {
  const home = await context.commons();
  const state = await negotiationState(context, agree.negotiation);
  const terms = currentTerms(state);
  const fields = terms === null ? null : await fieldsOf(context, terms);
  if (terms === null || fields === null || !saysYesTo(agree, agree.negotiation, terms, fields)) return;
  if (state.acceptances.some(({ commons, withdrawnBy }) => commons === home && withdrawnBy === null)) return;

  const { text, bytes, size } = await evidenceOf(context, decided.ref.id, fields.requires);
  await actAsCommons(
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
}

/** A counted no: rejection, with the decision's reason. Spec §8. */
export async function makeRejection(
  context: Context,
  committer: Committer,
  negotiation: Subject,
  terms: DocumentId,
  decided: { readonly ref: Ref; readonly document: Decision },
): Promise<void> {
  const home = await context.commons();
  const state = await negotiationState(context, negotiation);
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
  const home = await context.commons();
  const state = await negotiationState(context, negotiation);
  const known = new Map<DocumentId, TermsFields | null>();
  for (const { id } of state.terms) known.set(id, await fieldsOf(context, id));
  const act = registrarAct(state, (id) => known.get(id) ?? null, home, await context.now());
  if (act === null) return;

  const accepted = act.kind === 'seal' ? act.acceptances.map(({ id }) => id) : act.acceptances;
  const contents = new Map(
    await Promise.all(accepted.map(async (id) => [id, await documentIn(context.store, home, id)] as const)),
  );
  const resources = heldResources(
    {
      content: (id) => {
        const document = contents.get(id);
        if (document === undefined || document === null)
          throw new TypeError('an acceptance in the log has its document');
        return document;
      },
    },
    accepted,
  );
  if (act.kind === 'seal') {
    const { terms, acceptances } = act;
    await actAsCommons(context, committer, 'seal', { subject: negotiation, terms, acceptances, resources });
  } else {
    const { terms, cause } = act;
    await actAsCommons(context, committer, 'lapse', { subject: negotiation, terms, cause, resources });
  }
}

/** What the negotiation's thread amounts to in our log. */
export async function negotiationState(context: Context, negotiation: Subject) {
  const [thread] = await context.store.threads(await context.commons(), { names: [negotiation] });
  return thread?.state?.kind === 'negotiation' ? thread.state : NO_NEGOTIATION;
}

async function fieldsOf(context: Context, terms: DocumentId): Promise<TermsFields | null> {
  const document = await documentIn(context.store, await context.commons(), terms);
  return document?.type === 'terms' ? document.fields : null;
}

/**
 * The proof bundle of a decision as a salted attachment, as of the newest checkpoint.
 *
 * @throws {ProtocolError} `unavailable` while it does not reach the level that the terms demand: an acceptance sent now
 * would be void. It reaches it once a witness has seen the decision. `too-large` where no acceptance can carry it.
 */
async function evidenceOf(context: Context, decision: DocumentId, requires: Level) {
  const bundle = await exportBundle(context, decision, publicOnly);
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
