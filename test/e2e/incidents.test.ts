import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeIncident, openIncident } from '../../bot/incidents/manage.ts';
import { openStore } from '../../bot/store/open.ts';
import type { Store } from '../../bot/store/store.ts';
import { takeTicketEvent } from '../../bot/turn/ticket-event.ts';
import { weekdays } from '../../dialogs/triage/hours.ts';
import { createTriage } from '../../dialogs/triage/machine.ts';
import { defaultPolicy } from '../../dialogs/triage/policy.ts';
import { Chat, findChromium, launch } from '../support/browser.ts';
import { Playground } from '../support/playground.ts';

const chromium = findChromium();
const slowMs = 120_000;
/** Open on one day only, and not today or tomorrow: whenever this runs, nobody is there. */
const otherDay = weekdays[(new Date().getUTCDay() + 2) % 7] ?? 'mon';
const company = {
  helpDesk: {
    name: 'the Contoso help desk',
    opening: { timeZone: 'UTC', week: [{ days: [otherDay], from: '08:00', to: '18:00' }] },
    urgent: { phone: '+1 555 0199', categories: ['asked'] },
  },
};

describe.skipIf(!chromium)('IT in the Playground, in a browser', { timeout: slowMs }, () => {
  let playground: Playground;
  let browser: Browser;
  let chat: Chat;
  let store: Store;

  beforeAll(async () => {
    playground = await Playground.start(company);
    browser = await launch(chromium ?? '');
    chat = await Chat.open(await browser.newContext(), playground.url);
    store = await openStore(playground.databaseUrl);
  }, slowMs);
  afterAll(async () => {
    await store?.close();
    await browser?.close();
    await playground?.stop();
  });

  const rules = { machine: createTriage(defaultPolicy), policy: defaultPolicy };
  const event = (key: string, change: object) =>
    takeTicketEvent({ store, rules, now: Date.now }, 'builtin', {
      id: 'x',
      event: randomUUID(),
      at: new Date().toISOString(),
      correlation: key,
      ...change,
    });

  it('an incident is said at the start, waited for, and asked about at its end', async () => {
    await chat.at('welcome');
    const given = { tenant: null, code: '0x8004de40', by: 'Robin', detection: null, affected: [] };
    await store.turn((turn) =>
      openIncident(turn, { ...given, name: 'the proxy in Bern is down' }, Date.now()),
    );
    await chat.type('0x8004de40');
    await chat.at('incident');
    await chat.picture('incident');
    await chat.answer('wait');
    await chat.at('paused');
    await store.turn((turn) => closeIncident(turn, 'INC-1', 'Robin', 'The proxy runs again.', Date.now()));
    await chat.says('They write: The proxy runs again.').waitFor({ timeout: slowMs / 4 });
    await chat.chatPicture('incident-over');
    await chat.answer('fixed');
    await chat.at('resolved');
  });

  it('out of hours the card says when somebody looks; solved by IT, it asks whether it helped, and a no opens the ticket again', async () => {
    await chat.type('0x8004de40');
    await chat.at('device');
    await chat.answer('human');
    await chat.at('escalate');
    await chat.answer('send');
    await chat.at('escalated');
    await chat.card.getByText(/somebody looks at it from \w+day \d+ \w+, 08:00/).waitFor();
    await chat.card.getByText('call +1 555 0199').waitFor();
    await chat.picture('escalated-closed');
    await expect.poll(async () => (await store.tickets(9)).length, { timeout: slowMs / 4 }).toBe(2);
    const ticket = (await store.tickets(9)).find(({ key }) => key.startsWith('case:'));
    const key = ticket?.key ?? '';
    expect(await event(key, { status: 'taken', owner: 'Robin', reply: 'Which floor?', actor: 'Robin' })).toBe(
      'taken',
    );
    await chat.says('Which floor?').waitFor({ timeout: slowMs / 4 });
    await chat.type('the third');
    expect(await event(key, { status: 'resolved', owner: 'Robin' })).toBe('taken');
    await chat.says('IT says your problem is solved').waitFor({ timeout: slowMs / 4 });
    await chat.card.getByText('IT says it is solved. Did it help?').waitFor();
    await chat.picture('escalated-solved');
    await chat.chatPicture('with-it');
    await chat.card.getByRole('button', { name: 'No, it does not work' }).click();
    await chat.card.getByText('A person takes over').waitFor();
    const words = async () =>
      (await store.ticket(ticket?.id ?? ''))?.comments.map(({ text }) => text).join('\n');
    await expect.poll(words, { timeout: slowMs / 4 }).toMatch(/the third[\s\S]*Opened again/);
  });
});
