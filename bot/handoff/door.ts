import type { DeskDoor } from '../teams-bot.ts';
import { takeHandoffEvent } from './events.ts';
import { type ExtensionDeps, openHandoffForm, submitHandoffForm } from './extension.ts';
import { chatLink } from './link.ts';

/** The help desk's ways into the bot that come through Teams; `POST /api/handoffs` is the other one. */
export function deskDoor(given: Omit<ExtensionDeps, 'chatLink'>): DeskDoor {
  const deps: ExtensionDeps = {
    ...given,
    chatLink: ({ code, ticket }) => chatLink(given.appId, code, ticket?.id ?? null),
  };
  return {
    event: (sender, activity) => takeHandoffEvent(deps, sender, activity),
    open: (sender, value) => openHandoffForm(deps, sender, value),
    submit: (sender, value) => submitHandoffForm(deps, sender, value),
  };
}
