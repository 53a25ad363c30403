import { expect, it } from 'vitest';
import { Shell } from '../incidents/shell.ts';

it('Who handed a user over hears the number of the incident’s ticket, also where it comes late', async () => {
  const shell = await Shell.open();
  await shell.type('bob');
  await shell.send('bob');
  await shell.drain();
  const desk = (await shell.caseOf('bob')).record.ticket?.id ?? '';
  await shell.incident();
  await shell.type('ann', `0x8004de40 (ticket ${desk})`);
  await shell.send('ann');
  expect((await shell.caseOf('ann')).record.ticket).toMatchObject({ incident: 'INC-1', id: null });
  await shell.drain();
  const number = (await shell.caseOf('ann')).record.ticket?.id;
  const told = (await shell.store.ticket(desk))?.comments.map(({ text }) => text) ?? [];
  expect(told.filter((text) => text.includes(`Handed to IT as ticket ${number}`))).toHaveLength(1);
  await shell.store.close();
});
