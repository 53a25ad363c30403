import { isFixRow, ladder, type Row } from './answers.ts';
import { reopenable } from './conditions.ts';
import { forwardRows } from './rows.ts';
import { escalateAs, type Move, type State } from './transitions.ts';

/** The ladder: the first of these whose guard holds is shown. */
function ladderInOrder(): Move[] {
  const lazily: Row[] = ['backup', 'admin-rights', 'proxy-needed', 'winsock-check', 'rejoin', 'rejoin-check'];
  return ladder
    .filter((id) => !lazily.includes(id))
    .flatMap((id): Move[] => [
      ...needs(id).map((need) => ({
        guard: { type: `${need}First`, params: { row: id } },
        target: needStep[need],
      })),
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
export const next: State = {
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
        ...needs(id).map((need) => ({
          guard: { type: 'recurring', params: { row: id, need } },
          target: needStep[need],
        })),
        { guard: { type: 'recurring', params: { row: id, need: 'nothing' } }, target: id },
      ]),
    { guard: 'recurringTried', target: 'escalate', actions: [escalateAs(null, true)] },
    ...ladderInOrder(),
    { target: 'escalate', actions: [escalateAs(null, true)] },
  ],
};
