import { describe, expect, it } from 'vitest';
import type { Env } from '../../bot/config.ts';
import { configMessage, readConfig, variables } from '../../bot/config.ts';

const guid = '11111111-2222-4333-8444-555555555555';
const tenant = 'AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const single: Env = { MicrosoftAppId: guid, MicrosoftAppPassword: 'secret', MicrosoftAppTenantId: tenant };

const problemsOf = (env: Env) => {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
};
const configOf = (env: Env) => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(configMessage(result.problems));
  return result.config;
};
/** The variables that the problems are about, in order. */
const named = (env: Env) => problemsOf(env).map((problem) => problem.split(' ')[0]);

describe('an empty environment', () => {
  it('is a local bot with an embedded database and the built-in queue', () => {
    expect(configOf({})).toMatchObject({
      port: 3978,
      host: '127.0.0.1',
      credentials: null,
      allowedTenants: [],
      databaseUrl: 'file:./data/triage.db',
      logLevel: 'info',
      ticket: { system: 'builtin' },
      playgroundPort: 56150,
      seams: {},
    });
  });

  it('is the same as one with blank values', () => {
    const blank = Object.fromEntries(variables.map(({ name }) => [name, ' ']));
    expect(configOf(blank)).toEqual(configOf({}));
  });
});

describe('credentials', () => {
  it('open the bot to other machines and to the own tenant', () => {
    expect(configOf(single)).toMatchObject({
      host: '0.0.0.0',
      credentials: { appId: guid, type: 'SingleTenant', password: 'secret' },
      allowedTenants: [tenant.toLowerCase()],
    });
  });

  it.each<[string, Env, string[]]>([
    ['a password without an app id', { MicrosoftAppPassword: 'x' }, ['MicrosoftAppId']],
    ['an app id alone', { MicrosoftAppId: guid }, ['MicrosoftAppPassword', 'MicrosoftAppTenantId']],
    ['an app id that is no GUID', { ...single, MicrosoftAppId: 'bot' }, ['MicrosoftAppId']],
    ['an unknown type', { ...single, MicrosoftAppType: 'Some' }, ['MicrosoftAppType']],
    ['MultiTenant without tenants', { ...single, MicrosoftAppType: 'MultiTenant' }, ['ALLOWED_TENANTS']],
    [
      'a managed identity with a password',
      { ...single, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppPassword'],
    ],
    [
      'a managed identity without tenant',
      { MicrosoftAppId: guid, MicrosoftAppType: 'UserAssignedMsi' },
      ['MicrosoftAppTenantId'],
    ],
    [
      "the local chat's channel with an app id",
      { ...single, IT_CHANNEL: 'channel-announcements-id' },
      ['IT_CHANNEL'],
    ],
    ['production without an app id', { NODE_ENV: 'production' }, ['MicrosoftAppId']],
    ['other machines without an app id', { HOST: '0.0.0.0' }, ['HOST']],
    ['other machines by name without an app id', { HOST: 'bot.example.com' }, ['HOST']],
  ])('%s is a problem', (_name, env, expected) => {
    expect(named(env)).toEqual(expected);
  });

  it.each<[string, Env]>([
    ['a single tenant', single],
    ['several tenants', { ...single, MicrosoftAppType: 'MultiTenant', ALLOWED_TENANTS: `${guid},${tenant}` }],
    [
      'a managed identity',
      { MicrosoftAppId: guid, MicrosoftAppTenantId: tenant, MicrosoftAppType: 'UserAssignedMsi' },
    ],
    ['production', { ...single, NODE_ENV: 'production' }],
    ['this machine by its name', { HOST: 'localhost' }],
    ['this machine by its IPv6 address', { HOST: '::1' }],
  ])('%s is fine', (_name, env) => {
    expect(problemsOf(env)).toEqual([]);
  });
});

describe('single values', () => {
  it.each<[string, string]>([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PLAYGROUND_PORT', 'x'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'file:'],
    ['DATABASE_URL', './data.db'],
    ['PUBLIC_URL', 'http://bot.example.com'],
    ['PUBLIC_URL', 'bot.example.com'],
    ['DATA_KEY', 'short'],
    ['METRICS_TOKEN', 'two words'],
    ['ALLOWED_TENANTS', 'contoso'],
    ['IT_CHANNEL', 'General'],
    ['TICKET_SYSTEM', 'lotus'],
    ['TICKET_FROM', 'bot'],
    ['ValidateAuthority', 'perhaps'],
    ['ToBotFromChannelOpenIdMetadataUrl', 'http://keys.example.com/'],
    ['OAuthUrl', 'ftp://x'],
  ])('%s cannot be "%s"', (name, value) => {
    expect(named({ [name]: value })).toContain(name);
  });

  it.each<[string, string]>([
    ['PORT', '0'],
    ['PORT', '65535'],
    ['LOG_LEVEL', 'DEBUG'],
    ['DATABASE_URL', 'file:/var/lib/bot/cases.db'],
    ['DATABASE_URL', 'postgres://user:password@db.example.com:5432/bot?sslmode=require'],
    ['DATABASE_URL', 'postgresql://localhost/bot'],
    ['PUBLIC_URL', 'https://bot.example.com/'],
    ['IT_CHANNEL', '19:0123456789abcdef@thread.tacv2'],
    ['ToBotFromChannelOpenIdMetadataUrl', 'http://127.0.0.1:9/meta'],
    ['ValidateAuthority', 'False'],
  ])('%s can be "%s"', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([]);
  });

  it('loses the slash at the end of an address that others are built from', () => {
    expect(configOf({ PUBLIC_URL: 'https://bot.example.com/' }).publicUrl).toBe('https://bot.example.com');
  });
});

