import {
  type Answer,
  type Category,
  isFixRow,
  ladder,
  type Outcome,
  type Row,
  type StepId,
  stepIds,
} from './answers.ts';
import { reopenable } from './conditions.ts';
import { type Arrow, forwardRows, rows } from './rows.ts';
import type { TriageSetup } from './setup.ts';

/** One transition as plain data: names of guards and actions from setup.ts with their parameters. */
interface Move {
  guard?: string | { type: string; params: object };
  target?: string;
  actions?: (string | { type: string; params: object })[];
}
type On = { [event: string]: Move | Move[] };
interface State {
  entry?: Move['actions'];
  always?: Move[];
  on?: On;
}
type Config = NonNullable<Parameters<TriageSetup['createMachine']>[0]['states']>;

const offered = (step: StepId, answer: Answer) => ({ type: 'offered', params: { step, answer } });
const escalateAs = (category: Category | null, end = false) => ({ type: 'escalateAs', params: { category, end } });
const endAs = (outcome: Outcome) => ({ type: 'endAs', params: { outcome } });
const learnForm = (step: StepId, answer: Answer, also?: object) => ({
  type: 'learnForm',
  params: { step, answer, also },
});
/** `put-back` passes on to `resolved` at once where nothing is switched off. */
const fixed: Move = { target: 'put-back', actions: ['markFixed'] };

/** What can be said at (almost) every step; the guard is what the card shows. */
function always(step: StepId): On {
  const where = (answer: Answer, move: Move): On => ({ [answer]: { guard: offered(step, answer), ...move } });
  return {
    ...where('human', { target: 'escalate', actions: [escalateAs('asked')] }),
    ...where('fixed', fixed),
    ...where('pause', { target: 'paused', actions: [{ type: 'pausedAt', params: { step } }] }),
    ...where('something-broke', { target: 'roll-back', actions: ['markBroke'] }),
    ...where('different-code', { target: 'ask-code', actions: ['leaveOpening'] }),
    ...where('start-over', { target: 'next', actions: ['startOver'] }),
    ...where('use-web', { target: 'closed', actions: [endAs('advised')] }),
    ...where('why', { actions: ['explain'] }),
    learn: { actions: ['learn'] },
    quiet: { target: 'closed', actions: [{ type: 'endQuietly', params: { step } }] },
  };
}

const step = (id: StepId, on: On, more: Omit<State, 'on'> = {}): State => ({ ...more, on: { ...always(id), ...on } });

/** One answer of a row: records it, and follows its arrow. `settled`: known facts answer, not the user. */
function follow(row: Row, answer: Answer, arrow: Arrow, settled: boolean): Move {
  const when = arrow.when;
  const guard = settled
    ? { type: 'settled', params: { row, answer, when } }
    : when
      ? { type: 'arrow', params: { row, answer, when } }
      : offered(row, answer);
  return {
    guard,
    target: arrow.escalate ? 'escalate' : (arrow.to ?? 'next'),
    actions: [{ type: 'answered', params: { row, answer, arrow, settled } }],
  };
}

const arrowsOf = (row: Row) =>
  Object.entries(rows[row]).map(([answer, arrow]) => [answer as Answer, [arrow].flat()] as const);

/** A row of the ladder: left as soon as it no longer applies, answered by facts that settle it, else by the user. */
function row(id: Row, on: On = {}): State {
  const settleable = ['situation', 'tls', 'proxy', 'client-age', 'cipher-suites', 'rejoin-ready'].includes(id);
  const own = arrowsOf(id).map(([answer, arrows]) => [answer, arrows.map((a) => follow(id, answer, a, false))]);
  const done: Arrow = {};
  return step(
    id,
    {
      fixed: {
        guard: offered(id, 'fixed'),
        target: 'put-back',
        actions: [{ type: 'answered', params: { row: id, answer: 'fixed', arrow: done, settled: false } }, 'markFixed'],
      },
      ...(isFixRow(id) && id !== 'rejoin' && { 'done-before': follow(id, 'done-before', done, false) }),
      ...Object.fromEntries(own),
      paste: {
        guard: { type: 'mayRead', params: { row: id } },
        target: 'evidence',
        actions: [{ type: 'read', params: { row: id } }],
      },
      ...(['join-check', 'cipher-suites'].includes(id) && {
        continue: { guard: offered(id, 'continue'), actions: ['readPaste'] },
      }),
      ...on,
    },
    {
      entry: [{ type: 'shown', params: { row: id } }],
      always: [
        ...(['proxy-needed', 'winsock-check', 'rejoin-check'].includes(id)
          ? [{ guard: 'gone', target: 'next' }]
          : [
              { guard: { type: 'noLongerApplies', params: { row: id } }, target: 'next' },
              { guard: { type: 'pasted', params: { row: id } }, target: 'next' },
            ]),
        ...(settleable
          ? arrowsOf(id).flatMap(([answer, arrows]) => arrows.map((a) => follow(id, answer, a, true)))
          : []),
      ],
    },
  );
}

