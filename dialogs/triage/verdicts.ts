import type { Answer, Category, Row, StepId } from './answers.ts';
import { adminKnown, hasAdmin, is, known, managed, onWindows, type TriageContext } from './context.ts';
import type { FactName } from './facts.ts';

export const verdictIds = [
  'V11',
  'V8',
  'V13',
  'V12',
  'V16',
  'V7',
  'V14',
  'V5',
  'V15',
  'V10',
  'V2',
  'V3',
  'V6',
  'V9',
  'V18',
  'V19',
  'V1',
  'V17',
  'V4',
] as const;
export type VerdictId = (typeof verdictIds)[number];

/** What a verdict rests on: a fact, an answer, or a line of a paste. */
export type Evidence =
  | { fact: FactName; value: string }
  | { step: StepId; answer: Answer }
  | { signal: string }
  | { leftOut: Row };

export interface Verdict {
  id: VerdictId;
  category: Category;
  evidence: Evidence[];
}

type Look = (c: TriageContext) => Evidence[];

const fact =
  (name: FactName, ...values: string[]): Look =>
  (c) => {
    const value = known(c, name);
    return value !== undefined && values.includes(value) ? [{ fact: name, value }] : [];
  };
const answer =
  (row: Row, ...answers: Answer[]): Look =>
  (c) => {
    const given = c.answered[row];
    return given !== undefined && answers.includes(given) ? [{ step: row, answer: given }] : [];
  };
const signal =
  (...names: string[]): Look =>
  (c) =>
    names.filter((name) => c.signals.includes(name)).map((name) => ({ signal: name }));
const any =
  (...looks: Look[]): Look =>
  (c) =>
    looks.flatMap((look) => look(c));
const all =
  (...looks: Look[]): Look =>
  (c) => {
    const found = looks.map((look) => look(c));
    return found.every((lines) => lines.length > 0) ? found.flat() : [];
  };
const when =
  (holds: (c: TriageContext) => boolean, look: Look): Look =>
  (c) =>
    holds(c) ? look(c) : [];

/** Tried whatever came of it, for the verdicts that say "after …". */
const wasTried =
  (row: Row): Look =>
  (c) => {
    const given = c.answered[row];
    return given === undefined || given === 'cannot-do' ? [] : [{ step: row, answer: given }];
  };

/** Rows that need an administrator and were left out for that. */
const leftOut: Look = (c) =>
  onWindows(c) && adminKnown(c) && !hasAdmin(c)
    ? (['winsock', ...(managed(c) && is(c, 'joinType', 'hybrid') ? (['rejoin'] as const) : [])] as Row[])
        .filter((row) => c.answered[row] === undefined || c.answered[row] === 'cannot-do')
        .map((row) => ({ leftOut: row }))
    : [];

const joinedTypes = ['entra', 'hybrid'];

/** In the order in which they lead a ticket, see triage.md; the categories are the queue's. */
const verdicts: { id: VerdictId; category: Category; look: Look }[] = [
  { id: 'V11', category: 'data-at-risk', look: fact('dataAtRisk', 'yes') },
  {
    id: 'V8',
    category: 'broke',
    look: when(
      (c) => c.broke,
      (c) => brokeAfter(c),
    ),
  },
  { id: 'V13', category: 'account', look: fact('signedOut', 'yes') },
  {
    id: 'V12',
    category: 'device-trust',
    look: any(
      fact('deviceAuth', 'disabled'),
      when((c) => joinedTypes.includes(known(c, 'joinType') ?? ''), fact('prt', 'no')),
    ),
  },
  { id: 'V16', category: 'account', look: any(signal('sign-in-refused'), fact('prt', 'wrong-password')) },
  {
    id: 'V7',
    category: 'policy',
    look: any(answer('cipher-suites', 'restricted'), signal('cipher-restricted')),
  },
  { id: 'V14', category: 'policy', look: fact('tls12', 'locked') },
  { id: 'V5', category: 'proxy', look: answer('proxy', 'fixed') },
  {
    id: 'V15',
    category: 'security-software',
    look: securitySoftware,
  },
  {
    id: 'V10',
    category: 'network',
    look: any(
      fact('webWorks', 'no'),
      fact('otherNetworkWorks', 'yes'),
      answer('internet', 'blocked-page'),
      answer('connection', 'nothing-loads'),
      fact('deviceAuth', 'no-network'),
      signal('dns-failed', 'host-unreachable'),
    ),
  },
  { id: 'V2', category: 'outage', look: fact('spread', 'others-too') },
  { id: 'V3', category: 'device-trust', look: when(managed, fact('newDevice', 'yes')) },
  {
    id: 'V6',
    category: 'network',
    look: any(
      all(
        fact('otherAccountFails', 'yes'),
        wasTried('winsock'),
        wasTried('reset-client'),
        wasTried('credentials'),
      ),
      fact('otherAppsFail', 'yes'),
    ),
  },
  {
    id: 'V9',
    category: 'unsolved',
    look: (c) => (c.recurring ? [{ step: c.recurring, answer: 'came-back' }] : []),
  },
  {
    id: 'V18',
    category: 'client',
    look: when((c) => wasTried('reinstall')(c).length === 0, fact('clientAge', 'old')),
  },
  { id: 'V19', category: 'unsupported', look: fact('platform', 'windows-old', 'server', 'mobile') },
  { id: 'V1', category: 'unsolved', look: fact('spread', 'only-me') },
  { id: 'V17', category: 'needs-admin', look: leftOut },
  { id: 'V4', category: 'unsolved', look: fact('webWorks', 'yes') },
];

/** Security software named or seen at work, and then what changed when it was paused. */
function securitySoftware(c: TriageContext): Evidence[] {
  const product = known(c, 'securityProduct');
  const paused = c.answered['security-software'];
  const tools = known(c, 'vpnOrProxyOrFilter')?.split(' ') ?? [];
  const involved: Evidence[] = [
    ...(product ? [{ fact: 'securityProduct' as const, value: product }] : []),
    ...(tools.includes('security-software')
      ? [{ fact: 'vpnOrProxyOrFilter' as const, value: 'security-software' }]
      : []),
    ...signal('inspected')(c),
  ];
  if (!paused || (involved.length === 0 && paused !== 'fixed')) return involved;
  return [...involved, { step: 'security-software', answer: paused }];
}

/** The rows whose change came before the other errors. */
function brokeAfter(c: TriageContext): Evidence[] {
  const done = c.fixesTried.flatMap((row) => {
    const given = c.answered[row];
    return given ? [{ step: row, answer: given }] : [];
  });
  return done.length > 0 ? done : [{ step: c.lastRow ?? 'roll-back', answer: 'something-broke' }];
}

/** Every verdict that holds, the leading one first. */
export const verdictsOf = (c: TriageContext): Verdict[] =>
  verdicts.flatMap(({ id, category, look }) => {
    const evidence = look(c);
    return evidence.length > 0 ? [{ id, category, evidence }] : [];
  });

/** The category a ticket of this case has now. */
export function categoryOf(c: TriageContext): Category {
  if (c.escalation?.category) return c.escalation.category;
  const held = verdictsOf(c);
  const urgent = held.some(({ category }) => category === 'data-at-risk' || category === 'account');
  const withoutAdmin = onWindows(c) && managed(c) && adminKnown(c) && !hasAdmin(c);
  if (c.escalation?.end && withoutAdmin && !urgent) return 'needs-admin';
  return held[0]?.category ?? 'unsolved';
}
