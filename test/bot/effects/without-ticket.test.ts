import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeIncident } from '../../../bot/incidents/manage.ts';
import { minute, Shell } from '../incidents/shell.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await Shell.open();
});
afterEach(() => shell.store.close());

const ofIncidents = (key: string) => key.startsWith('incident:');
const refused = (key: string) =>
  ofIncidents(key) ? ({ kind: 'refused', error: 'no such queue' } as const) : null;
const later = (key: string) => (ofIncidents(key) ? ({ kind: 'retry', error: 'away' } as const) : null);
const keys = async () => (await shell.store.tickets(10)).map(({ key }) => key);

it('What was sent into an incident whose ticket is refused becomes a ticket of its own, and so does what comes later', async () => {
  await shell.incident();
  await shell.type('ann');
  await shell.send('ann', 'on the second floor');
  await shell.click('ann', 'add', { comment: 'the printer, too' });
  shell.refuses = refused;
  await shell.drain();
  await shell.type('bob');
  await shell.send('bob');
  shell.time += minute;
  await shell.drain();
  const [ann, bob] = [await shell.caseOf('ann'), await shell.caseOf('bob')];
  expect((await keys()).sort()).toEqual([`case:${ann.record.id}:1`, `case:${bob.record.id}:1`].sort());
  expect(ann.record.ticket).toMatchObject({ status: 'new', id: expect.stringMatching(/^OD-/) });
  expect(ann.record.ticket?.incident).toBeUndefined();
  const ticket = (await shell.store.tickets(10)).find(({ key }) => key.includes(ann.record.id));
  expect(ticket?.body).toContain('on the second floor');
  expect(JSON.stringify(ticket)).toContain('the printer, too');
  expect(await shell.store.outboxCounts()).toMatchObject({ dead: 1 });
});

it('Who needs nothing any more gets none, and the end of the incident is told all the same', async () => {
  const id = await shell.incident();
  for (const user of ['ann', 'bob']) await shell.type(user);
  for (const user of ['ann', 'bob']) await shell.send(user);
  await shell.click('ann', 'withdraw');
  shell.refuses = refused;
  await shell.drain();
  const { record } = await shell.caseOf('bob');
  expect(await keys()).toEqual([`case:${record.id}:1`]);
  await shell.store.turn((turn) => closeIncident(turn, id, 'Robin', '', shell.time));
  await shell.drain();
  expect([shell.heard('ann', 'is over'), shell.heard('bob', 'is over')]).toEqual([0, 1]);
});

it('Who waits ten minutes for the number of an incident hears once where else to go', async () => {
  await shell.incident();
  shell.refuses = later;
  await shell.type('ann');
  await shell.type('bob');
  await shell.send('ann');
  const late = () => [shell.heard('ann', 'still not through'), shell.heard('bob', 'still not through')];
  for (let n = 0; n < 9; n++) {
    await shell.drain();
    shell.time += minute;
  }
  await shell.drain();
  expect(late()).toEqual([0, 0]);
  for (let n = 0; n < 20; n++) {
    shell.time += minute;
    await shell.drain();
  }
  expect(late()).toEqual([1, 0]);
  shell.refuses = () => null;
  shell.time += minute;
  await shell.drain();
  expect(await keys()).toEqual(['incident:INC-1:1']);
  expect((await shell.caseOf('ann')).record.ticket).toMatchObject({ id: 'OD-1001', incident: 'INC-1' });
});

it('A ticket that was tried for half a day is not waited for: what was sent gets its own', async () => {
  await shell.incident();
  await shell.type('ann');
  await shell.send('ann');
  shell.refuses = later;
  await shell.drain();
  shell.time += 13 * 60 * minute;
  await shell.drain();
  await shell.type('bob');
  await shell.send('bob');
  await shell.drain();
  expect(await keys()).toEqual([`case:${(await shell.caseOf('bob')).record.id}:1`]);
});

it('Where all is given up after a minute, who sent into the incident gets a ticket of their own, and hears where to go if that is given up, too', async () => {
  shell.giveUpAfterMs = minute;
  await shell.incident();
  shell.refuses = later;
  await shell.drain();
  await shell.type('ann');
  await shell.send('ann');
  for (let n = 0; n < 4; n++) {
    await shell.drain();
    shell.time += minute;
  }
  const { record } = await shell.caseOf('ann');
  expect(await keys()).toEqual([`case:${record.id}:1`]);
  expect(record.ticket).toMatchObject({ id: 'OD-1001', status: 'new' });
  shell.refuses = () => ({ kind: 'retry', error: 'away' });
  await shell.type('bob');
  await shell.send('bob');
  for (let n = 0; n < 6; n++) {
    await shell.drain();
    shell.time += minute;
  }
  expect([shell.heard('ann', 'still not through'), shell.heard('bob', 'still not through')]).toEqual([0, 1]);
  expect((await shell.caseOf('bob')).record.ticket).toMatchObject({ status: 'failed', id: null });
});
