import type { Recorded, Reply } from '../../support/recorder.ts';

export type Issue = {
  id: string;
  key: string;
  labels: string[];
  done: boolean;
  name: string;
  fields: object;
};
export type Said = {
  id: string;
  body: string;
  public: boolean;
  author: { displayName: string };
  created: { iso8601: string };
};

const page = (values: unknown[]): Reply => ({
  body: { values, isLastPage: true, size: values.length, start: 0, limit: 100 },
});

/** As much of a Jira site as the connector uses; without `cloud`, a data center's. */
export function site({ cloud = true } = {}) {
  const issues: Issue[] = [];
  const comments: Said[] = [];
  const files: string[] = [];
  const statuses = { 11: ['In Progress', false], 21: ['Canceled', true], 31: ['Erledigt', true] } as const;
  const add = (body: string, displayName = 'Teams Bot') =>
    comments.push({
      id: String(comments.length + 1),
      body,
      public: true,
      author: { displayName },
      created: { iso8601: '2026-11-23T02:55:23+0000' },
    });

  function answer({ method, path, json }: Recorded): Reply {
    const given = (json ?? {}) as { [name: string]: unknown };
    const issue = issues[0];
    if (path === '/rest/api/2/myself') return { body: { displayName: 'Teams Bot' } };
    if (path === '/rest/api/3/search/jql' && !cloud) return { status: 404 };
    if (path.includes('/search')) {
      const found = issues.filter(({ labels }) =>
        labels.some((label) => String(given.jql).includes(`"${label}"`)),
      );
      return {
        body: { issues: found.map(({ id, key: own, labels }) => ({ id, key: own, fields: { labels } })) },
      };
    }
    if (path === '/rest/servicedeskapi/servicedesk/HELP') return { body: { id: '4', projectKey: 'HELP' } };
    if (path === '/rest/servicedeskapi/servicedesk/4/requesttype') {
      return page([
        { id: '24', name: 'Get a laptop' },
        { id: '25', name: 'Get IT help' },
      ]);
    }
    if (path.endsWith('/requesttype/25/field')) {
      const required = [
        { fieldId: 'summary', required: true },
        { fieldId: 'description', required: false },
      ];
      return { body: { requestTypeFields: [...required, { fieldId: 'labels', required: false }] } };
    }
    if (path.endsWith('/attachTemporaryFile'))
      return {
        status: 201,
        body: { temporaryAttachments: [{ temporaryAttachmentId: 'temp1', fileName: 'x' }] },
      };
    if (path === '/rest/servicedeskapi/request' && method === 'POST') {
      const fields = given.requestFieldValues as { labels: string[] };
      const made = {
        id: String(10_001 + issues.length),
        key: `HELP-${issues.length + 1}`,
        labels: fields.labels,
        done: false,
        name: 'Waiting for support',
        fields,
      };
      issues.push(made);
      return { status: 201, body: { issueId: made.id, issueKey: made.key } };
    }
    if (!issue || !path.includes(issue.key)) return { status: 404 };
    if (path.endsWith('/comment') && method === 'POST') {
      add(String(given.body));
      return { status: 201, body: {} };
    }
    if (path.endsWith('/comment')) return page(comments);
    if (path.endsWith('/attachment') && method === 'POST') {
      files.push(String((given.additionalComment as { body: string }).body.split('\n')[0]));
      return { status: 201, body: {} };
    }
    if (path.endsWith('/attachment')) return page(files.map((filename) => ({ filename })));
    if (path.endsWith('/transitions') && method === 'POST') {
      const { id } = given.transition as { id: '11' | '21' | '31' };
      [issue.name, issue.done] = statuses[id];
      return { status: 204 };
    }
    if (path.endsWith('/transitions')) {
      const to = ([name, done]: readonly [string, boolean]) => ({
        name,
        statusCategory: { key: done ? 'done' : 'indeterminate' },
      });
      return {
        body: {
          transitions: Object.entries(statuses).map(([id, one]) => ({ id, name: `to ${id}`, to: to(one) })),
        },
      };
    }
    if (path.startsWith('/rest/servicedeskapi/request/'))
      return { body: { serviceDeskId: '4', issueKey: issue.key } };
    const status = { name: issue.name, statusCategory: { key: issue.done ? 'done' : 'new' } };
    return { body: { fields: { status, assignee: null } } };
  }
  return { issues, comments, files, answer, add };
}
