import { afterEach, describe, expect, it } from 'vitest';
import type { RunningBot } from '../support/http.ts';
import { message, post, runBot, serve } from '../support/http.ts';
import type { Authority, TokenOptions } from '../support/tokens.ts';
import { appId, authority, serviceUrl, tenantId } from '../support/tokens.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function setUp(options: Parameters<typeof authority>[0] & { env?: { [name: string]: string } } = {}) {
  const channel = await authority(options);
  const bot = await runBot({ env: channel.env(options.env) });
  open.push(channel, { close: bot.stop });
  return { channel, bot };
}

const fromTeams = (rest: { [name: string]: unknown } = {}) =>
  message(serviceUrl, { channelData: { tenant: { id: tenantId } }, ...rest });

const send = async (bot: RunningBot, authorization: string | undefined, activity = fromTeams()) => {
  const answer = await post(bot.url, activity, authorization === undefined ? {} : { authorization });
  return { status: answer.status, ran: bot.turns.length > 0 };
};
const refused = (status: number) => ({ status, ran: false });

describe('with credentials, a token of the channel is accepted', () => {
  it.each<[string, TokenOptions]>([
    ['that is fresh', {}],
    ['that expired four minutes ago, since clocks differ', { expiresIn: -240 }],
    ['that begins in four minutes, since clocks differ', { notBeforeIn: 240 }],
  ])('%s', async (_name, options) => {
    const { bot, channel } = await setUp();
    expect(await send(bot, `Bearer ${await channel.token(options)}`)).toEqual({ status: 200, ran: true });
  });

  it('whose key carries no endorsements', async () => {
    const { bot, channel } = await setUp({ endorsements: [] });
    expect(await send(bot, `Bearer ${await channel.token()}`)).toEqual({ status: 200, ran: true });
  });

  it('and its keys are read once, however many activities come', async () => {
    const { bot, channel } = await setUp();
    const authorization = `Bearer ${await channel.token()}`;
    await Promise.all([send(bot, authorization), send(bot, authorization)]);
    const reads = channel.reads();
    await send(bot, authorization);
    expect(channel.reads()).toBe(reads);
  });

  it('when the issuer option is left out, because the other seams do not take its default away', async () => {
    const { bot, channel } = await setUp({ env: { OAuthUrl: 'https://api.botframework.com' } });
    expect(await send(bot, `Bearer ${await channel.token()}`)).toEqual({ status: 200, ran: true });
  });
});

