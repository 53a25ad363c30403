import { expect, test } from 'vitest';
import { directoryKey, senderOf } from '../../bot/intake.ts';

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

const zoneNow = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;

test.each([
  ['the time zone of the activity', { localTimezone: 'Europe/Zurich' }, 'Europe/Zurich'],
  [
    'that of the client',
    clientInfo('America/Argentina/Buenos_Aires'),
    zoneNow('America/Argentina/Buenos_Aires'),
  ],
  ['one name of two', { localTimezone: 'Asia/Kolkata' }, zoneNow('Asia/Calcutta')],
  ['one name of two', { localTimezone: 'Asia/Calcutta' }, zoneNow('Asia/Calcutta')],
  ['nothing that is a zone in form only', { localTimezone: 'Europe/Nowhere' }, undefined],
  [
    'the next zone where one is none',
    { localTimezone: 'Europe/Nowhere', ...clientInfo('Europe/Zurich') },
    'Europe/Zurich',
  ],
  ['nothing where nobody says so', {}, undefined],
  ['nothing that is no time zone', { localTimezone: '| or 1=1', ...clientInfo(7) }, undefined],
  ['nothing from entities that are none', { entities: 'none' }, undefined],
])('takes for the site %s', (_what, more, site) => {
  expect(senderOf(activity(more))?.user).toMatchObject({ key: 'tenant-1/kim' });
  expect(senderOf(activity(more))?.user.site).toBe(site);
});

test('knows a user by the same key however the case of the GUIDs is written, and leaves other ids as they are', () => {
  const [tenant, objectId] = ['3FA85F64-5717-4562-B3FC-2C963F66AFA6', '0A1B2C3D-4E5F-4071-8293-A4B5C6D7E8F9'];
  const userOf = (tenantId: string, aadObjectId: string) => {
    const conversation = { id: 'a:kim', conversationType: 'personal', tenantId };
    return senderOf(activity({ from: { id: '29:kim', aadObjectId }, conversation }))?.user;
  };
  const small = `${tenant}/${objectId}`.toLowerCase();
  expect(userOf(tenant, objectId)).toMatchObject({ key: small, tenant: tenant.toLowerCase() });
  expect(userOf(tenant.toLowerCase(), objectId.toLowerCase())?.key).toBe(small);
  expect(directoryKey(tenant.toLowerCase(), objectId)).toBe(small);
  expect(userOf('Tenant-1', 'Kim')).toMatchObject({ key: 'Tenant-1/Kim', tenant: 'Tenant-1' });
});
