import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../dialogs/understanding/evidence/samples.ts';
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

/** Answers that lead down the ladder without settling anything. */
const onward: { [step: string]: string } = {
  internet: 'loads',
  restart: 'not-fixed',
  backup: 'done',
  unlink: 'not-fixed',
  tls: 'cannot-do',
  proxy: 'no-proxy',
  'other-network': 'not-fixed',
  'admin-rights': 'no',
  'reset-client': 'not-fixed',
  credentials: 'not-fixed',
  'client-age': 'recent',
  'cipher-suites': 'cannot-do',
};

async function at(step: string) {
  const user = bot.user();
  const first = await user.type('0x8004de40');
  let card = await user.click(first.card, 'continue', pc('windows', 'managed'));
  while (stepOfCard(card) !== step) {
    const now = stepOfCard(card);
    card = await (now === 'situation'
      ? user.click(card, 'continue', nothingSpecial)
      : user.click(card, onward[now] ?? 'not-fixed'));
  }
  return { user, card };
}

const hkcu = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\n';
const policyKey =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\n';
const sslKey = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002';

describe('a confirmed paste answers the row that it settles', () => {
  it.each([
    [
      'tls',
      `${hkcu}    SecureProtocols    REG_DWORD    0xa80`,
      'proxy',
      'TLS 1.2: was on already (read from what you pasted)',
    ],
    ['tls', `${policyKey}    SecureProtocols    REG_DWORD    0xa0`, 'escalate', 'TLS 1.2 is off and locked'],
    ['tls', `${hkcu}    SecureProtocols    REG_DWORD    0xa0`, 'tls', 'Use TLS 1.2'],
    [
      'proxy',
      'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Direkter Zugriff (kein Proxyserver).',
      'other-network',
      'Proxy: none is set (read from what you pasted)',
    ],
    [
      'proxy',
      'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver :  gate:3128\n    Umgehungsliste :  (Keine)',
      'other-network',
      'Proxy: one is set (read from what you pasted)',
    ],
    [
      'cipher-suites',
      `HKEY_LOCAL_MACHINE${sslKey.slice(4)}\n    Functions    REG_SZ    TLS_RSA_WITH_AES_256_CBC_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA256`,
      'escalate',
      'The cipher list is restricted by policy',
    ],
    [
      'cipher-suites',
      'FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.',
      'join-check',
      'dsregcmd /status',
    ],
    ['join-check', fixture('dsregcmd-registered'), 'other-account', 'What was read: confirmed'],
    ['join-check', fixture('dsregcmd-wrong-password'), 'escalate', 'Account or sign-in'],
    ['join-check', fixture('dsregcmd-disabled'), 'escalate', 'Device trust'],
    ['join-check', fixture('dsregcmd-hybrid'), 'refresh-sign-in', 'Tie to the company: pasted'],
  ])('at %s: %s', async (step, pasted, next, words) => {
    const { user } = await at(step);
    const { card: read } = await user.type(pasted);
    expect(stepOfCard(read)).toBe('evidence');
    const after = await user.click(read, 'right');
    expect(stepOfCard(after)).toBe(next);
    expect(JSON.stringify(after)).toContain(words);
  });
});

it('a paste to a paused case goes on with it, and one after the ticket was sent goes into the ticket', async () => {
  const { user, card } = await at('join-check');
  await user.click(card, 'pause');
  const { card: read } = await user.type(fixture('dsregcmd-disabled'));
  expect(stepOfCard(read)).toBe('evidence');
  const sent = await user.click(await user.click(read, 'right'), 'send');
  expect(stepOfCard(sent)).toBe('escalated');
  const { card: added } = await user.type(fixture('dsregcmd-hybrid'));
  expect(JSON.stringify(added)).toContain('added to the ticket');
});

it('nothing of a paste that identifies anybody reaches the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  const stored = await startBot({ databaseUrl: `file:${join(folder, 'bot.db')}` });
  const user = stored.user();
  const { card } = await user.type('0x8004de40');
  await user.click(card, 'continue', pc('windows', 'managed'));
  const html = (text: string) => `<div><p>${text.replace(/\n/g, '<br>').replace(/@/g, '&#64;')}</p></div>`;
  // Two readings may be refused at a row; then the next row takes the next ones.
  for (const [name, onwards] of [
    ['hybrid', 'loads'],
    ['wrong-password', 'not-fixed'],
    ['no-network', 'human'],
  ] as const) {
    let now: Card | null = null;
    for (const text of [fixture(`dsregcmd-${name}`), html(fixture(`dsregcmd-${name}`))]) {
      const { card: read } = await user.type(text);
      expect(stepOfCard(read)).toBe('evidence');
      now = await user.click(read, 'wrong');
    }
    if (now) await user.click(now, onwards);
  }
  await stored.close();
  const files = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1')),
  );
  const told = files.join('\n');
  expect(told).toContain('AzureAdJoined');
  expect(told).not.toMatch(/nordfjell|lindqvist|havreholm|tomas|ostrava|kestrel|okafor|bluegate|amari/i);
  const ids =
    fixture('dsregcmd-hybrid').match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi) ?? [];
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(told.toLowerCase()).not.toContain(id.toLowerCase());
  await rm(folder, { recursive: true });
});
