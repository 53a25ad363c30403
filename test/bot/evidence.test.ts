import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBot, type TestBot } from '../support/bot.ts';
import { climb, nothingSpecial, pc } from '../support/ladder.ts';
import { type Card, stepOfCard } from '../support/teams.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

const dsregcmd = (device: string) => `
+----------------------------------------------------------------------+
| Device State                                                         |
+----------------------------------------------------------------------+
             AzureAdJoined : YES
          EnterpriseJoined : NO
              DomainJoined : YES
+----------------------------------------------------------------------+
| Device Details                                                       |
+----------------------------------------------------------------------+
                  DeviceId : 11111111-2222-3333-4444-555555555555
          DeviceAuthStatus : ${device}
+----------------------------------------------------------------------+
| SSO State                                                            |
+----------------------------------------------------------------------+
                AzureAdPrt : YES
`;

async function atJoinCheck() {
  const user = bot.user();
  const { card } = await user.type('0x8004de40');
  const cards = await climb(user, card, [
    ['continue', pc('windows', 'managed')],
    'loads',
    'not-fixed',
    ['continue', { ...nothingSpecial, newDevice: 'yes' }],
  ]);
  return { user, card: cards.at(-1) as Card };
}

it('a paste is read back for the user to confirm, masked, and then counts', async () => {
  const { user, card } = await atJoinCheck();
  const read = await user.click(card, 'continue', { evidence: dsregcmd('SUCCESS') });
  expect(stepOfCard(read)).toBe('evidence');
  const shown = JSON.stringify(read.body);
  expect(shown).toContain('joined to Entra and to the company domain');
  expect(shown).not.toContain('11111111-2222');
  expect(stepOfCard(await user.click(read, 'right'))).toBe('escalate');
});

it('a disabled device goes to IT at once', async () => {
  const { user, card } = await atJoinCheck();
  const { card: read } = await user.type(dsregcmd('FAILED. Device is either disabled or deleted'));
  expect(stepOfCard(read)).toBe('evidence');
  expect(stepOfCard(await user.click(read, 'right'))).toBe('escalate');
  expect(card).toBeDefined();
});

it('after two wrong readings no more paste is asked for at that row', async () => {
  const { user, card } = await atJoinCheck();
  let at = card;
  for (let n = 0; n < 2; n++) {
    at = await user.click(at, 'continue', { evidence: dsregcmd('SUCCESS') });
    at = await user.click(at, 'wrong');
  }
  expect(stepOfCard(at)).toBe('join-check');
  expect(at.actions?.map((action) => action.verb)).not.toContain('continue');
  expect(JSON.stringify(at.body)).not.toContain('"id":"evidence"');
});

it('text that is no evidence is no error', async () => {
  const { user, card } = await atJoinCheck();
  const same = await user.click(card, 'continue', { evidence: 'it says something about a device' });
  expect(stepOfCard(same)).toBe('join-check');
});
