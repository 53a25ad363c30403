import * as z from 'zod';
import { isMarked } from './reference.ts';

const person = z.object({ displayName: z.string().nullish() }).nullish();
const native = z.object({
  timestamp: z.number(),
  webhookEvent: z.string(),
  user: person,
  issue: z.object({
    key: z.string(),
    fields: z
      .object({
        status: z.object({ statusCategory: z.object({ key: z.string() }).nullish() }).nullish(),
        assignee: person,
        labels: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
  comment: z
    .object({ id: z.string(), body: z.string(), author: person, jsdPublic: z.boolean().nullish() })
    .nullish(),
});

/**
 * Jira's own webhook body (`jira:issue_updated`, `comment_created`) in the contract's form, or `null` where it is
 * none. An admin webhook cannot send another body (developer.atlassian.com/cloud/jira/platform/webhooks/). Internal
 * comments and the bot's own are no replies.
 */
export function jiraEvent(given: unknown): { [name: string]: string | undefined } | null {
  const read = native.safeParse(given);
  if (!read.success || !Number.isFinite(new Date(read.data.timestamp).getTime())) return null;
  const { timestamp, webhookEvent, user, issue, comment } = read.data;
  const { status, assignee, labels } = issue.fields ?? {};
  const isReply = comment && comment.jsdPublic !== false && !isMarked(comment.body);
  return {
    id: issue.key,
    event: comment ? `jira-comment-${comment.id}` : `jira-${issue.key}-${timestamp}-${webhookEvent}`,
    at: new Date(timestamp).toISOString(),
    status: status?.statusCategory?.key,
    owner: assignee?.displayName ?? undefined,
    actor: comment?.author?.displayName ?? user?.displayName ?? undefined,
    correlation: labels?.find((label) => /^(case|incident):[A-Za-z0-9-]+:\d+$/.test(label)),
    reply: isReply ? comment.body : undefined,
  };
}
