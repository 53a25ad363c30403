import { type Answer, type Category, isFixRow, type Outcome, type Row, type StepId } from './answers.ts';
import { type Arrow, rows } from './rows.ts';

/** One transition as plain data: names of guards and actions from setup.ts with their parameters. */
export interface Move {
  guard?: string | { type: string; params: object };
  target?: string;
  actions?: (string | { type: string; params: object })[];
}
export type On = { [event: string]: Move | Move[] };
export interface State {
  entry?: Move['actions'];
  always?: Move[];
  on?: On;
}

export const offered = (step: StepId, answer: Answer) => ({ type: 'offered', params: { step, answer } });
export const escalateAs = (category: Category | null, end = false) => ({
  type: 'escalateAs',
  params: { category, end },
});
export const endAs = (outcome: Outcome) => ({ type: 'endAs', params: { outcome } });
export const learnForm = (step: StepId, answer: Answer, also?: object) => ({
  type: 'learnForm',
  params: { step, answer, also },
});
/** `put-back` passes on to `resolved` at once where nothing is switched off. */
export const fixed: Move = { target: 'put-back', actions: ['markFixed'] };

/** What can be said at (almost) every step; the guard is what the card shows. */
export function always(step: StepId): On {
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
    handoff: { actions: ['takeOver'] },
    quiet: { target: 'closed', actions: [{ type: 'endQuietly', params: { step } }] },
  };
}

export const step = (id: StepId, on: On, more: Omit<State, 'on'> = {}): State => ({
  ...more,
  on: { ...always(id), ...on },
});

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
export function row(id: Row, on: On = {}): State {
  const settleable = ['situation', 'tls', 'proxy', 'client-age', 'cipher-suites', 'rejoin-ready'].includes(
    id,
  );
  const own = arrowsOf(id).map(([answer, arrows]) => [
    answer,
    arrows.map((a) => follow(id, answer, a, false)),
  ]);
  const done: Arrow = {};
  return step(
    id,
    {
      fixed: {
        guard: offered(id, 'fixed'),
        target: 'put-back',
        actions: [
          { type: 'answered', params: { row: id, answer: 'fixed', arrow: done, settled: false } },
          'markFixed',
        ],
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
          ? [{ guard: { type: 'gone', params: { row: id } }, target: 'next' }]
          : [
              { guard: { type: 'noLongerApplies', params: { row: id } }, target: 'next' },
              // These two are asked until the fact is known: somebody else's word for it does not count.
              ...(['backup', 'admin-rights'].includes(id)
                ? []
                : [{ guard: { type: 'answeredMeanwhile', params: { row: id } }, target: 'next' }]),
            ]),
        ...(settleable
          ? arrowsOf(id).flatMap(([answer, arrows]) => arrows.map((a) => follow(id, answer, a, true)))
          : []),
      ],
    },
  );
}
