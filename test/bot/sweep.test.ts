import { beforeEach, expect, it } from 'vitest';
import { createLog } from '../../bot/log.ts';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import { Sweeper, sweep } from '../../bot/sweep.ts';
import { rowOf } from '../../bot/turn/row.ts';
import { openCase, type Rules, revive } from '../../dialogs/triage/advance.ts';
import type { CaseRecord } from '../../dialogs/triage/case.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { pc } from '../support/ladder.ts';
import { TurnsUser } from '../support/turns.ts';
import { policyWith } from '../support/walk.ts';
import { caseOf } from './store/build.ts';

const minute = 60_000;
const day = 1440 * minute;
const rulesWith = (change: object): Rules => {
  const policy = policyWith(change);
  return { machine: createTriage(policy), policy };
};
const rules = rulesWith({});
/** Reminds after ten days instead of one. */
const patient = rulesWith({ reminders: { last: 14_400, abandonAfter: 20_160 } });

let store: Store;
let time: number;
let lines: { code?: string; case?: string }[];
const now = () => time;
const log = createLog(
  { logLevel: 'info' },
  { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
);

beforeEach(async () => {
  store = await openStore('file::memory:');
  time = Date.parse('2026-03-02T12:00:00Z');
  lines = [];
  return () => store.close();
});

/** A case as it was stored when it began now. */
function begun(name: string): CaseRecord {
  const at = new Date(time).toISOString();
  const input = { facts: { code: { value: '0x8004de40', from: 'typed' as const } } };
  return openCase(rules, { id: name, user: `tenant-1/${name}`, n: 1, at, locale: 'en', input });
}
function stored(record: CaseRecord) {
  const revived = revive(rules, record);
  if (!revived.ok) throw new Error(revived.why);
  return rowOf(rules, revived.live);
}
const sweepWith = (by: Rules) => sweep({ store, rules: by, now, log });
const wanted = async () => (await store.outboxRows({ state: 'waiting' }, 500)).map(({ effect }) => effect);
const reminders = async () =>
  (await wanted()).filter((one) => one.kind === 'post-card' && one.notice === 'reminder');

it('cases that a more patient policy does not want yet do not stand before those that it wants', async () => {
  const late = begun('late');
  const movedAt = new Date(time - 10 * day).toISOString();
  await store.turn(async (turn) => {
    for (let n = 0; n < 206; n += 1) await turn.saveCase(stored(begun(`early-${n}`)), null);
    await turn.saveCase({ ...stored({ ...late, movedAt }), dueAt: time + 2 * day }, null);
  });
  const began = time;
  time += 2 * day;
  await sweepWith(patient);
  await sweepWith(patient);
  expect(await reminders()).toMatchObject([{ case: 'late' }]);
  expect(await sweepWith(patient)).toBe(0);
  expect((await store.caseById('early-0'))?.dueAt).toBe(began + 10 * day);
});

it('a case that can not be read is left alone, which is said once', async () => {
  const broken = caseOf('broken', { snapshot: '{' });
  await store.turn((turn) => turn.saveCase({ ...broken, dueAt: time - minute }, null));
  expect(await sweepWith(rules)).toBe(1);
  expect(await sweepWith(rules)).toBe(0);
  expect(lines).toMatchObject([{ code: 'case_unreadable', case: 'broken' }]);
  expect((await store.caseById('broken'))?.record).toEqual(broken.record);
});

it('a case that fails does not keep the others waiting', async () => {
  const { trail: _, ...torn } = begun('torn');
  const silent = { remindersSent: 9, movedAt: new Date(time - 9 * day).toISOString() };
  await store.turn(async (turn) => {
    await turn.saveCase(
      { ...stored({ ...begun('torn'), ...silent }), record: { ...torn, ...silent } as never },
      null,
    );
    await turn.saveCase(stored(begun('whole')), null);
  });
  time += day;
  expect(await sweepWith(rules)).toBe(2);
  expect(await reminders()).toMatchObject([{ case: 'whole' }]);
  expect(lines).toMatchObject([{ code: 'TypeError', case: 'torn' }]);
});

it('a reminder that still waits when its user answers is not sent any more', async () => {
  const kim = new TurnsUser({ store, rules, now });
  await kim.type('OneDrive says 0x8004de40');
  await kim.click('continue', pc('windows', 'personal'));
  await kim.click('pause');
  time += 20 * minute;
  await sweepWith(rules);
  expect(await reminders()).toHaveLength(1);
  const { live } = await kim.click('resume');
  expect(live?.step).toBe('internet');
  expect(await reminders()).toEqual([]);
});

it('nor is the question of the next day', async () => {
  const asking = rulesWith({ nextDayCheck: 'yes' });
  const kim = new TurnsUser({ store, rules: asking, now });
  await kim.type('OneDrive says 0x8004de40');
  await kim.click('continue', pc('windows', 'personal'));
  await kim.click('loads');
  await kim.click('fixed');
  time += day;
  await sweepWith(asking);
  const questions = async () =>
    (await wanted()).filter((one) => one.kind === 'post-card' && one.notice === 'next-day');
  expect(await questions()).toHaveLength(1);
  await kim.click('still-good');
  expect(await questions()).toEqual([]);
});

it('what was counted for incidents is forgotten after 35 days, and looked through once an hour', async () => {
  const hour = 60 * minute;
  const sweeper = new Sweeper({ store, rules, now, log, kick: () => {}, everyMs: hour });
  const old = { case: 'c', user: 'u', at: time - 36 * day };
  const see = () => store.turn(({ incidents }) => incidents.see('s', old));
  const isKept = async () => (await store.turn(({ incidents }) => incidents.firstSeen('s'))) !== null;
  await see();
  await sweeper.once();
  expect(await isKept()).toBe(false);
  await see();
  time += hour / 2;
  await sweeper.once();
  expect(await isKept()).toBe(true);
  time += hour / 2;
  await sweeper.once();
  expect(await isKept()).toBe(false);
});