/** The ladder: the first of these whose guard holds is shown. */
function ladderInOrder(): Move[] {
  const lazily: Row[] = ['backup', 'admin-rights', 'proxy-needed', 'winsock-check', 'rejoin', 'rejoin-check'];
  return ladder
    .filter((id) => !lazily.includes(id))
    .flatMap((id): Move[] => [
      ...needs(id).map((need) => ({ guard: { type: `${need}First`, params: { row: id } }, target: needStep[need] })),
      { guard: { type: 'applies', params: { row: id } }, target: id },
      ...(id === 'security-software'
        ? [{ guard: 'webDown', target: 'escalate', actions: [escalateAs('network')] }]
        : []),
    ]);
}
const needStep = { admin: 'admin-rights', backup: 'backup' } as const;
/** What is asked before a row: rights before files, so that files are not copied for a row that can't be run. */
function needs(id: Row): ('admin' | 'backup')[] {
  if (id === 'winsock') return ['admin'];
  if (id === 'rejoin-ready') return ['admin', 'backup'];
  return (['unlink', 'reset-client', 'reinstall'] as Row[]).includes(id) ? ['backup'] : [];
}

const gates: Move[] = (
  [
    ['ask-code', 'ask-code'],
    ['code-help', 'code-help'],
    ['mobile', 'code-help'],
    ['other-device', 'other-device'],
  ] as const
).map(([gate, target]) => ({ guard: { type: 'gate', params: { gate } }, target }));

/** Between two cards: who may be shown the ladder at all, what comes forward, then the ladder. */
const next: State = {
  entry: ['dropDeadForward'],
  always: [
    ...gates.slice(0, 2),
    { guard: 'incident', target: 'incident' },
    { guard: { type: 'gate', params: { gate: 'device' } }, target: 'device' },
    ...gates.slice(2),
    {
      guard: { type: 'gate', params: { gate: 'unsupported' } },
      target: 'escalate',
      actions: [escalateAs('unsupported')],
    },
    { guard: 'filesUnknown', target: 'backup' },
    ...reopenable.flatMap((id): Move[] => [
      ...(needs(id).includes('admin')
        ? [{ guard: { type: 'reopens', params: { row: id, admin: true } }, target: 'admin-rights' }]
        : []),
      { guard: { type: 'reopens', params: { row: id, admin: false } }, target: id },
    ]),
    { guard: 'reopened', target: 'escalate', actions: ['closeReopened'] },
    { guard: 'deviceTrustNow', target: 'escalate', actions: ['deviceTrustDone'] },
    ...forwardRows.flatMap((id): Move[] => [
      { guard: { type: 'forward', params: { row: id, backup: true } }, target: 'backup' },
      { guard: { type: 'forward', params: { row: id, backup: false } }, target: id },
    ]),
    ...ladder
      .filter((id) => isFixRow(id) && ladder.indexOf(id) >= ladder.indexOf('unlink'))
      .filter((id) => id !== 'rejoin' && id !== 'reinstall')
      .flatMap((id): Move[] => [
        ...needs(id).map((need) => ({ guard: { type: 'recurring', params: { row: id, need } }, target: needStep[need] })),
        { guard: { type: 'recurring', params: { row: id, need: 'nothing' } }, target: id },
      ]),
    { guard: 'recurringTried', target: 'escalate', actions: [escalateAs(null, true)] },
    ...ladderInOrder(),
    { target: 'escalate', actions: [escalateAs(null, true)] },
  ],
};

