import { afterEach, describe, expect, it } from 'vitest';
import { channelOptions } from '../../bot/adapter.ts';
import { bodyOf, configOf, connector, message, post, runBot, serve } from '../support/http.ts';
import { authority, tenantId } from '../support/tokens.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

describe('the addresses of the channel', () => {
  it("are the public cloud's without any seam", () => {
    expect(channelOptions(configOf({}))).toMatchInlineSnapshot(`
      {
        "CallerId": "urn:botframework:azure",
        "OAuthUrl": "https://api.botframework.com",
        "ToBotFromChannelOpenIdMetadataUrl": "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "ToBotFromChannelTokenIssuer": "https://api.botframework.com",
        "ToBotFromEmulatorOpenIdMetadataUrl": "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "ToChannelFromBotLoginUrl": "https://login.microsoftonline.com/botframework.com",
        "ToChannelFromBotOAuthScope": "https://api.botframework.com",
        "ValidateAuthority": true,
      }
    `);
  });

  it('are all there as soon as one of them is another', () => {
    const config = configOf({ OAuthUrl: 'https://token.example.com' });
    expect(channelOptions(config)).toEqual({
      ...channelOptions(configOf({})),
      OAuthUrl: 'https://token.example.com',
    });
  });
});

describe('an answer of the bot', () => {
  it('goes to the serviceUrl of the activity, without a token while there are no credentials', async () => {
    const channel = await connector();
    const bot = await runBot({ onTurn: async (context) => void (await context.sendActivity('hi')) });
    open.push(channel.close, bot.stop);
    expect((await post(bot.url, message(channel.url))).status).toBe(200);
    expect(channel.seen).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/v3/conversations/a%3Apersonal/activities/activity-1',
        authorization: undefined,
        body: expect.stringContaining('"text":"hi"'),
      }),
    ]);
  });

  it('carries a token of the login service that the seam names', async () => {
    const asked: string[] = [];
    const login = await serve(async (req, res) => {
      asked.push(`${req.url} ${await bodyOf(req)}`);
      res.end(JSON.stringify({ access_token: 'of-the-bot', expires_in: 3600 }));
    });
    const [channel, tokens] = [await connector(), await authority()];
    const env = tokens.env({ ToChannelFromBotLoginUrl: `${login.url}/${tenantId}` });
    const bot = await runBot({ env, onTurn: async (context) => void (await context.sendActivity('hi')) });
    open.push(login.close, channel.close, tokens.close, bot.stop);

    const authorization = `Bearer ${await tokens.token({ claims: { serviceurl: channel.url } })}`;
    const activity = message(channel.url, { channelData: { tenant: { id: tenantId } } });
    expect((await post(bot.url, activity, { authorization })).status).toBe(200);
    expect(channel.seen.map((seen) => seen.authorization)).toEqual(['Bearer of-the-bot']);
    expect(asked).toEqual([expect.stringContaining('scope=https%3A%2F%2Fapi.botframework.com%2F.default')]);
    expect(asked[0]).toMatch(new RegExp(`^/${tenantId}/oauth2/v2.0/token grant_type=client_credentials`));
  });
});
