import type { TurnContext } from 'botbuilder-core';
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';

/** Takes the turn's activity to the triage and presents the state it is in; says whether a case is open then. */
export type Present = (context: TurnContext) => Promise<'open' | 'ended'>;

/**
 * The one dialog: it waits while a case is open. Which card comes next is the machine's business, and what
 * was stored decides where a turn continues, so the dialog itself remembers nothing.
 */
export class TriageDialog extends Dialog {
  static readonly id = 'triage';
  private readonly present: Present;

  constructor(present: Present) {
    super(TriageDialog.id);
    this.present = present;
  }

  override beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.turn(dc);
  }

  override continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.turn(dc);
  }

  private async turn(dc: DialogContext): Promise<DialogTurnResult> {
    const state = await this.present(dc.context);
    return state === 'open' ? Dialog.EndOfTurn : dc.endDialog();
  }
}
