import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute, Shell } from './shell.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await Shell.open();
});
afterEach(() => shell.store.close());

const incidents = () => shell.store.turn((turn) => turn.incidents.list(10));

it('A site that was never heard of is a quiet one once others were counted for weeks', async () => {
  await shell.store.turn(async (turn) => {
    for (let hour = 1; hour <= 28 * 24; hour++) {
      for (let n = 0; n < 3; n++) {
        const one = { case: `c-${hour}-${n}`, user: `u-${hour}-${n}`, at: shell.time - hour * 60 * minute };
        await turn.incidents.see('tenant-1|family', one);
        await turn.incidents.see('tenant-1|family@Europe/Berlin', one);
      }
    }
  });
  for (let n = 0; n < 12; n++) {
    shell.goes(`z-${n}`, 'Europe/Zurich');
    await shell.type(`z-${n}`);
    shell.time += minute / 2;
    await shell.drain();
  }
  expect((await incidents()).map(({ site }) => site)).toEqual(['Europe/Zurich']);
});
