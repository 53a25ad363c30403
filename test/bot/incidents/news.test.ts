import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeIncident } from '../../../bot/incidents/manage.ts';
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
