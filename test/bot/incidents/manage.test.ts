import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../../bot/incidents/command.ts';
import {
  closeIncident,
  mergeIncident,
  type Opening,
  openByHand,
  openIncident,
} from '../../../bot/incidents/manage.ts';
import { minute, Shell } from './shell.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await Shell.open();
});
afterEach(() => shell.store.close());

const merge = (id: string, into: string) =>
  shell.store.turn((turn) => mergeIncident(turn, id, into, shell.time));
const at = (site: string) => shell.incident({ tenant: 'tenant-1', site });

describe('Two sites', () => {
  it('become one incident of the company, with all of their people', async () => {
    const [zurich, berlin] = [await at('Europe/Zurich'), await at('Europe/Berlin')];
    await shell.store.turn(({ incidents }) => incidents.join(zurich, { case: 'c', user: 'u', at: 1 }));
    const done = await merge(zurich, berlin);
    expect(done).toMatchObject({ ok: true, incident: { id: berlin, people: 1 } });
    expect((await shell.store.turn((turn) => turn.incidents.byId(berlin)))?.site).toBeUndefined();
  });

  it('are merged into that of the company where there is one', async () => {
    const company = await shell.incident({ tenant: 'tenant-1' });
    const [zurich, berlin] = [await at('Europe/Zurich'), await at('Europe/Berlin')];
    expect(await merge(zurich, berlin)).toEqual({ ok: false, why: 'another' });
    expect(await merge(zurich, company)).toMatchObject({ ok: true });
    expect(await merge(berlin, company)).toMatchObject({ ok: true });
  });
});

describe('An incident of all tenants', () => {
  const given: Opening = {
    tenant: null,
    code: '0x8004de88',
    name: '',
    by: 'Robin',
    detection: null,
    affected: [],
  };
  const open = (change: Partial<Opening>) =>
    shell.store.turn((turn) => openIncident(turn, { ...given, ...change }, shell.time));

  it.each([
    [null, 'tenant-1'],
    ['tenant-1', null],
  ])('is not opened beside one of a tenant, nor the other way round (%s, %s)', async (first, second) => {
    await shell.incident({ tenant: first });
    expect(await open({ tenant: second })).toEqual({ ok: false, why: 'open-already' });
  });

  it('may be open while one of a site is, and tenants have theirs side by side', async () => {
    await at('Europe/Zurich');
    expect(await open({ tenant: 'tenant-1' })).toMatchObject({ ok: true });
    expect(await open({ tenant: 'tenant-2' })).toMatchObject({ ok: true });
  });
});

it('Open incidents are read in the order in which they were opened', async () => {
  const first = await at('Europe/Zurich');
  shell.time -= 1;
  const second = await at('Europe/Berlin');
  expect((await shell.store.turn((turn) => turn.incidents.open())).map(({ id }) => id)).toEqual([
    second,
    first,
  ]);
});

describe('By hand', () => {
  const byHand = (tenant: string | null, code = '0x8004de88') =>
    shell.store.turn((turn) => openByHand(turn, { tenant, code, name: '', by: 'Robin' }, shell.time));
  const hears = () =>
    ['early', 'late', 'sent', 'done'].map((user) => shell.heard(user, 'known problem at the moment'));

  it.each(['tenant-1', null])(
    'those who still have it hear that IT knows, and its end (%s)',
    async (tenant) => {
      await shell.type('early');
      shell.time += 13 * 60 * minute;
      for (const user of ['late', 'sent', 'done']) await shell.type(user);
      await shell.send('sent');
      await shell.send('done');
      await shell.click('done', 'withdraw');
      await shell.drain();
      expect(await byHand(tenant)).toMatchObject({ ok: true, incident: { id: 'INC-1', people: 2 } });
      await shell.drain();
      expect(hears()).toEqual([0, 1, 0, 0]);
      await shell.store.turn((turn) => closeIncident(turn, 'INC-1', 'Robin', '', shell.time));
      await shell.drain();
      expect(['early', 'late', 'sent', 'done'].map((user) => shell.heard(user, 'had is over'))).toEqual([
        0, 1, 1, 0,
      ]);
    },
  );

  it('a channel sees and changes the incidents of its own company only, a terminal those of all', async () => {
    const say = (tenant: string | null, ...args: string[]) =>
      runCommand(shell.store, { args, by: 'Robin', tenant, now: shell.time });
    await say('tenant-1', 'open', '0x8004DE40', 'Proxy');
    expect((await say('tenant-2', 'list')).text).toBe('There are no incidents.');
    for (const words of [
      ['name', 'INC-1', 'Mine'],
      ['close', 'INC-1'],
      ['merge', 'INC-1', 'INC-2'],
    ])
      expect(await say('tenant-2', ...words)).toEqual({ ok: false, text: 'There is no such incident.' });
    expect((await say(null, 'list')).text).toContain('Proxy');
    expect(await say('tenant-1', 'close', 'INC-1')).toEqual({ ok: true, text: 'INC-1: closed, Proxy' });
  });

  it('it is the same by command', async () => {
    await shell.type('late');
    await shell.drain();
    const command = { args: ['open', '0x8004DE40', 'Proxy'], by: 'Robin', tenant: null, now: shell.time };
    expect(await runCommand(shell.store, command)).toEqual({ ok: true, text: 'INC-1: open, Proxy' });
    await shell.drain();
    expect(hears()).toEqual([0, 1, 0, 0]);
  });

  it('nobody of another tenant, or with another code, is told', async () => {
    await shell.type('late');
    await shell.drain();
    expect(await byHand('tenant-2')).toMatchObject({ ok: true, incident: { people: 0 } });
    expect(await byHand('tenant-1', '0x8004deef')).toMatchObject({ ok: true, incident: { people: 0 } });
    await shell.drain();
    expect(hears()).toEqual([0, 0, 0, 0]);
  });

  it('who waits for one of another code is counted, and hears of its end', async () => {
    await byHand(null, '0x8004deef');
    await shell.type('ann', '0x8004deef');
    await shell.click('ann', 'wait');
    await shell.drain();
    expect((await shell.store.turn((turn) => turn.incidents.byId('INC-1')))?.people).toBe(1);
    await shell.store.turn((turn) => closeIncident(turn, 'INC-1', 'Robin', '', shell.time));
    await shell.drain();
    expect(shell.heard('ann', 'is over')).toBe(1);
  });
});