describe('with credentials, nothing is done and 401 is the answer to a token', () => {
  const emulatorIssuer = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
  it.each<[string, TokenOptions]>([
    ['for another audience', { claims: { aud: 'other' } }],
    ['for several audiences', { claims: { aud: ['other', 'another'] } }],
    ['that expired ten minutes ago', { expiresIn: -600 }],
    ['that never expires', { without: ['exp'] }],
    ['that begins in ten minutes', { notBeforeIn: 600 }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['of no issuer', { without: ['iss'] }],
    ['with an unknown key id', { kid: 'k9' }],
    ['without a key id', { kid: null }],
    ['signed with another key under a known id', { otherKey: true }],
    ['for another serviceUrl', { claims: { serviceurl: 'https://evil.example/' } }],
    ['for no serviceUrl', { without: ['serviceurl'] }],
    ['of the emulator, for our own app', { claims: { iss: emulatorIssuer, ver: '1.0', appid: appId } }],
    ['of our own, sent back to us', { claims: { iss: `https://sts.windows.net/${tenantId}/`, ver: '1.0' } }],
    ['of the emulator, for another app', { claims: { iss: emulatorIssuer, ver: '1.0', appid: 'x' } }],
  ])('%s', async (_name, options) => {
    const { bot, channel } = await setUp();
    expect(await send(bot, `Bearer ${await channel.token(options)}`)).toEqual(refused(401));
  });

  it.each<[string, (channel: Authority) => Promise<string | undefined> | string | undefined]>([
    ['that is not there', () => undefined],
    ['that is empty', () => ''],
    ['that is garbage', () => 'Bearer garbage'],
    ['that is three times garbage', () => 'Bearer a.b.c'],
    ['under the Basic scheme', async (channel) => `Basic ${await channel.token()}`],
    ['without a scheme', (channel) => channel.token()],
    ['of algorithm none', (channel) => `Bearer ${channel.unsigned()}`],
    [
      'of algorithm HS256, signed with the public key',
      async (channel) => `Bearer ${await channel.confused()}`,
    ],
  ])('%s', async (_name, authorization) => {
    const { bot, channel } = await setUp();
    expect(await send(bot, await authorization(channel))).toEqual(refused(401));
  });

  it('whose key is endorsed for another channel only', async () => {
    const { bot, channel } = await setUp({ endorsements: ['foo'] });
    expect(await send(bot, `Bearer ${await channel.token()}`)).toEqual(refused(401));
  });

  it('that is good, when the issuer that the bot was told to trust is another', async () => {
    const { bot, channel } = await setUp({ env: { ToBotFromChannelTokenIssuer: 'https://other.example' } });
    expect(await send(bot, `Bearer ${await channel.token()}`)).toEqual(refused(401));
  });

  it('and rubbish never makes the bot ask for keys', async () => {
    const { bot, channel } = await setUp();
    await send(bot, `Bearer ${channel.unsigned()}`);
    await send(bot, `Bearer ${await channel.token({ claims: { iss: 'https://evil.example' } })}`);
    expect(channel.reads()).toBe(0);
  });
});

describe('when the keys of the channel cannot be read', () => {
  it('a refused connection is 503 with Retry-After and nothing is done', async () => {
    const channel = await authority();
    const nobody = await serve(() => {});
    await nobody.close();
    const env = channel.env({ ToBotFromChannelOpenIdMetadataUrl: `${nobody.url}/meta` });
    const bot = await runBot({ env });
    open.push(channel, { close: bot.stop });
    const authorization = `Bearer ${await channel.token()}`;
    const answer = await post(bot.url, fromTeams(), { authorization });
    expect([answer.status, answer.headers.get('retry-after'), bot.turns]).toEqual([503, '5', []]);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });

  it('a 404 for the metadata is 503 and nothing is done', async () => {
    const { bot, channel } = await setUp({ metadataStatus: 404 });
    expect(await send(bot, `Bearer ${await channel.token()}`)).toEqual(refused(503));
  });

  it('a bad token stays 401', async () => {
    const { bot } = await setUp({ metadataStatus: 500 });
    expect(await send(bot, 'Bearer garbage')).toEqual(refused(401));
  });
});

describe('with credentials and a good token, nothing is done for', () => {
  it.each<[string, number, { [name: string]: unknown }]>([
    ['an activity without serviceUrl', 401, { serviceUrl: undefined }],
    ['an activity with an empty serviceUrl', 401, { serviceUrl: '' }],
    ['the channel webchat', 403, { channelId: 'webchat' }],
    ['the channel emulator', 403, { channelId: 'emulator' }],
    ['the channel AseChannel', 403, { channelId: 'AseChannel' }],
    ['an activity without channelId', 400, { channelId: undefined }],
    ['a foreign tenant', 403, { channelData: { tenant: { id: '99999999-9999-4999-8999-999999999999' } } }],
    [
      'a foreign tenant of the conversation',
      403,
      { channelData: {}, conversation: { id: 'c', tenantId: 'other' } },
    ],
    ['two tenants at once', 403, { conversation: { id: 'c', tenantId: 'other' } }],
    ['no tenant at all', 403, { channelData: undefined }],
  ])('%s', async (_name, status, rest) => {
    const { bot, channel } = await setUp();
    expect(await send(bot, `Bearer ${await channel.token()}`, fromTeams(rest))).toEqual(refused(status));
  });

  it('a body that is no object', async () => {
    const { bot, channel } = await setUp();
    const answer = await post(bot.url, '[]', { authorization: `Bearer ${await channel.token()}` });
    expect([answer.status, bot.turns]).toEqual([400, []]);
  });
});

describe('with credentials and a good token, a user is answered', () => {
  const guest = '99999999-9999-4999-8999-999999999999';
  it('whose tenant stands in the conversation only, in other letters', async () => {
    const { bot, channel } = await setUp();
    const activity = fromTeams({
      channelData: null,
      conversation: { id: 'c', tenantId: tenantId.toUpperCase() },
    });
    expect(await send(bot, `Bearer ${await channel.token()}`, activity)).toEqual({ status: 200, ran: true });
  });

  it('whose tenant is one of several allowed ones', async () => {
    const { bot, channel } = await setUp({ env: { ALLOWED_TENANTS: `${tenantId}, ${guest}` } });
    const activity = fromTeams({ channelData: { tenant: { id: guest } } });
    expect(await send(bot, `Bearer ${await channel.token()}`, activity)).toEqual({ status: 200, ran: true });
  });
});

describe('without credentials', () => {
  const local = 'http://localhost:56150/_connector';
  const start = async () => {
    const bot = await runBot();
    open.push({ close: bot.stop });
    return bot;
  };

  it('an activity of this machine is answered without any token', async () => {
    const bot = await start();
    expect(await send(bot, undefined, message(local))).toEqual({ status: 200, ran: true });
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-forwarded-host'])(
    'a request passed on with %s is refused',
    async (name) => {
      const bot = await start();
      const answer = await post(bot.url, message(local), { [name]: '203.0.113.9' });
      expect([answer.status, bot.turns]).toEqual([403, []]);
    },
  );

  it.each(['https://smba.example.com/', 'http://localhost.example.com/', 'file:///etc/passwd', 'no address'])(
    'the bot is not made to call %s',
    async (url) => {
      const bot = await start();
      expect(await send(bot, undefined, message(url))).toEqual(refused(400));
    },
  );
});
