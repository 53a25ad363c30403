import { buttonsOf, type LiveCase, revive } from '../../dialogs/triage/advance.ts';
import type { Answer } from '../../dialogs/triage/answers.ts';
import { type Evidence, maskedPaste, readEvidence } from '../../dialogs/understanding/evidence/index.ts';
import type { Intake } from '../intake.ts';
import { caseIdOf } from '../intake.ts';
import { begin, move } from './apply.ts';
import { type Decision, type Situation, unchanged } from './decision.ts';
import { readInputs } from './inputs.ts';

type Click = Intake & { kind: 'click' };

/** Longest evidence that is kept, in characters; what was read from it is kept whole. */
const longestEvidence = 8000;

/**
 * A click: moves the case if it names the current card and one of its answers; otherwise nothing changes
 * and the decision says why. `owner` is who the named case belongs to, where it is not the user's newest.
 */
export function decideClick(situation: Situation, click: Click, owner: string | null): Decision {
  const { user, nextN } = situation;
  let { live } = situation;
  let decision: Decision | null = null;
  if (click.case !== live?.record.id) {
    const welcome = click.case === caseIdOf(user.key, nextN) && click.step === 'welcome' && click.rev === 0;
    const free = live === null || live.context.outcome !== null;
    if (!welcome || !free) {
      return unchanged(
        live,
        click.verb === 'show' ? null : owner && owner !== user.key ? 'not-yours' : 'outdated',
      );
    }
    if (click.verb === 'show') return unchanged(null, null);
    decision = begin(situation, {}, 'asked', { wish: 'welcome' });
    const fresh = decision.record && revive(situation.rules, decision.record);
    live = fresh?.ok ? fresh.live : null;
  }
  if (!live) return unchanged(null, 'outdated');
  if (click.verb === 'show') return unchanged(live, null);
  if (click.rev !== live.record.rev || click.step !== live.step) {
    return unchanged(decision ? null : live, 'outdated');
  }
  const answered = answer(situation, live, click.verb, click.inputs, 'asked');
  if (!decision || answered.write === 'nothing') return answered;
  return { ...answered, write: 'insert' };
}

/** Takes one answer of the current card, with its inputs; both buttons and typed words end here. */
export function answer(
  situation: Situation,
  live: LiveCase,
  verb: string,
  raw: { [id: string]: string },
  from: 'asked' | 'typed',
): Decision {
  const { primary, secondary } = buttonsOf(situation.rules, live);
  const typedOnly = from === 'typed' && verb === 'use-web';
  if (!typedOnly && ![...primary, ...secondary].includes(verb as Answer))
    return unchanged(live, 'not-offered');
  const inputs = readInputs(live, verb as Answer, raw);
  if (!inputs.ok) return unchanged(live, 'bad-value');
  const at = new Date(situation.now).toISOString();
  if (inputs.values.evidence !== undefined) return paste(situation, live, inputs.values.evidence);
  return (
    move(situation, live, { kind: 'answer', answer: verb as Answer, inputs: inputs.values, from, at }) ??
    unchanged(live, 'not-offered')
  );
}

/** What a paste says at the step that the case is at. */
export const readPaste = (live: LiveCase, text: string): Evidence | null =>
  readEvidence(text, live.step === 'cipher-suites' ? 'cipher-policy' : undefined);

/** Pasted command output: read back for the user to confirm, stored masked; nothing readable is no error. */
export function paste(
  situation: Situation,
  live: LiveCase,
  text: string,
  evidence = readPaste(live, text),
): Decision {
  if (!evidence) return unchanged(live, 'no-evidence');
  const at = new Date(situation.now).toISOString();
  const signals = [...new Set<string>([...evidence.kinds, ...evidence.signals])].sort();
  const moved = move(situation, live, { kind: 'paste', facts: evidence.facts, signals, at });
  if (!moved?.record) return unchanged(live, 'not-understood');
  const note = { kind: 'evidence' as const, text: maskedPaste(text).slice(0, longestEvidence), at };
  const reading = evidence.findings.slice(0, 12).map(({ key, line }) => ({ key, line: line.slice(0, 160) }));
  return { ...moved, record: { ...moved.record, notes: [...moved.record.notes, note], reading } };
}
