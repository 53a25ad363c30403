import { expect, test } from 'vitest';
import { senderOf } from '../../bot/intake.ts';

const activity = (more: object) => ({
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9',
  from: { id: '29:kim', name: 'Kim Tester', aadObjectId: 'kim' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:kim', conversationType: 'personal', tenantId: 'tenant-1' },
  ...more,
});
const clientInfo = (timezone: unknown) => ({
  entities: [
    { type: 'mention', text: 'bot' },
    { type: 'clientInfo', locale: 'en-US', country: 'CH', platform: 'Web', timezone },
  ],
});

test.each([
  ['the time zone of the activity', { localTimezone: 'Europe/Zurich' }, 'Europe/Zurich'],
  ['that of the client', clientInfo('America/Argentina/Buenos_Aires'), 'America/Argentina/Buenos_Aires'],
  ['nothing where nobody says so', {}, undefined],
  ['nothing that is no time zone', { localTimezone: '| or 1=1', ...clientInfo(7) }, undefined],
  ['nothing from entities that are none', { entities: 'none' }, undefined],
])('takes for the site %s', (_what, more, site) => {
  expect(senderOf(activity(more))?.user).toMatchObject({ key: 'tenant-1/kim' });
  expect(senderOf(activity(more))?.user.site).toBe(site);
});
