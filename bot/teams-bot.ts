import {
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  EventFactory,
  type MessagingExtensionAction,
  type MessagingExtensionActionResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import { DialogContext, DialogSet } from 'botbuilder-dialogs';
import ticketWords from '../cards/locales/en/ticket.json' with { type: 'json' };
import { say } from '../cards/texts.ts';
import { TriageDialog } from '../dialogs/triage-dialog.ts';
import type { HandoffStatus } from './handoff/events.ts';
import type { DialogAnswer } from './handoff/extension.ts';
import { clickOf, type Intake, type Sender, senderOf } from './intake.ts';
import { type ItHandle, isIn, itStep } from './it/handle.ts';
import type { ItSay } from './it/say.ts';

/** What a turn of the triage comes to: the card for the invoke that caused it, where there was one. */
export interface Handled {
  state: 'open' | 'ended';
  card: object | null;
  /** Words instead of a card: the store did not answer and the user may tap again. */
  text?: string;
}
export type Handle = (intake: Intake) => Promise<Handled>;

const intakeKey = Symbol('intake');
const handledKey = Symbol('handled');

/** What comes through Teams besides the users' own answers. */
export interface Doors {
  it: ItHandle;
  desk: DeskDoor;
  /** What is said to the bot in the IT channel. */
  say: ItSay;
  /** The channel's id. */
  itChannel: string | undefined;
}

/** The help desk's ways in: events of a hub, and the message extension of agents. */
export interface DeskDoor {
  event(sender: Sender, activity: unknown): Promise<HandoffStatus | null>;
  open(sender: Sender, value: unknown): Promise<DialogAnswer>;
  submit(sender: Sender, value: unknown): Promise<DialogAnswer>;
}

/**
 * Teams' door: sorts activities into intakes and hands them to the one dialog. Cases live in the store, so
 * the dialog stack is built for the turn and thrown away.
 */
export class TriageBot extends TeamsActivityHandler {
  private readonly dialogs = new DialogSet();

  private readonly it: ItHandle;
  private readonly desk: DeskDoor | null;
  private readonly itSay: ItSay;
  private readonly itChannel: string | undefined;

  constructor(handle: Handle, doors: Partial<Doors> = {}) {
    super();
    this.it = doors.it ?? (async () => null);
    this.desk = doors.desk ?? null;
    this.itChannel = doors.itChannel;
    this.itSay = doors.say ?? (async () => null);
    const triage = new TriageDialog(async (context) => {
      const handled = await handle(context.turnState.get(intakeKey) as Intake);
      context.turnState.set(handledKey, handled);
      return handled.state;
    });
    this.dialogs.add(triage);
    this.onMessage(async (context, next) => {
      await this.message(context);
      await next();
    });
    this.onEvent(async (context, next) => {
      const sender = senderOf(context.activity);
      const status = sender && (await this.desk?.event(sender, context.activity));
      if (status) {
        const { conversation } = context.activity;
        await context.sendActivity(
          EventFactory.createHandoffStatus(conversation, status.state, status.message),
        );
      }
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const { membersAdded, recipient } = context.activity;
      if (membersAdded?.some((member) => member.id === recipient?.id)) await this.hello(context);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      await this.hello(context);
      await next();
    });
    this.onInstallationUpdateRemove(async (context, next) => {
      const sender = senderOf(context.activity);
      if (sender?.personal) await this.triage(context, { ...sender, kind: 'removed' });
      await next();
    });
  }

  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    _value: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const sender = senderOf(context.activity);
    if (!sender) return words(400, say('private'));
    // The SDK's own copy of the value lacks what automatic refreshes carry, so the activity's is read.
    const click = clickOf(sender, context.activity.value, 'invoke', context.activity.replyToId);
    const ofIt = click.kind === 'click' && click.step === itStep ? await this.it(click) : null;
    if (ofIt && 'text' in ofIt) return words(200, ofIt.text);
    const handled = ofIt ?? (await this.triage(context, click));
    if (!handled.card) return words(200, ('text' in handled && handled.text) || say('private'));
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: handled.card as never };
  }

  protected override async handleTeamsMessagingExtensionFetchTask(
    context: TurnContext,
    _action: MessagingExtensionAction,
  ): Promise<MessagingExtensionActionResponse> {
    const sender = senderOf(context.activity);
    return sender && this.desk ? dialog(await this.desk.open(sender, context.activity.value)) : {};
  }

  protected override async handleTeamsMessagingExtensionSubmitAction(
    context: TurnContext,
    _action: MessagingExtensionAction,
  ): Promise<MessagingExtensionActionResponse> {
    const sender = senderOf(context.activity);
    return sender && this.desk ? dialog(await this.desk.submit(sender, context.activity.value)) : {};
  }

  private async message(context: TurnContext): Promise<void> {
    const sender = senderOf(context.activity);
    if (!sender) return;
    const { value, replyToId, text } = context.activity;
    if (value !== undefined && value !== null) {
      const click = clickOf(sender, value, 'submit', replyToId);
      const ofIt = click.kind === 'click' && click.step === itStep ? await this.it(click) : null;
      if (ofIt) {
        // The card itself is brought up to date for everyone; what changed nothing is said to who clicked.
        const text = 'text' in ofIt ? ofIt.text : ofIt.notice;
        if (text) await context.sendActivity(text);
        return;
      }
      const handled = await this.triage(context, click);
      if (handled.text) await context.sendActivity(handled.text);
      return;
    }
    if (!sender.personal) {
      const answer = await this.itSay(sender, text ?? '');
      await context.sendActivity(answer ?? this.notHere(sender));
      return;
    }
    const handled = await this.triage(context, { ...sender, kind: 'text', text: text ?? '' });
    if (handled.text) await context.sendActivity(handled.text);
  }

  private async hello(context: TurnContext): Promise<void> {
    const sender = senderOf(context.activity);
    if (!sender) return;
    if (sender.personal) await this.triage(context, { ...sender, kind: 'hello' });
    else if (context.activity.type === 'conversationUpdate') await context.sendActivity(this.notHere(sender));
  }

  /** Answers are nobody else's business; in the IT channel it is the tickets that are at home. */
  private notHere({ conversationId }: Sender): string {
    return say(isIn(this.itChannel, conversationId) ? 'itChannel' : 'private');
  }

  private async triage(context: TurnContext, intake: Intake): Promise<Handled> {
    context.turnState.set(intakeKey, intake);
    // Not the SDK's `runDialog`: it sets up memory scopes that nothing here reads.
    await new DialogContext(this.dialogs, context, { dialogStack: [] }).beginDialog(TriageDialog.id);
    return context.turnState.get(handledKey) as Handled;
  }
}

const words = (statusCode: number, text: string): AdaptiveCardInvokeResponse => ({
  statusCode,
  type: 'application/vnd.microsoft.activity.message',
  value: text as never,
});

/** A message extension's dialog with a card in it. */
function dialog(answer: DialogAnswer): MessagingExtensionActionResponse {
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: answer.card };
  return {
    task: {
      type: 'continue',
      value: { title: ticketWords.form.title, height: 'large', width: 'medium', card },
    },
  };
}
