import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  ActivityTypes,
  CallerIdConstants,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import type { Claim } from 'botframework-connector';
import {
  AuthenticationConstants,
  AuthenticationError,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Config, Credentials } from './config.ts';
import { isLoopback } from './config.ts';
import { apology, codeOf, newReference } from './errors.ts';
import type { Log } from './log.ts';

/** The channel's addresses: the public cloud's, except where the configuration says otherwise. */
export function channelOptions(config: Pick<Config, 'seams'>) {
  const { seams } = config;
  const metadata =
    seams.ToBotFromChannelOpenIdMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
  return {
    ToChannelFromBotLoginUrl:
      seams.ToChannelFromBotLoginUrl ?? AuthenticationConstants.ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope:
      seams.ToChannelFromBotOAuthScope ?? AuthenticationConstants.ToChannelFromBotOAuthScope,
    ToBotFromChannelTokenIssuer:
      seams.ToBotFromChannelTokenIssuer ?? AuthenticationConstants.ToBotFromChannelTokenIssuer,
    OAuthUrl: seams.OAuthUrl ?? AuthenticationConstants.OAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    // Emulator tokens are refused anyway; the channel's own address keeps the bot from asking anybody else.
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    CallerId: CallerIdConstants.PublicAzureChannel,
    ValidateAuthority: seams.ValidateAuthority ?? true,
  };
}

/**
 * Gets the bot's own tokens from a login service on this machine, for tests. Microsoft's library refuses
 * plain http and asks the internet about every login host that it does not know.
 */
class LocalLogin extends ServiceClientCredentialsFactory {
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    super();
    this.#credentials = credentials;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#credentials.appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(appId: string, audience: string | undefined, loginEndpoint: string) {
    const getToken = async () => {
      const response = await fetch(
        `${loginEndpoint}${AuthenticationConstants.ToChannelFromBotTokenEndpointPath}`,
        {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: appId,
            client_secret: this.#credentials.password ?? '',
            scope: `${audience ?? AuthenticationConstants.ToChannelFromBotOAuthScope}/.default`,
          }),
        },
      );
      if (!response.ok) throw new AuthenticationError('The login service refused the bot', response.status);
      const body: unknown = await response.json();
      const token =
        typeof body === 'object' && body !== null && 'access_token' in body ? body.access_token : '';
      return String(token);
    };
    return {
      signRequest: async <R extends { headers: { set(name: string, value: string): void } }>(request: R) => {
        request.headers.set('authorization', `Bearer ${await getToken()}`);
        return request;
      },
    };
  }
}

function authentication(config: Config): ConfigurationBotFrameworkAuthentication {
  const { credentials } = config;
  // Without an app id Bot Framework authenticates nobody; the guard keeps everyone but this machine out.
  if (!credentials) return new ConfigurationBotFrameworkAuthentication({});
  const identity = {
    MicrosoftAppId: credentials.appId,
    MicrosoftAppType: credentials.type,
    ...(credentials.password ? { MicrosoftAppPassword: credentials.password } : {}),
    ...(credentials.tenantId ? { MicrosoftAppTenantId: credentials.tenantId } : {}),
  };
  // As soon as one of these is given, Bot Framework takes none of its own defaults for the others.
  const channel = Object.keys(config.seams).length > 0 ? channelOptions(config) : {};
  const login = config.seams.ToChannelFromBotLoginUrl;
  const local = login !== undefined && isLoopback(new URL(login).hostname);
  const factory = local
    ? new LocalLogin(credentials)
    : new ConfigurationServiceClientCredentialFactory(identity);
  const issuer = channelOptions(config).ToBotFromChannelTokenIssuer;
  const validateClaims = async (claims: Claim[]) => {
    if (claims.some((claim) => claim.type === AuthenticationConstants.IssuerClaim && claim.value === issuer))
      return;
    throw new AuthenticationError('The issuer is not the channel', 401);
  };
  return new ConfigurationBotFrameworkAuthentication({ ...identity, ...channel }, factory, {
    requiredEndorsements: ['msteams'],
    validateClaims,
  });
}

/** Bot Framework's adapter, with its turn processing open to our own server. */
export class BotAdapter extends CloudAdapter {
  /**
   * Authenticates and runs one turn; resolves with the invoke's response if the activity was an invoke.
   * Rejects with an `AuthenticationError` (`statusCode` 401) where Bot Framework refuses the caller.
   * What `logic` throws goes to `onTurnError` and does not reject.
   */
  run(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic);
  }
}

export interface AdapterDeps {
  log: Log;
  newReference?: () => string;
  /** Called with the code of every turn that failed. */
  failed?: (code: string) => void;
}

/** Answers a failed turn: an invoke gets its response (Teams shows its text), everything else a message. */
function sorry(activity: Activity, reference: string): Partial<Activity> {
  const text = apology(reference);
  if (activity.type !== ActivityTypes.Invoke) return { type: ActivityTypes.Message, text };
  const value = { code: 'InternalServerError', message: text };
  const body = { statusCode: 500, type: 'application/vnd.microsoft.error', value };
  return { type: ActivityTypes.InvokeResponse, value: { status: 200, body } };
}

/**
 * The adapter for the configuration: authenticated with credentials, anonymous without.
 * A turn that throws is logged with a reference, and the user reads that reference, never the error.
 */
export function createAdapter(config: Config, deps: AdapterDeps): BotAdapter {
  const adapter = new BotAdapter(authentication(config));
  adapter.onTurnError = async (context, error) => {
    const reference = (deps.newReference ?? newReference)();
    const code = codeOf(error);
    deps.failed?.(code);
    deps.log.error({ reference, code, type: context.activity.type, err: error }, 'turn failed');
    try {
      await context.sendActivity(sorry(context.activity, reference));
    } catch (failure) {
      // The channel is out of reach as well; the log line above is all that is left to do.
      deps.log.warn({ reference, code: codeOf(failure), err: failure }, 'apology not sent');
    }
  };
  return adapter;
}
