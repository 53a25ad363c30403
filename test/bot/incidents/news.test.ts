import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeIncident, mergeIncident } from '../../../bot/incidents/manage.ts';
import { minute, Shell } from './shell.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await Shell.open();
});
afterEach(() => shell.store.close());

const close = (id: string, words = '') =>
  shell.store.turn((turn) => closeIncident(turn, id, 'Robin', words, shell.time));

it('Who has an incident in two cases is told once, of the newer one, and both are brought up to date', async () => {
  const id = await shell.incident();
  await shell.type('ann');
  await shell.send('ann');
  await shell.drain();
  const first = (await shell.caseOf('ann')).record;
  await shell.type('ann', 'new case');
  await shell.type('ann');
  await shell.drain();
  const second = (await shell.caseOf('ann')).record;
  expect(await shell.store.turn((turn) => turn.incidents.affectedOf(id, 'ann'))).toEqual(
    [first.id, second.id].sort(),
  );
  shell.time += minute;
  await close(id);
  await shell.drain();
  expect(shell.heard('ann', 'is over')).toBe(1);
  expect((await shell.store.caseById(first.id))?.record.ticket?.status).toBe('resolved');
  expect((await shell.caseOf('ann')).step).toBe('paused');
});

it('Who is counted only after the end hears of it then, once, and is not counted for the next incident', async () => {
  const id = await shell.incident();
  await shell.drain();
  for (const user of ['waiter', 'sender', 'done']) await shell.type(user);
  await shell.send('sender');
  await shell.click('done', 'wait');
  await shell.click('done', 'fixed');
  await shell.drain('watch-case');
  await close(id, 'The proxy runs again.');
  await shell.drain('watch-case');
  const heard = () => ['waiter', 'sender', 'done'].map((user) => shell.heard(user, 'The proxy runs again.'));
  expect(heard()).toEqual([0, 0, 0]);
  for (let n = 0; n < 2; n++) {
    shell.time += 2 * minute;
    await shell.drain();
  }
  expect(heard()).toEqual([1, 1, 0]);
  expect((await shell.caseOf('waiter')).step).toBe('paused');
  expect((await shell.caseOf('sender')).record.ticket).toMatchObject({ incident: id, status: 'resolved' });
  await shell.store.turn(async ({ incidents }) => {
    expect((await incidents.byId(id))?.people).toBe(3);
    expect(await incidents.sightings('tenant-1|family', 0)).toEqual([]);
  });
});

it('Who is counted only after a merge belongs to the incident that there is, and hears of its end', async () => {
  const first = await shell.incident();
  await shell.type('ann');
  await shell.send('ann');
  await shell.drain('watch-case');
  const second = await shell.incident({ code: '0x8004deef' });
  await shell.store.turn((turn) => mergeIncident(turn, first, second, shell.time));
  await shell.drain('watch-case');
  shell.time += 2 * minute;
  await shell.drain();
  expect((await shell.caseOf('ann')).record).toMatchObject({
    ticket: { incident: second, status: 'new' },
    incident: { id: second },
  });
  await close(second);
  await shell.drain();
  expect(shell.heard('ann', 'is over')).toBe(1);
});

it('Weeks after an incident whose end a case never heard of, the next one of its user gets a ticket that IT reads', async () => {
  const id = await shell.incident();
  await shell.type('ann');
  await shell.send('ann');
  await shell.drain('watch-case');
  await close(id);
  await shell.drain('watch-case');
  expect((await shell.caseOf('ann')).record.ticket?.status).toBe('new');
  await shell.type('ann', 'new case');
  await shell.type('ann');
  await shell.send('ann');
  expect((await shell.caseOf('ann')).record.ticket).toMatchObject({
    key: `case:${(await shell.caseOf('ann')).record.id}:1`,
    status: 'sending',
  });
});

it('Who met the incident of a site belongs to it wherever they are by then', async () => {
  const id = await shell.incident({ tenant: 'tenant-1', site: 'Europe/Zurich' });
  shell.goes('ann', 'Europe/Zurich');
  await shell.type('ann');
  await shell.click('ann', 'wait');
  shell.goes('ann', 'Asia/Tokyo');
  await shell.click('ann', 'resume');
  expect((await shell.caseOf('ann')).step).toBe('incident');
  await shell.send('ann');
  expect((await shell.caseOf('ann')).record.ticket?.incident).toBe(id);
  await shell.drain();
  expect(await shell.store.turn((turn) => turn.incidents.affectedOf(id, 'ann'))).toHaveLength(1);
});