describe('the ticket system', () => {
  const url = 'https://tickets.example.com';
  it.each<[string, Env, string[]]>([
    ['rt without anything', { TICKET_SYSTEM: 'rt' }, ['TICKET_URL', 'TICKET_TOKEN']],
    [
      'jira with a user only',
      { TICKET_SYSTEM: 'jira', TICKET_URL: url, TICKET_USER: 'u' },
      ['TICKET_PASSWORD'],
    ],
    [
      'zendesk with a password only',
      { TICKET_SYSTEM: 'zendesk', TICKET_URL: url, TICKET_PASSWORD: 'p' },
      ['TICKET_USER'],
    ],
    [
      'servicenow by plain http',
      { TICKET_SYSTEM: 'servicenow', TICKET_URL: 'http://x.example', TICKET_TOKEN: 't' },
      ['TICKET_URL'],
    ],
    [
      'servicenow by mail',
      { TICKET_SYSTEM: 'servicenow', TICKET_URL: 'smtp://x', TICKET_TOKEN: 't' },
      ['TICKET_URL'],
    ],
    [
      'email by https',
      { TICKET_SYSTEM: 'email', TICKET_URL: url },
      ['TICKET_URL', 'TICKET_FROM', 'TICKET_TO'],
    ],
    ['webhook without a secret', { TICKET_SYSTEM: 'webhook', TICKET_URL: url }, ['WEBHOOK_SECRET']],
    ['an API audience without issuer', { API_AUDIENCE: 'api://bot' }, ['API_ISSUER']],
    ['an API issuer without audience', { API_ISSUER: 'https://login.example.com' }, ['API_AUDIENCE']],
  ])('%s is a problem', (_name, env, expected) => {
    expect(named(env)).toEqual(expected);
  });

  it.each<[string, Env]>([
    ['rt with a token', { TICKET_SYSTEM: 'rt', TICKET_URL: url, TICKET_TOKEN: 't' }],
    ['rt on this machine', { TICKET_SYSTEM: 'rt', TICKET_URL: 'http://127.0.0.1:8080', TICKET_TOKEN: 't' }],
    [
      'jira with user and password',
      { TICKET_SYSTEM: 'jira', TICKET_URL: url, TICKET_USER: 'u', TICKET_PASSWORD: 'p' },
    ],
    [
      'email',
      {
        TICKET_SYSTEM: 'email',
        TICKET_URL: 'smtp://mail:25',
        TICKET_FROM: 'a@b.example',
        TICKET_TO: 'c@d.example',
      },
    ],
    ['webhook', { TICKET_SYSTEM: 'webhook', TICKET_URL: url, WEBHOOK_SECRET: 's' }],
  ])('%s is fine', (_name, env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  it('takes the field of Request Tracker that the documentation names', () => {
    const env = { TICKET_SYSTEM: 'rt', TICKET_URL: url, TICKET_TOKEN: 't' };
    expect(configOf(env).ticket.correlationField).toBe('Bot Correlation ID');
    expect(configOf({ ...env, TICKET_CORRELATION_FIELD: 'Key' }).ticket.correlationField).toBe('Key');
  });
});
