import { renderStep } from '../../cards/render.ts';
import type { Answer, StepId } from '../../dialogs/triage/answers.ts';
import {
  alwaysPossible,
  fixRows,
  isEnding,
  isRow,
  ownAnswers,
  proxyLookAnswers,
  stepIds,
  stepInputs,
} from '../../dialogs/triage/answers.ts';
import { switches } from '../../dialogs/triage/facts.ts';
import type { StepView, Tag } from '../../dialogs/triage/view.ts';

/** A view of a step as the triage would give it on Windows at work, with everything that can be offered there. */
export function viewOf(step: StepId, over: Partial<StepView> = {}): StepView {
  const tags = over.tags ?? ['windows', 'managed'];
  const own: readonly Answer[] =
    step === 'proxy' && !tags.includes('switch') ? proxyLookAnswers : ownAnswers[step];
  const primary = isEnding(step) || step === 'escalate' ? [...own] : [...own, 'human' as const];
  const secondary = isEnding(step) ? [] : alwaysPossible.filter((answer) => !primary.includes(answer));
  const form = [...new Set(Object.values(stepInputs[step] ?? {}).flat())].map((id) => ({ id }));
  return {
    case: 'c-7f3a',
    step,
    rev: 4,
    user: '29:user',
    tags,
    params: {
      helpDesk: 'the IT help desk',
      phone: '+49 30 555 0100',
      hours: 'Mon-Fri 8:00-18:00',
      oneDriveUrl: 'https://contoso-my.sharepoint.com',
      code: '0x8004de40',
      ticket: 'INC-10023',
      fixedBy: 'restart',
    },
    notice: null,
    why: false,
    progress: isRow(step) ? { step: 3, of: 14 } : null,
    primary,
    secondary,
    form,
    switchedOff: [],
    trail: [],
    skipped: [],
    changed: [],
    lines: [],
    ...over,
  };
}

/** Rows and steps that a Mac never sees. */
export const windowsOnly: readonly StepId[] = [
  'tls',
  'tls-legacy',
  'admin-rights',
  'winsock',
  'winsock-check',
  'credentials',
  'cipher-suites',
  'join-check',
  'refresh-sign-in',
  'rejoin-ready',
  'rejoin',
  'rejoin-check',
];

const extras: { [S in StepId]?: Tag[][] } = {
  proxy: [['look'], ['switch']],
  'code-help': [['other-code'], ['mobile']],
  'cipher-suites': [[], ['admin']],
  rejoin: [[], ['admin', 'hybrid'], ['admin', 'entra']],
};

/** Every combination of tags that says something different at a step. */
export function tagsFor(step: StepId): Tag[][] {
  const platforms: Tag[][] = windowsOnly.includes(step) ? [['windows']] : [['windows'], ['mac']];
  const owners: Tag[][] = [[], ['managed'], ['personal-device']];
  const accounts: Tag[][] = [[], ['work-account'], ['personal-account']];
  return platforms.flatMap((platform) =>
    owners.flatMap((owner) =>
      accounts.flatMap((account) =>
        (extras[step] ?? [[]]).map((extra) => [...platform, ...owner, ...account, ...extra]),
      ),
    ),
  );
}

/** The longest that a card can get: everything said, everything off, a long case behind it. */
export function loaded(step: StepId, tags: Tag[]): StepView {
  const mac = tags.includes('mac');
  const seen = stepIds.filter((id) => isRow(id) && !(mac && windowsOnly.includes(id)));
  const changed = fixRows.filter((row) => !(mac && windowsOnly.includes(row)));
  return viewOf(step, {
    tags,
    notice: 'not-understood',
    why: true,
    switchedOff: [...switches],
    trail: [...seen, ...seen, ...seen].map((id) => ({
      step: id,
      answer: ownAnswers[id].at(-1) ?? 'human',
      at: '2026-11-23T09:41:00.000Z',
      from: 'asked',
    })),
    skipped: [...changed.map((id) => ({ step: id, why: 'policy' as const }))],
    changed: [...changed],
    lines: Array.from({ length: 60 }, (_, n) => ({
      label: `Line ${n}`,
      text: 'What we know about it. '.repeat(12),
    })),
  });
}

/** Every step with every set of tags, bare and loaded. */
export const everyView: [string, StepView][] = stepIds.flatMap((step) =>
  tagsFor(step).flatMap((tags): [string, StepView][] => [
    [`${step} ${tags.join(' ')}`, viewOf(step, { tags })],
    [`${step} ${tags.join(' ')} loaded`, loaded(step, tags)],
  ]),
);

/** The cards of all these views, drawn once for all tests. */
export const everyCard = everyView.map(([name, view]) => ({ name, view, card: renderStep(view) }));

/** Every string of a card that a person can read, in the order of the card. */
export function stringsOf(node: unknown, key = ''): string[] {
  if (typeof node === 'string') {
    return ['text', 'title', 'label', 'placeholder', 'errorMessage', 'speak', 'fallbackText'].includes(key)
      ? [node]
      : [];
  }
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([name, value]) => stringsOf(value, Array.isArray(node) ? key : name));
}
