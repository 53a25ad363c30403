import { afterEach, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { policyWith } from '../support/walk.ts';

let bot: TestBot;
afterEach(() => bot.close());

const helpDesk = {
  name: 'the service desk',
  opening: {
    timeZone: 'Europe/Zurich',
    week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
    closed: [],
  },
  urgent: { phone: '+41 44 555 01 99', categories: ['asked'] },
};

async function escalatedAt(time: string, desk: object = helpDesk) {
  bot = await startBot({ policy: policyWith({ helpDesk: desk }), now: () => Date.parse(time) });
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  const asked = await user.click(card, 'human');
  return [asked, await user.click(asked, 'send')].map((one) => JSON.stringify(one));
}

it('says when somebody will look, and whom to call about what cannot wait, before and after the ticket is sent', async () => {
  for (const card of await escalatedAt('2026-11-27T19:30:00Z')) {
    expect(card).toContain('somebody looks at it from Monday 30 November, 08:00.');
    expect(card).toContain('call +41 44 555 01 99.');
  }
});

it('says nothing of the kind while the help desk is there', async () => {
  for (const card of await escalatedAt('2026-11-27T10:00:00Z')) {
    expect(card).not.toContain('Nobody is there');
    expect(card).not.toContain('555 01 99');
    expect(card).toContain('Hours: Mon–Fri 08:00–18:00.');
  }
});

it('keeps the number for what cannot wait to those whom the policy gives it', async () => {
  const desk = { ...helpDesk, urgent: { ...helpDesk.urgent, categories: ['data-at-risk'] } };
  for (const card of await escalatedAt('2026-11-27T19:30:00Z', desk)) {
    expect(card).toContain('Nobody is there');
    expect(card).not.toContain('555 01 99');
  }
});