/** Every state of the triage: the steps of triage.md and three that are passed through without a card. */
export function states(): Config {
  const all: { [id in StepId | 'begin' | 'next' | 'returning']: State } = {
    begin: {
      always: [
        { guard: { type: 'wishes', params: { wish: 'human' } }, target: 'escalate', actions: [escalateAs('asked')] },
        { guard: { type: 'wishes', params: { wish: 'welcome' } }, target: 'welcome' },
        { target: 'next' },
      ],
    },
    next,
    returning: {
      always: stepIds.map((id) => ({
        guard: { type: 'pausedAt', params: { step: id } },
        target: id,
        actions: ['forgetPause'],
      })),
    },
    ...(Object.fromEntries(ladder.map((id) => [id, row(id)])) as { [R in Row]: State }),

    welcome: step('welcome', {
      'code-40': { target: 'next', actions: [learnForm('welcome', 'code-40', { code: '0x8004de40' })] },
      'other-code': { target: 'ask-code' },
      'no-code': { target: 'ask-code' },
    }),
    'ask-code': step('ask-code', {
      continue: { target: 'next', actions: [learnForm('ask-code', 'continue')] },
      'connection-wording': { target: 'next', actions: [learnForm('ask-code', 'connection-wording', { code: 'unknown' })] },
      'keeps-asking': { target: 'next', actions: [learnForm('ask-code', 'keeps-asking', { code: 'CAA50021' })] },
      'not-syncing': { target: 'next', actions: [learnForm('ask-code', 'not-syncing', { code: 'sync-pending' })] },
      'nothing-of-these': {
        target: 'next',
        actions: [learnForm('ask-code', 'nothing-of-these', { code: 'not-onedrive' })],
      },
    }),
    device: step(
      'device',
      { continue: { target: 'next', actions: [learnForm('device', 'continue')] } },
      { always: [{ guard: 'deviceAsked', target: 'next' }] },
    ),
    'other-device': step('other-device', { ok: { target: 'closed', actions: [endAs('advised')] } }),
    'code-help': step('code-help', {
      'not-fixed': [
        { guard: 'mobile', target: 'escalate', actions: [escalateAs('unsupported')] },
        { target: 'escalate', actions: [escalateAs('other-code')] },
      ],
      ok: { target: 'closed', actions: [endAs('advised')] },
    }),
    incident: step('incident', {
      wait: { target: 'paused', actions: [{ type: 'pausedAt', params: { step: 'incident' } }] },
      'keep-trying': { target: 'next', actions: ['incidentSeen'] },
    }),

    proxy: row('proxy', {
      fixed: [
        {
          guard: 'switching',
          target: 'proxy-needed',
          actions: [
            { type: 'answered', params: { row: 'proxy', answer: 'fixed', arrow: {}, settled: false } },
            'markFixed',
          ],
        },
        fixed,
      ],
    }),
    'proxy-needed': {
      entry: [{ type: 'shown', params: { row: 'proxy-needed' } }],
      always: [
        { guard: 'proxyAloneNotRequired', target: 'resolved', actions: [endAs('resolved-confirmed')] },
        { guard: { type: 'proxyRequired', params: { value: 'no' } }, target: 'put-back', actions: ['proxyStaysOff'] },
        { guard: { type: 'proxyRequired', params: { value: 'yes' } }, target: 'put-back' },
      ],
      on: {
        ...always('proxy-needed'),
        unsure: { target: 'put-back', actions: [learnForm('proxy-needed', 'unsure', { proxyRequired: 'unsure' })] },
        yes: { target: 'put-back', actions: [learnForm('proxy-needed', 'yes', { proxyRequired: 'yes' })] },
        // The transition above ends it, once the fact stands.
        no: { actions: [learnForm('proxy-needed', 'no', { proxyRequired: 'no' })] },
      },
    },
    'put-back': step(
      'put-back',
      {
        done: [
          { guard: 'proxyOff', target: 'escalate', actions: ['allOnAgain', escalateAs('proxy')] },
          { target: 'resolved', actions: ['allOnAgain', endAs('resolved-confirmed')] },
        ],
        'cannot-do': { target: 'escalate', actions: ['putBackFailed', escalateAs(null)] },
      },
      { always: [{ guard: 'nothingOff', target: 'resolved', actions: [endAs('resolved-confirmed')] }] },
    ),
    evidence: step('evidence', {
      right: [
        ...(['device-trust', 'account'] as const).map((category) => ({
          guard: { type: 'urgent', params: { category } },
          target: 'escalate',
          actions: ['confirmReading', escalateAs(category)],
        })),
        ...ladder.map((id) => ({
          guard: { type: 'readAt', params: { row: id } },
          target: id,
          actions: ['confirmReading'],
        })),
      ],
      wrong: ladder.map((id) => ({
        guard: { type: 'readAt', params: { row: id } },
        target: id,
        actions: ['refuseReading'],
      })),
    }),
    escalate: step('escalate', {
      send: { target: 'escalated', actions: [learnForm('escalate', 'send'), 'openTicket', endAs('escalated')] },
      'not-now': { target: 'paused', actions: [{ type: 'pausedAt', params: { step: 'escalate' } }] },
      'keep-trying': { guard: offered('escalate', 'keep-trying'), target: 'next', actions: ['keepTrying'] },
      'copied-now': { guard: offered('escalate', 'copied-now'), target: 'next', actions: ['copiedNow'] },
    }),
    'roll-back': step('roll-back', { ok: { target: 'escalate', actions: [escalateAs('broke')] } }),
    paused: step('paused', {
      resume: { target: 'returning' },
      // Paused already: only the time of the reminder changes.
      pause: { actions: ['remindLater'] },
    }),
    resolved: {
      on: {
        rate: { guard: offered('resolved', 'rate'), actions: ['rated', 'recordRating'] },
        'came-back': { actions: ['newCase'] },
        'still-good': { guard: offered('resolved', 'still-good'), actions: ['checked'] },
        check: { actions: ['checking'] },
      },
    },
    escalated: {
      on: {
        fixed: { target: 'put-back', actions: ['markFixed', 'closeTicket'] },
        add: { actions: ['commentTicket'] },
        withdraw: { target: 'closed', actions: ['withdrawTicket', endAs('advised')] },
      },
    },
    closed: {},
  };
  return all as unknown as Config;
}
